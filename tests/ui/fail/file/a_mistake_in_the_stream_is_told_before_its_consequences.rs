use azlogs::LogRecord;

// `RequestId` has a type that streams don't have, so the reader had to leave it out.
#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/mistakes.json",
    stream = "Custom-Requests",
    rename_all = "PascalCase"
)]
struct Request {
    request_id: String,
    status: i32,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/mistakes.json",
    stream = "Custom-Lost",
    rename_all = "PascalCase"
)]
struct Lost {
    status: i32,
}

fn main() {}
