use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    quantity: i32,
    #[log_record(skip, column = "Note")]
    note: String,
}

fn main() {}
