//! What a row's type says of its stream and its table.

#![cfg(all(feature = "derive", feature = "uuid"))]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use azlogs::{LogColumn, LogRecord, TableColumnType};
use uuid::Uuid;

/// An order.
///
/// More of it.
#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order<'a, T> {
    /// Who asked.
    correlation_id: Option<&'a Uuid>,
    customer: T,
    #[log_record(flatten)]
    source: Source,
}

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Source {
    /// The host,
    /// by name.
    host: String,
}

#[derive(LogColumn)]
struct CustomerId(Uuid);

#[test]
fn a_column_has_its_type_in_the_table_its_docs_and_its_place() {
    type Row = Order<'static, CustomerId>;
    assert_eq!(Row::schema().docs, "An order.\n\nMore of it.");
    let columns: Vec<_> = Row::SCHEMA.columns().collect();
    let said: Vec<_> = columns
        .iter()
        .map(|column| (column.name, column.table_type, column.docs))
        .collect();
    assert_eq!(
        said,
        [
            ("CorrelationId", TableColumnType::Guid, "Who asked."),
            ("Customer", TableColumnType::Guid, ""),
            ("Host", TableColumnType::String, "The host,\nby name."),
        ]
    );
    let place = |line: u32, column: u32| format!("{}:{line}:{column}", file!());
    assert_eq!(Row::schema().place.to_string(), place(14, 8));
    let places: Vec<_> = columns
        .iter()
        .map(|column| column.place.to_string())
        .collect();
    assert_eq!(places, [place(16, 5), place(17, 5), place(27, 5)]);
}
