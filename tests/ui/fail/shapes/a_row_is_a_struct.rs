use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders")]
enum Order {
    Placed { quantity: i32 },
    Cancelled,
}

#[derive(LogRecord)]
union Bits {
    float: f32,
    int: u32,
}

fn main() {}
