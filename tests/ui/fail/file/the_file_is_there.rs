use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/ordres.json", stream = "Custom-Orders")]
struct Order {
    quantity: i32,
}

#[derive(LogRecord)]
#[log_record(dcr = "", stream = "Custom-Orders")]
struct Nothing {
    quantity: i32,
}

fn main() {}
