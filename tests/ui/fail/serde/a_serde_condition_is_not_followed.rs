use azlogs::LogRecord;

#[derive(serde::Serialize, LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

fn main() {}
