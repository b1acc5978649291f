//! 4 columns, one of them dynamic, about 17 KB: an inventory.

use azlogs::LogRecord;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A fat row, whose instant is of type `T`.
#[expect(missing_docs, reason = "the names are the columns'")]
#[derive(Clone, Debug, Serialize, Deserialize, LogRecord)]
#[log_record(stream = "Custom-Bench_CL")]
#[serde(rename_all = "PascalCase")]
pub struct Fat<T> {
    pub time_generated: T,
    pub event_id: String,
    pub source: String,
    pub payload: Value,
}
