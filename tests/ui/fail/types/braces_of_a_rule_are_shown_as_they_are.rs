use azlogs::LogRecord;

struct Unknown;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/{braces}.json", stream = "Custom-Orders")]
struct Order {
    #[log_record(column = "TimeGenerated")]
    time_generated: std::time::SystemTime,
    #[log_record(column = "{Self}")]
    quantity: u32,
    #[log_record(column = "{")]
    bytes: Unknown,
}

fn main() {}
