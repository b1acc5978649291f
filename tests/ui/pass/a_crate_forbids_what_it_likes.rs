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

/// A row whose column's type only the compiler knows.
#[derive(azlogs::LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
pub struct Order {
    /// When.
    pub time_generated: std::time::SystemTime,
    /// How it went.
    pub note: State,
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
    let json = azlogs::to_json(&Order {
        time_generated: std::time::SystemTime::UNIX_EPOCH,
        note: State::Good,
    });
    assert!(json.unwrap().ends_with(r#","Note":"Good"}"#));
}
