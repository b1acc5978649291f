#![forbid(warnings, deprecated, unsafe_code, missing_docs, unused_qualifications)]
//! A crate that is strict with itself.

/// A row.
#[derive(azlogs::LogRecord)]
#[log_record(stream = "Custom-Requests")]
pub struct Request {
    /// How it went.
    #[log_record(column = "State")]
    pub state: State,
}

/// A word.
#[derive(azlogs::LogColumn)]
pub enum State {
    /// Good.
    Good,
}

fn main() {
    let json = azlogs::to_json(&Request { state: State::Good });
    assert_eq!(json.unwrap(), r#"{"State":"Good"}"#);
}
