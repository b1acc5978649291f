use azlogs::LogRecord;

#[derive(Clone, serde::Serialize, LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
#[serde(into = "String")]
struct Order {
    note: String,
}

impl From<Order> for String {
    fn from(order: Order) -> Self {
        order.note
    }
}

#[derive(serde::Serialize, LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
#[serde(transparent)]
struct Wrapper {
    note: String,
}

fn main() {}
