use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[log_record(column_type = "guid")]
    order_id: String,
    #[log_record(column_type = "lnog")]
    quantity: i32,
}

fn main() {}
