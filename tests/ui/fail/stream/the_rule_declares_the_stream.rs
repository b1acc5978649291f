use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/orders.json", stream = "Custom-Order")]
struct Near {
    quantity: i32,
}

#[derive(LogRecord)]
#[log_record(dcr = "dcr/streams_only.json", stream = "Custom-Shipments")]
struct NotNear {
    quantity: i32,
}

fn main() {}
