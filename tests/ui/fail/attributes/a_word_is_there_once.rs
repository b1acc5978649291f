use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
#[log_record(stream = "Custom-Orders2")]
struct Order {
    #[log_record(null, null)]
    quantity: Option<i32>,
}

fn main() {}
