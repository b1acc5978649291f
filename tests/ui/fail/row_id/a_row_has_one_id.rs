use azlogs::{LogRecord, RowId};

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[log_record(row_id)]
    row_id: RowId,
    #[log_record(row_id)]
    order_id: String,
}

fn main() {}
