use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase",
    exhaustive
)]
struct Order {
    time_generated: std::time::SystemTime,
    order_id: String,
    quantity: i32,
    bytes: i64,
    amount: f64,
    paid: bool,
    details: serde_json::Value,
}

fn main() {}
