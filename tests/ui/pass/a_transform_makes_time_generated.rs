// Neither do the names for tables bind: the transform renames.
use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/transformed.json", stream = "Custom-Requests")]
struct Request {
    id: String,
    r#type: &'static str,
    #[log_record(column = "id.orig_h")]
    origin: String,
}

fn main() {
    let request = Request {
        id: "7".into(),
        r#type: "GET",
        origin: "::1".into(),
    };
    assert_eq!(
        azlogs::to_json(&request).unwrap(),
        r#"{"id":"7","type":"GET","id.orig_h":"::1"}"#
    );
}
