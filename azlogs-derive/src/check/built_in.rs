//! A row of a stream of Azure's own, such as `Microsoft-Syslog`: no rule declares it, and its columns are the catalogue's.

use azlogs_dcr::catalog::{self, DATE, STREAM_PREFIX};
use azlogs_dcr::{Code, Diagnostic, Quoted};
use syn::LitStr;

use super::{Declaration, declared, undeclared};
use crate::attr::error;
use crate::ctxt::Ctxt;
use crate::input::Record;

/// Whether a stream is one of Azure's own.
pub(super) fn is_built_in(stream: &LitStr) -> bool {
    stream.value().starts_with(STREAM_PREFIX)
}

/// Checks a row that names no rule's file against the catalogue.
pub(super) fn check(
    ctxt: &mut Ctxt,
    record: &Record<'_>,
    stream: &LitStr,
) -> Option<Declaration<'static>> {
    let name = stream.value();
    let known = catalog::table_of_stream(&name).and_then(catalog::Table::stream);
    if let Some(known) = known {
        let declaration = Declaration::built_in(known);
        declared::check(ctxt, record, &declaration);
        return Some(declaration);
    }
    undeclared::check(ctxt, record);
    if !speaks_for_itself(record) {
        ctxt.error(stream, &unknown(&name));
    }
    None
}

/// A row that says the type of each of its columns needs no catalogue, and may know of what came after it.
fn speaks_for_itself(record: &Record<'_>) -> bool {
    let mut columns = record.columns().peekable();
    columns.peek().is_some() && columns.all(|column| column.stated_type.is_some())
}

/// Nothing is known of the stream's columns.
pub(super) fn unknown(stream: &str) -> Diagnostic {
    if let Some(table) = catalog::table_of_stream(stream) {
        let message = format!(
            "the columns of Azure's table {} aren't documented",
            Quoted(table.name)
        );
        return error(Code::UndocumentedTable, message).help(
            "say the type of each, without `dcr`: `#[log_record(column_type = \"string\")]` on the field",
        );
    }
    let message = format!(
        "rows can't be posted to {}: the API writes to no such table of Azure's",
        Quoted(stream)
    );
    let help = match catalog::nearest_table(stream) {
        Some(near) => format!("did you mean {}?", Quoted(&near.stream_name())),
        None => format!(
            "a stream of your own begins with `Custom-`; `azlogs-dcr-gen tables` lists Azure's tables, as of {DATE}"
        ),
    };
    error(Code::UnknownBuiltIn, message).help(help)
}
