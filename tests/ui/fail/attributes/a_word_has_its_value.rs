use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream, rename_all("PascalCase"))]
struct Order {
    #[log_record(column)]
    quantity: i32,
    #[log_record(column = Note)]
    note: String,
    #[log_record(column = 7)]
    seven: String,
}

fn main() {}
