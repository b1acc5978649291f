use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Money {
    amount: f64,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    order_id: String,
    #[log_record(flatten)]
    money: Money,
}

fn main() {}
