use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Response {
    path: String,
}

#[derive(LogRecord)]
#[log_record(dcr = "dcr/streams_only.json", stream = "Custom-Requests", exhaustive)]
struct Request {
    #[log_record(flatten)]
    response: Response,
}

fn main() {}
