use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", crate = "my azlogs")]
struct Order {
    #[log_record(with = "|x| x", column_type = "int")]
    quantity: i32,
}

fn main() {}
