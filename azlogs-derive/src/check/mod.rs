//! Whether the fields of a row and the columns of its stream agree.
//!
//! Each function checks one rule and says why it is one. Types aren't checked here: the expansion does that by trait,
//! because a macro sees only how a type is written.

mod built_in;
mod declaration;
mod declared;
mod flows;
mod undeclared;
mod unknown;

use std::collections::HashMap;

use azlogs_dcr::{Code, Quoted};

pub(crate) use self::declaration::Declaration;
pub(crate) use self::declared::{TIME_GENERATED, no_time_generated};
pub(crate) use self::flows::check as check_flows;
use crate::attr::{Form, error};
use crate::ctxt::Ctxt;
use crate::input::Record;
use crate::rule_file::RuleFile;

/// Checks a row or a group against what is known of its stream; gives the stream's declaration.
pub(crate) fn check<'f>(
    ctxt: &mut Ctxt,
    record: &Record<'_>,
    file: Option<&'f RuleFile>,
) -> Option<Declaration<'f>> {
    if !record.has_named_fields {
        return None;
    }
    check_one_field_a_column(ctxt, record);
    check_one_row_id(ctxt, record);
    let attrs = &record.attrs;
    if let (None, Some(stream)) = (&attrs.dcr, &attrs.stream)
        && built_in::is_built_in(stream)
    {
        return built_in::check(ctxt, record, stream);
    }
    match (&attrs.dcr, &attrs.stream, file) {
        (None, ..) => undeclared::check(ctxt, record),
        (Some(dcr), None, Some(file)) if attrs.is_sound => {
            undeclared::report_missing_stream(ctxt, dcr, file);
        }
        (Some(dcr), Some(stream), Some(file)) => {
            let declaration = Declaration::find(ctxt, dcr, stream, &file.document)?;
            declared::check(ctxt, record, &declaration);
            return Some(declaration);
        }
        // The file couldn't be read, or an attribute that may be the stream's, which was reported there.
        (Some(_), _, _) => {}
    }
    None
}

/// An object with one key twice is read by some as the first, by others as the last.
fn check_one_field_a_column(ctxt: &mut Ctxt, record: &Record<'_>) {
    let mut first = HashMap::new();
    for column in record.columns() {
        if let Some(other) = first.insert(column.name.as_str(), column.member) {
            let name = Quoted(&column.name);
            let finding = error(Code::ColumnTwice, format!("two fields for column {name}"));
            let help = format!(
                "`{other}` is the first: name another column with `#[log_record(column = \"…\")]`, \
                 or leave one out with `#[log_record(skip)]`"
            );
            ctxt.error(column.name_tokens(), &finding.help(help));
            first.insert(column.name.as_str(), other);
        }
    }
}

/// Duplicates are found by one column. In a group it wouldn't be one that is always there: a group may be `None`.
fn check_one_row_id(ctxt: &mut Ctxt, record: &Record<'_>) {
    let ids = record.columns().filter_map(|column| match &column.form {
        Form::RowId(word) => Some((column.member, word)),
        _ => None,
    });
    let mut first = None;
    for (member, word) in ids {
        if record.attrs.is_group {
            let finding = error(Code::AttributeConflict, "a group has no row id");
            let help = "put the field into the row itself: a group's columns are left out where it is `None`";
            ctxt.error(word, &finding.help(help));
        } else if let Some(other) = first.replace(member) {
            let finding = error(Code::AttributeConflict, "two fields are the row's id");
            let help = format!("`{other}` is the first: leave `row_id` out on one of them");
            ctxt.error(word, &finding.help(help));
        }
    }
}

/// The first few of some names, each in backticks.
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<_> = names.into_iter().collect();
    let shown: Vec<_> = names
        .iter()
        .take(SHOWN)
        .map(|name| Quoted(name).to_string())
        .collect();
    match names.len().checked_sub(SHOWN) {
        None | Some(0) => shown.join(", "),
        Some(more) => format!("{} and {more} more", shown.join(", ")),
    }
}
