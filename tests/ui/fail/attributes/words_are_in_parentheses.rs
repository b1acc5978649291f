use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record = "Custom-Orders"]
struct Order {
    #[log_record]
    quantity: i32,
    #[log_record(dynamic json_string)]
    note: String,
}

fn main() {}
