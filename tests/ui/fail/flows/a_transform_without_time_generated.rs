use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/flows.json", stream = "Custom-Timeless")]
struct Order {
    id: String,
}

fn main() {}
