use azlogs::LogColumn;
use serde::{Serialize, Serializer};

#[derive(Serialize, LogColumn)]
struct Id(#[serde(serialize_with = "in_words")] i32);

fn in_words<S: Serializer>(_: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("one")
}

fn main() {}
