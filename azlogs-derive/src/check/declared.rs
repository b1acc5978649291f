//! A row against its stream's declaration.

use azlogs_dcr::{Code, ColumnType, DataFlow, Diagnostic, Quoted, check_column_name};

use quote::ToTokens;

use super::declaration::Declaration;
use super::{listed, undeclared, unknown};
use crate::attr::{Form, error};
use crate::ctxt::Ctxt;
use crate::input::{Column, Record};

/// The column that every table has.
pub(crate) const TIME_GENERATED: &str = "TimeGenerated";

pub(super) fn check(ctxt: &mut Ctxt, record: &Record<'_>, declaration: &Declaration<'_>) {
    for column in record.columns().filter(|column| column.is_sound) {
        if declaration.leaves_type_to(column) {
            undeclared::check_form(ctxt, column);
        } else {
            check_type_is_declared_once(ctxt, column, declaration);
            check_form(ctxt, column, declaration);
        }
        check_table_takes_name(ctxt, column, declaration);
    }
    // Where the file or an attribute is wrong, a name that is missing may just be what went wrong.
    if !declaration.is_sound || !record.attrs.is_sound {
        return;
    }
    let before = ctxt.count();
    unknown::check(ctxt, record, declaration);
    if record.is_sound && ctxt.count() == before {
        check_time_generated(ctxt, record, declaration);
        check_exhaustive(ctxt, record, declaration);
    }
}

/// A type in two places can differ.
fn check_type_is_declared_once(
    ctxt: &mut Ctxt,
    column: &Column<'_>,
    declaration: &Declaration<'_>,
) {
    let Some(word) = &column.stated_type else {
        return;
    };
    let finding = error(
        Code::AttributeConflict,
        "`column_type` doesn't go with `dcr`",
    );
    let finding = match declaration.stream.column(&column.name) {
        Some(declared) => {
            let help = format!(
                "leave it out: the rule declares the column as {}",
                declared.column_type
            );
            declaration.at(finding, &declared.type_place).help(help)
        }
        None => finding.help("leave it out: the rule's file says the type"),
    };
    ctxt.error(&word.literal, &finding);
}

/// JSON in a column that isn't dynamic is stored as null, text in a dynamic column as one string.
fn check_form(ctxt: &mut Ctxt, column: &Column<'_>, declaration: &Declaration<'_>) {
    let Some(declared) = declaration.stream.column(&column.name) else {
        return;
    };
    let Some((_, word)) = column.form.unmet_demand(declared.column_type) else {
        return;
    };
    let name = Quoted(&column.name);
    let message = format!(
        "`{}` doesn't fit column {name}, which is of type {}",
        word.path().to_token_stream(),
        declared.column_type
    );
    let finding = declaration.at(error(Code::FormDoesNotFit, message), &declared.type_place);
    let finding = match declared.column_type {
        _ if matches!(column.form, Form::RowId(_)) => finding.help(
            "declare the column as string; the table's may be a guid, by `toguid` in the transform",
        ),
        ColumnType::Dynamic => finding.help("use `dynamic`, which writes the value as it is"),
        ColumnType::String => {
            finding.help("use `json_string`, which writes the value's JSON as text")
        }
        _ => finding.help("leave it out, and use a type that fits the column"),
    };
    ctxt.error(word, &finding);
}

/// Without a transform to rename it, the column goes to the table under its own name. A table that can't have it drops it.
fn check_table_takes_name(ctxt: &mut Ctxt, column: &Column<'_>, declaration: &Declaration<'_>) {
    // Azure's own tables have columns that custom tables can't have.
    let custom_table = |flow: &&DataFlow| !flow.goes_to_azure_table();
    let Some(declared) = declaration.stream.column(&column.name) else {
        return;
    };
    if !declaration.is_passed_through() || !declaration.flows.iter().all(custom_table) {
        return;
    }
    if let Err(problem) = check_column_name(&column.name) {
        let name = Quoted(&column.name);
        let message =
            format!("no table has a column {name}, and no transform renames it: {problem}");
        let finding = declaration
            .at(error(Code::NoColumnName, message), &declared.place)
            .help("rename it in the rule, or by a transform such as `source | project-rename New = ['old']`");
        ctxt.error(column.name_tokens(), &finding);
    }
}

/// Without a field for it the row's `TimeGenerated` stays empty. A group may fill it, which only the compiler knows.
fn check_time_generated(ctxt: &mut Ctxt, record: &Record<'_>, declaration: &Declaration<'_>) {
    if let Some(finding) = no_time_generated(record, declaration).filter(|_| !record.has_groups()) {
        ctxt.error(record.ident, &finding);
    }
}

/// What is wrong where none of the row's own fields fills `TimeGenerated`.
///
/// Every table has the column, and takes no row without it. A transform may make it; where there is none, the row has to
/// bring it.
pub(crate) fn no_time_generated(
    record: &Record<'_>,
    declaration: &Declaration<'_>,
) -> Option<Diagnostic> {
    let filled = record.columns().any(|column| column.name == TIME_GENERATED);
    if filled || !declaration.is_passed_through() {
        return None;
    }
    let place = match declaration.stream.column(TIME_GENERATED) {
        Some(declared) => &declared.place,
        None => &declaration.stream.place,
    };
    let message = "neither a field nor a transform fills `TimeGenerated`";
    let finding = declaration.at(error(Code::NoTimeGenerated, message), place);
    Some(match declaration.stream.column(TIME_GENERATED) {
        Some(_) => finding
            .help("add a field for it, or in the rule `source | extend TimeGenerated = now()`"),
        None => finding.help(
            "declare it in the stream, as a datetime column, and add a field for it; \
             or add `source | extend TimeGenerated = now()` to the rule",
        ),
    })
}

/// `exhaustive` asks for it: a column added to the rule is then noticed here.
fn check_exhaustive(ctxt: &mut Ctxt, record: &Record<'_>, declaration: &Declaration<'_>) {
    // A group's columns are known only to the compiler, and checked there.
    let Some(exhaustive) = record
        .attrs
        .exhaustive
        .as_ref()
        .filter(|_| !record.has_groups())
    else {
        return;
    };
    let columns = declaration.stream.columns.iter();
    let missing: Vec<_> = columns
        .filter(|declared| !record.columns().any(|column| column.name == declared.name))
        .collect();
    let Some(first) = missing.first() else {
        return;
    };
    let message = format!(
        "stream {} has columns without a field: {} of {}",
        Quoted(&declaration.stream.name),
        missing.len(),
        declaration.stream.columns.len(),
    );
    let columns = if declaration.stream.is_built_in {
        listed(missing.iter().map(|column| column.name.as_str()))
    } else {
        let places = missing
            .iter()
            .map(|column| format!("{} (line {})", Quoted(&column.name), column.place.line));
        places.collect::<Vec<_>>().join(", ")
    };
    let finding = declaration
        .at(error(Code::ColumnsMissing, message), &first.place)
        .help(format!("add fields for {columns}"));
    ctxt.error(exhaustive, &finding);
}
