use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase", exhaustive)]
struct Order {
    quantity: i32,
}

fn main() {}
