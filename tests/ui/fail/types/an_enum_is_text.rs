use azlogs::{LogColumn, LogRecord};

#[derive(LogColumn)]
enum State {
    Open,
    Closed,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    time_generated: std::time::SystemTime,
    quantity: State,
}

fn main() {}
