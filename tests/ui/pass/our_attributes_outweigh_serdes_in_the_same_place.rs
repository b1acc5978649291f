use azlogs::{LogColumn, LogRecord};
use serde::{Serialize, Serializer};

#[derive(Serialize, LogColumn)]
#[log_column(rename_all = "lowercase")]
#[serde(rename_all = "UPPERCASE")]
enum State {
    #[log_column(rename = "good")]
    #[serde(rename = "GREAT")]
    Good,
    #[serde(rename = "AWFUL")]
    Bad,
    Fair,
}

#[derive(Clone, Copy, Serialize, LogRecord)]
#[log_record(group)]
struct Size {
    #[log_record(column = "Bytes")]
    bytes: i32,
}

#[derive(Serialize, LogRecord)]
#[log_record(stream = "Custom-Requests", rename_all = "PascalCase")]
#[serde(rename_all = "camelCase")]
struct Request {
    #[log_record(column = "Now")]
    #[serde(rename = "state")]
    state: State,
    #[serde(rename = "previousState")]
    before: State,
    then: State,
    #[log_record(null)]
    #[serde(skip)]
    user: Option<String>,
    #[log_record(skip_if_none)]
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
    #[log_record(flatten)]
    #[serde(flatten)]
    size: Size,
    #[log_record(with = "doubled", column_type = "int")]
    #[serde(serialize_with = "as_text")]
    seconds: i32,
    #[log_record(dynamic)]
    #[serde(with = "serde_json")]
    details: Vec<u8>,
    #[log_record(skip)]
    #[serde(flatten)]
    ignored: Size,
}

fn doubled(seconds: &i32) -> i32 {
    seconds * 2
}

fn as_text<S: Serializer>(seconds: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(seconds)
}

mod serde_json {
    pub(super) fn serialize<S: serde::Serializer>(
        _: &[u8],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

fn main() {
    let size = Size { bytes: 9 };
    let request = Request {
        state: State::Good,
        before: State::Bad,
        then: State::Fair,
        user: None,
        note: String::new(),
        size,
        seconds: 2,
        details: vec![1],
        ignored: size,
    };
    assert_eq!(
        azlogs::to_json(&request).unwrap(),
        concat!(
            r#"{"Now":"good","previousState":"AWFUL","Then":"fair","User":null,"Note":"","Bytes":9,"#,
            r#""Seconds":4,"Details":[1]}"#
        )
    );
}
