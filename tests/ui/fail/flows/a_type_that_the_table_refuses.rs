use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/flows.json", stream = "Custom-Mistyped", table = "dcr/orders_table.json")]
struct Order {
    #[log_record(column = "TimeGenerated")]
    time: time::OffsetDateTime,
    id: String,
}

fn main() {}
