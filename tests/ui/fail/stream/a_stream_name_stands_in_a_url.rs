use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-App Requests", rename_all = "PascalCase")]
struct Request {
    status: i32,
}

fn main() {}
