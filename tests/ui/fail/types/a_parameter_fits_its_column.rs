use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order<T> {
    time_generated: std::time::SystemTime,
    quantity: T,
}

fn main() {
    let time_generated = std::time::SystemTime::UNIX_EPOCH;
    take_row(Order {
        time_generated,
        quantity: 1_i32,
    });
    take_row(Order {
        time_generated,
        quantity: "one",
    });
}

fn take_row<T: LogRecord>(_: T) {}
