use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/broken.json", stream = "Custom-Requests")]
struct Request {
    status: i32,
}

fn main() {}
