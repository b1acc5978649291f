use azlogs::LogRecord;

type Count = Option<Box<i64>>;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    time_generated: std::time::SystemTime,
    quantity: Count,
}

fn main() {}
