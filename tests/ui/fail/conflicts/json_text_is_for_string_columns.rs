use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    time_generated: std::time::SystemTime,
    #[log_record(json_string)]
    details: Vec<u8>,
}

fn main() {}
