use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    stream = "Custom-Orders",
    rename_all = "PascalCase",
    exhaustive = "yes"
)]
struct Order {
    quantity: i32,
    #[log_record(skip(always))]
    note: String,
}

fn main() {}
