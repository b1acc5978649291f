use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/orders.json")]
struct OfOne {
    quantity: i32,
}

#[derive(LogRecord)]
#[log_record(dcr = "dcr/streams_only.json")]
struct OfTwo {
    status: i32,
}

fn main() {}
