use azlogs::{LogColumn, LogRecord};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, LogColumn)]
#[serde(rename_all(serialize = "SCREAMING_SNAKE_CASE", deserialize = "snake_case"))]
enum State {
    NotFound,
    #[serde(rename = "ok", alias = "fine")]
    Good,
}

#[derive(Serialize, Deserialize, LogRecord)]
#[log_record(stream = "Custom-Requests")]
#[serde(
    rename_all = "PascalCase",
    rename = "request",
    deny_unknown_fields,
    bound = "",
    crate = "serde"
)]
struct Request {
    state_now: State,
    #[serde(rename(serialize = "StateBefore", deserialize = "previous"))]
    before: State,
    #[serde(rename = "Code", default, alias = "status")]
    status: i32,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    user: Option<String>,
    #[serde(skip)]
    cached: bool,
    #[serde(skip_serializing, default)]
    secret: String,
    #[serde(skip_deserializing, deserialize_with = "never")]
    bytes: i32,
}

fn never<'de, D: serde::Deserializer<'de>>(_: D) -> Result<i32, D::Error> {
    Ok(0)
}

fn main() {
    let request = Request {
        state_now: State::NotFound,
        before: State::Good,
        status: 4,
        user: None,
        cached: true,
        secret: String::new(),
        bytes: 1,
    };
    let json = azlogs::to_json(&request).unwrap();
    assert_eq!(
        json,
        r#"{"StateNow":"NOT_FOUND","StateBefore":"ok","Code":4,"Bytes":1}"#
    );
    assert_eq!(json, serde_json::to_string(&request).unwrap());
}
