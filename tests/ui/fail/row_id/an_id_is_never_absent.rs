use azlogs::{LogRecord, RowId};

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[log_record(row_id)]
    row_id: Option<RowId>,
    quantity: i32,
}

fn main() {}
