use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "ui/dcr/orders.json", stream = "Custom-Orders")]
struct Order {
    quantity: i32,
}

fn main() {}
