use std::sync::Arc;

use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Money {
    // An int also fits the column of type real.
    amount: i32,
    paid: bool,
}

#[derive(LogRecord)]
#[log_record(group)]
struct Deal {
    #[log_record(column = "Note")]
    note: Option<String>,
    #[log_record(flatten)]
    money: Arc<Money>,
}

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct When {
    time_generated: std::time::SystemTime,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    #[log_record(flatten)]
    deal: Option<Deal>,
    quantity: i32,
    #[log_record(flatten)]
    when: When,
}

fn main() {
    let money = Arc::new(Money {
        amount: 7,
        paid: true,
    });
    let when = When {
        time_generated: std::time::SystemTime::UNIX_EPOCH,
    };
    let mut order = Order {
        deal: Some(Deal { note: None, money }),
        quantity: 1,
        when,
    };
    assert_eq!(
        azlogs::to_json(&order).unwrap(),
        r#"{"Amount":7,"Paid":true,"Quantity":1,"TimeGenerated":"1970-01-01T00:00:00.0000000Z"}"#
    );
    order.deal = None;
    assert_eq!(
        azlogs::to_json(&order).unwrap(),
        r#"{"Quantity":1,"TimeGenerated":"1970-01-01T00:00:00.0000000Z"}"#
    );
    let names = <Order as LogRecord>::SCHEMA
        .columns()
        .map(|column| column.name);
    assert!(names.eq(["Note", "Amount", "Paid", "Quantity", "TimeGenerated"]));
}
