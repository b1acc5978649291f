use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(group)]
struct Source {
    host: String,
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    quantity: i32,
    #[log_record(flatten, column = "Source")]
    source: Source,
}

fn main() {}
