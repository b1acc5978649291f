//! A row of which no rule's file is known, or no stream.

use azlogs_dcr::{Code, Quoted, check_column_name, check_stream_name};
use quote::ToTokens;
use syn::LitStr;

use super::{declaration, listed};
use crate::attr::{Form, error};
use crate::ctxt::Ctxt;
use crate::input::{Column, Record};
use crate::rule_file::RuleFile;

pub(super) fn check(ctxt: &mut Ctxt, record: &Record<'_>) {
    match &record.attrs.stream {
        Some(stream) => check_name_of_stream(ctxt, record, stream),
        None => check_has_stream(ctxt, record),
    }
    check_exhaustive_has_file(ctxt, record);
    for column in record.columns().filter(|column| column.is_sound) {
        check_name_of_column(ctxt, record, column);
        check_form(ctxt, column);
    }
}

/// Rows are posted to a stream, so that a row without one is of no use. A group's stream is that of its record.
fn check_has_stream(ctxt: &mut Ctxt, record: &Record<'_>) {
    // Where another attribute is wrong, it may be the one that was to name the stream.
    if record.attrs.is_group || !record.attrs.is_sound {
        return;
    }
    let message = format!("`{}` names no stream", record.ident);
    let help = concat!(
        "#[log_record(dcr = \"infra/dcr.json\", stream = \"Custom-AppRequests\")] checks it against the rule;\n",
        "          #[log_record(stream = \"Custom-AppRequests\")] takes the columns' types from the fields",
    );
    ctxt.error(record.ident, &error(Code::NoStream, message).help(help));
}

/// `dcr` without `stream`: the file says what the choice is.
pub(super) fn report_missing_stream(ctxt: &mut Ctxt, dcr: &LitStr, file: &RuleFile) {
    let help = match declaration::names(&file.document).as_slice() {
        [] => "write `stream = \"Custom-AppRequests\"` beside it".to_owned(),
        [only] => format!("write `stream = {only:?}` beside it"),
        many => format!(
            "write `stream = \"…\"` beside it, with one of {}",
            listed(many.iter().copied())
        ),
    };
    let message = "`dcr` is here, but no `stream`";
    ctxt.error(dcr, &error(Code::NoStream, message).help(help));
}

/// A rule can't declare a stream of any name. One that a rule did declare, though, as columns with `column_type` say, is
/// taken as it is, just as with a file.
fn check_name_of_stream(ctxt: &mut Ctxt, record: &Record<'_>, stream: &LitStr) {
    let name = stream.value();
    let speaks_for_a_rule = record.columns().any(|column| column.stated_type.is_some());
    let Some(problem) = check_stream_name(&name)
        .err()
        .filter(|_| !speaks_for_a_rule)
    else {
        return;
    };
    let message = format!("no stream can be called {}: {problem}", Quoted(&name));
    let finding = error(Code::NoStreamName, message);
    let prefixed = format!("Custom-{name}");
    let finding = match check_stream_name(&prefixed) {
        Ok(()) => finding.help(format!("did you mean {}?", Quoted(&prefixed))),
        Err(_) => finding.help("give the name as the rule's `streamDeclarations` have it"),
    };
    ctxt.error(stream, &finding);
}

/// Only a file says which columns there are.
fn check_exhaustive_has_file(ctxt: &mut Ctxt, record: &Record<'_>) {
    if let (Some(exhaustive), false) = (&record.attrs.exhaustive, record.attrs.is_group) {
        let finding = error(Code::AttributeConflict, "`exhaustive` needs `dcr`");
        let help = "write `dcr = \"infra/dcr.json\"`: only the rule's file says which columns the stream has";
        ctxt.error(exhaustive, &finding.help(help));
    }
}

/// With no transform to rename it, a column goes to the table under its own name, so the table's rules bind it.
///
/// Not a column with `column_type`: that speaks for a rule, and its transform, which just isn't at hand. Nor one of a
/// table of Azure's own, as these have names that custom tables can't have.
fn check_name_of_column(ctxt: &mut Ctxt, record: &Record<'_>, column: &Column<'_>) {
    if column.stated_type.is_some() || record.attrs.stream_name().starts_with("Microsoft-") {
        return;
    }
    if let Err(problem) = check_column_name(&column.name) {
        let message = format!("no table has a column {}: {problem}", Quoted(&column.name));
        let help = "where the rule declares it and its transform renames it, say its type as declared: \
                    `#[log_record(column_type = \"string\")]`";
        let finding = error(Code::NoColumnName, message).help(help);
        ctxt.error(column.name_tokens(), &finding);
    }
}

/// The attribute that says how a value is written, and the one that says the column's type, have to agree.
pub(super) fn check_form(ctxt: &mut Ctxt, column: &Column<'_>) {
    match (&column.form, &column.stated_type) {
        (Form::With(path), None) => {
            let finding = error(Code::AttributeConflict, "`with` needs the column's type");
            let help = "write `column_type = \"string\"` beside it, or whichever type the function's result fits; \
                        a function's result says nothing to a macro";
            ctxt.error(path, &finding.help(help));
        }
        (form, Some(word)) => {
            if let Some((needed, demand)) = form.unmet_demand(word.column_type) {
                let demand = demand.path().to_token_stream();
                let message = format!("`{demand}` is for columns of type {needed}");
                ctxt.error(&word.literal, &error(Code::AttributeConflict, message));
            }
        }
        (_, None) => {}
    }
}
