use std::time::SystemTime;

use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase",
    exhaustive
)]
struct Order {
    time_generated: SystemTime,
    order_id: String,
    quantity: i32,
    bytes: u32,
    amount: f64,
    paid: bool,
    paid_at: Option<time::OffsetDateTime>,
    details: serde_json::Value,
    note: Option<String>,
}

fn main() {
    let order = Order {
        time_generated: SystemTime::UNIX_EPOCH,
        order_id: "A\"7".to_owned(),
        quantity: 3,
        bytes: 20,
        amount: 1.5,
        paid: true,
        paid_at: None,
        details: serde_json::json!({ "colour": "red" }),
        note: None,
    };
    assert_eq!(
        azlogs::to_json(&order).unwrap(),
        concat!(
            r#"{"TimeGenerated":"1970-01-01T00:00:00.0000000Z","OrderId":"A\"7","Quantity":3,"Bytes":20,"#,
            r#""Amount":1.5,"Paid":true,"Details":{"colour":"red"}}"#
        )
    );
    assert_eq!(<Order as LogRecord>::SCHEMA.stream, "Custom-Orders");
    let types: Vec<_> = <Order as LogRecord>::SCHEMA
        .columns()
        .map(|column| format!("{}: {}", column.name, column.column_type))
        .collect();
    assert_eq!(
        types.join(", "),
        "TimeGenerated: datetime, OrderId: string, Quantity: int, Bytes: long, Amount: real, \
         Paid: boolean, PaidAt: datetime, Details: dynamic, Note: string"
    );
}
