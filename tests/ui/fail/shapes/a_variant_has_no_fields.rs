use azlogs::{LogColumn, LogRecord};

#[derive(LogColumn)]
enum State {
    Open,
    Closed(i32),
    Moved { to: String },
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    state: State,
}

fn main() {}
