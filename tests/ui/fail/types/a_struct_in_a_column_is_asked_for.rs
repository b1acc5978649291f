use azlogs::LogRecord;

#[derive(serde::Serialize)]
struct Details {
    colour: String,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    time_generated: std::time::SystemTime,
    details: Details,
}

fn main() {}
