use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(group, stream = "Custom-Orders", dcr = "dcr/orders.json", exhaustive)]
struct Source {
    host: String,
}

fn main() {}
