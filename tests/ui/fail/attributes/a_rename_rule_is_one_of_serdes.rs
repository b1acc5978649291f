use azlogs::{LogColumn, LogRecord};

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "Pascal_Case")]
struct Order {
    quantity: i32,
}

#[derive(LogColumn)]
#[log_column(rename_all = "Title Case")]
enum State {
    Open,
}

fn main() {}
