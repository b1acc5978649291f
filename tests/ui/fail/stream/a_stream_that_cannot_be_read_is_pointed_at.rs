use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/mistakes.json", stream = "Custom-Shipments")]
struct Shipment {
    quantity: i32,
}

fn main() {}
