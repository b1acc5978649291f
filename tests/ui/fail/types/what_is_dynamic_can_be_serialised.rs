use azlogs::LogRecord;

struct Details;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    time_generated: std::time::SystemTime,
    #[log_record(dynamic)]
    details: Details,
}

fn main() {}
