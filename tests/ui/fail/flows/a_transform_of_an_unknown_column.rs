use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/flows.json", stream = "Custom-Unknown")]
struct Order {
    id: String,
}

fn main() {}
