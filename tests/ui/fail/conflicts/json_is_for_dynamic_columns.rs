use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[log_record(dynamic, column_type = "string")]
    details: Vec<u8>,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Declared {
    time_generated: std::time::SystemTime,
    #[log_record(dynamic)]
    note: Vec<u8>,
    #[log_record(dynamic)]
    quantity: i32,
}

fn main() {}
