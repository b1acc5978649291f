use azlogs::{LogRecord, StreamClient};

#[derive(LogRecord)]
#[log_record(dcr = "ui/dcr/orders.json", stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    time_generated: std::time::SystemTime,
    order_id: String,
}

fn upload(orders: StreamClient<Order>, values: Vec<serde_json::Value>) {
    let _ = orders.upload(&values);
}

fn main() {}
