//! 5 columns, about 170 bytes: a line of a log.

use azlogs::LogRecord;
use serde::{Deserialize, Serialize};

/// A small row, whose instant is of type `T`.
#[expect(missing_docs, reason = "the names are the columns'")]
#[derive(Clone, Debug, Serialize, Deserialize, LogRecord)]
#[log_record(stream = "Custom-Bench_CL")]
#[serde(rename_all = "PascalCase")]
pub struct Small<T> {
    pub time_generated: T,
    pub computer: String,
    pub level: i32,
    pub message: String,
    pub ok: bool,
}
