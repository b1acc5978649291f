use azlogs::{LogColumn, LogRecord};

#[derive(LogColumn)]
#[log_column(rename_all = "kebab-case")]
enum State {
    NotFound = 404,
    #[log_column(rename = "all \"good\"\n")]
    Ok = 200,
}

#[derive(LogColumn)]
#[allow(dead_code)]
enum Never {}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order {
    time_generated: std::time::SystemTime,
    order_id: State,
    note: State,
    #[log_record(column = "Paid", with = "Order::paid")]
    state: (),
}

impl Order {
    fn paid(_: &()) -> bool {
        true
    }
}

fn main() {
    let time_generated = std::time::SystemTime::UNIX_EPOCH;
    let order = Order {
        time_generated,
        order_id: State::NotFound,
        note: State::Ok,
        state: (),
    };
    assert_eq!(
        azlogs::to_json(&order).unwrap(),
        concat!(
            r#"{"TimeGenerated":"1970-01-01T00:00:00.0000000Z","#,
            r#""OrderId":"not-found","Note":"all \"good\"\n","Paid":true}"#
        )
    );
}
