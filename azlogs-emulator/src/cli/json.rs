//! What is printed, as JSON: one object a line.

use std::path::Path;

use azlogs_emulator::{Emulator, RecordedRequest, Stats};
use serde_json::json;

/// The first line: where to send, what to trust, and which rules there are.
pub(crate) fn start(emulator: &Emulator, certificate: Option<&Path>) -> String {
    let start = json!({
        "endpoint": emulator.endpoint(),
        "ca": certificate.map(|path| path.display().to_string()),
        "rules": emulator.rules(),
    });
    format!("{start}\n")
}

/// A line for a request.
pub(crate) fn request(request: &RecordedRequest) -> String {
    format!("{}\n", json!({ "request": request }))
}

/// The last line.
pub(crate) fn summary(stats: &Stats) -> String {
    format!("{}\n", json!({ "summary": stats }))
}
