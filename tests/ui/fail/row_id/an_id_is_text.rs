use azlogs::{LogRecord, RowId};

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[log_record(row_id)]
    number: i64,
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct OtherOrder {
    #[log_record(row_id, column_type = "long")]
    number: RowId,
}

fn main() {}
