#![allow(non_camel_case_types)]

use azlogs::{LogColumn, LogRecord};

#[derive(LogColumn)]
enum r#enum {
    r#type,
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Requests", rename_all = "PascalCase")]
struct r#struct {
    r#loop: r#enum,
    r#match: r#enum,
}

fn main() {
    let row = r#struct {
        r#loop: r#enum::r#type,
        r#match: r#enum::r#type,
    };
    assert_eq!(
        azlogs::to_json(&row).unwrap(),
        r#"{"Loop":"type","Match":"type"}"#
    );
}
