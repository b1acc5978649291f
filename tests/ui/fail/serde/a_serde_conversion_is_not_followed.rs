use azlogs::LogRecord;
use serde::{Serialize, Serializer};

#[derive(Serialize, LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[serde(serialize_with = "in_words")]
    quantity: i32,
    #[serde(with = "words")]
    amount: i32,
}

pub fn in_words<S: Serializer>(_: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("one")
}

mod words {
    pub use super::in_words as serialize;
}

fn main() {}
