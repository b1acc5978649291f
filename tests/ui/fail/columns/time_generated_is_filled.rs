use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    order_id: String,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/no_time.json",
    stream = "Custom-Requests",
    rename_all = "PascalCase"
)]
struct Request {
    status: i32,
}

fn main() {}
