use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders")]
struct Order(i32, String);

#[derive(LogRecord)]
struct Nothing;

fn main() {
    azlogs::to_json(&Order(1, String::new())).unwrap();
}
