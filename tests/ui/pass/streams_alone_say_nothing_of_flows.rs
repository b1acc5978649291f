use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/streams_only.json",
    stream = "Custom-Requests",
    rename_all = "PascalCase"
)]
struct Request {
    status: i32,
}

fn main() {
    assert_eq!(
        azlogs::to_json(&Request { status: 204 }).unwrap(),
        r#"{"Status":204}"#
    );
}
