use azlogs::LogRecord;

#[derive(LogRecord)]
struct Order {
    quantity: i32,
}

fn main() {
    // Code that uses the row isn't wrong as well.
    azlogs::to_json(&Order { quantity: 1 }).unwrap();
}
