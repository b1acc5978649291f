use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Source<'a> {
    host: &'a str,
}

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Money {
    amount: bool,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order<'a> {
    time_generated: std::time::SystemTime,
    #[log_record(flatten)]
    source: Source<'a>,
    #[log_record(flatten)]
    money: Money,
}

fn main() {}
