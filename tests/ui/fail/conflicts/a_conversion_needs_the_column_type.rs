use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[log_record(with = "in_words")]
    quantity: i32,
}

fn in_words(quantity: &i32) -> String {
    quantity.to_string()
}

fn main() {}
