use azlogs::{LogRecord, RowId};

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[log_record(row_id, null)]
    one: RowId,
    #[log_record(row_id, dynamic)]
    two: RowId,
    #[log_record(row_id, with = "text", column_type = "string")]
    three: RowId,
    #[log_record(row_id, skip)]
    four: RowId,
    #[log_record(row_id = "RowId")]
    five: RowId,
}

fn text(id: &RowId) -> String {
    id.to_string()
}

fn main() {}
