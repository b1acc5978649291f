use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    time_generated: std::time::SystemTime,
    quantity: u32,
    bytes: u64,
}

fn main() {}
