use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase",
    exhaustif
)]
struct Order {
    #[log_record(colum = "TimeGenerated")]
    time_generated: std::time::SystemTime,
    #[log_record(column = "OrderID")]
    order_id: String,
    quantity: u32,
    #[log_record(skip = true)]
    cached: bool,
    #[log_record(json_string)]
    details: Vec<String>,
}

fn main() {}
