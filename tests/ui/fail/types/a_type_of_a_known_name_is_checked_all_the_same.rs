use azlogs::LogRecord;

type String = u64;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    time_generated: std::time::SystemTime,
    note: String,
}

fn main() {}
