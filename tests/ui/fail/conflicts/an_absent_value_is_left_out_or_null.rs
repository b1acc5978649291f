use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[log_record(skip_if_none, null)]
    quantity: Option<i32>,
}

fn main() {}
