use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/two_rules.json",
    stream = "Custom-Same",
    rename_all = "PascalCase",
    exhaustive
)]
struct Request {
    status: i32,
    path: String,
}

fn main() {
    let request = Request {
        status: 204,
        path: "/".into(),
    };
    assert_eq!(
        azlogs::to_json(&request).unwrap(),
        r#"{"Status":204,"Path":"/"}"#
    );
}
