use azlogs::LogRecord;

#[derive(serde::Serialize, LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
#[serde(tag = "kind")]
struct Order {
    note: String,
}

fn main() {}
