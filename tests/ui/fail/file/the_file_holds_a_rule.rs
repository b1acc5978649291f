use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/no_rule.json", stream = "Custom-Requests")]
struct Request {
    status: i32,
}

fn main() {}
