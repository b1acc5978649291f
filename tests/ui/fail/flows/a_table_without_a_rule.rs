use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", table = "dcr/orders_table.json")]
struct Order {
    id: String,
}

#[derive(LogRecord)]
#[log_record(dcr = "dcr/flows.json", stream = "Custom-Orders", table = "dcr/orders.json")]
struct NoTable {
    id: String,
}

fn main() {}
