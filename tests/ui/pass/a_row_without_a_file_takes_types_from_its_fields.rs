use azlogs::{ColumnType, LogRecord};

#[derive(LogRecord)]
#[log_record(stream = "Custom-Requests", rename_all = "PascalCase")]
struct Request<'a> {
    path: &'a str,
    status: u16,
    bytes: Option<u32>,
    seconds: f32,
    cached: Box<bool>,
}

fn main() {
    let request = Request {
        path: "/",
        status: 200,
        bytes: None,
        seconds: 0.5,
        cached: Box::new(true),
    };
    assert_eq!(
        azlogs::to_json(&request).unwrap(),
        r#"{"Path":"/","Status":200,"Seconds":0.5,"Cached":true}"#
    );
    let types = <Request<'_> as LogRecord>::SCHEMA
        .columns()
        .map(|column| column.column_type);
    assert!(types.eq([
        ColumnType::String,
        ColumnType::Int,
        ColumnType::Long,
        ColumnType::Real,
        ColumnType::Boolean
    ]));
}
