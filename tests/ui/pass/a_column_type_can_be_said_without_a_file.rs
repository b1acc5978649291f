// What generated code looks like that has to compile without the rule's file: the rule's transform renames `id`.
use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Requests")]
struct Request {
    #[log_record(column_type = "string")]
    id: String,
    #[log_record(column = "id.orig_h", column_type = "string")]
    origin: Option<String>,
    #[log_record(column = "Bytes", column_type = "long")]
    bytes: i32,
    #[log_record(column = "Details", column_type = "dynamic", dynamic)]
    details: (u8, u8),
    #[log_record(column = "At", column_type = "DateTime")]
    at: std::time::SystemTime,
}

fn main() {
    let at = std::time::SystemTime::UNIX_EPOCH;
    let request = Request {
        id: "7".into(),
        origin: Some("::1".into()),
        bytes: 9,
        details: (1, 2),
        at,
    };
    assert_eq!(
        azlogs::to_json(&request).unwrap(),
        r#"{"id":"7","id.orig_h":"::1","Bytes":9,"Details":[1,2],"At":"1970-01-01T00:00:00.0000000Z"}"#
    );
}
