use azlogs::{LogColumn, LogRecord};

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", skip)]
struct Order {
    #[log_record(exhaustive)]
    quantity: i32,
}

#[derive(LogColumn)]
#[log_column(rename = "state")]
enum State {
    #[log_column(rename_all = "snake_case")]
    Open,
}

fn main() {}
