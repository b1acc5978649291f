use azlogs::LogRecord;

struct Source {
    host: String,
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    quantity: i32,
    #[log_record(flatten)]
    source: Source,
}

fn main() {}
