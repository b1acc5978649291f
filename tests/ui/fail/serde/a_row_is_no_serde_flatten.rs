use azlogs::LogRecord;

#[derive(serde::Serialize)]
struct Source {
    host: String,
}

#[derive(serde::Serialize, LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    quantity: i32,
    #[serde(flatten)]
    source: Source,
}

fn main() {}
