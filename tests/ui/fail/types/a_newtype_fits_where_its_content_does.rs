use azlogs::{LogColumn, LogRecord};

#[derive(LogColumn)]
struct OrderId(i64);

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    time_generated: std::time::SystemTime,
    order_id: OrderId,
}

fn main() {}
