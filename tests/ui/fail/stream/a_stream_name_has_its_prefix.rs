use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Orders", rename_all = "PascalCase")]
struct Order {
    quantity: i32,
}

fn main() {}
