use azlogs::LogRecord;

struct Unknown;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Requests", rename_all = "PascalCase")]
struct Request {
    bytes: u64,
    source: Unknown,
    #[log_record(column_type = "int")]
    status: i64,
}

fn main() {}
