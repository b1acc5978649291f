use std::time::SystemTime;

use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/orders.json", stream = "Custom-Orders")]
struct Plain {
    time_generated: SystemTime,
    order_id: String,
    quantity: i32,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "camelCase"
)]
struct Renamed {
    time_generated: SystemTime,
    order_id: String,
    quantity: i32,
    discount: f64,
}

fn main() {}
