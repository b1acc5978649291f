use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Source {
    quantity: i32,
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order<G> {
    quantity: i32,
    #[log_record(flatten)]
    group: G,
}

fn main() {
    let group = Source { quantity: 1 };
    let order = Order { quantity: 2, group };
    azlogs::to_json(&order).unwrap();
}
