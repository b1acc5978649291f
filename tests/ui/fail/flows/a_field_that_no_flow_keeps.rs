// It is a warning, which this crate makes an error.
#![deny(deprecated)]

use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/flows.json", stream = "Custom-Orders", table = "dcr/orders_table.json")]
struct Order {
    #[log_record(column = "TimeGenerated")]
    time: time::OffsetDateTime,
    id: String,
    trace: Option<String>,
}

fn main() {}
