use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    time_generated: std::time::SystemTime,
    #[log_record(with = "in_words")]
    quantity: i32,
    #[log_record(with = "missing")]
    note: i32,
}

fn in_words(quantity: &i32) -> String {
    quantity.to_string()
}

fn main() {}
