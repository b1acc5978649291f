use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr", stream = "Custom-Orders")]
struct Order {
    quantity: i32,
}

fn main() {}
