use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Source {
    host: String,
    quantity: i32,
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    quantity: i32,
    #[log_record(flatten)]
    source: Source,
}

fn main() {}
