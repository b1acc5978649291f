use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order<'a> {
    #[log_record(with = "times::from_unix")]
    time_generated: u64,
    #[log_record(with = "str::trim")]
    order_id: &'a str,
    #[log_record(with = "Order::clamp")]
    quantity: u64,
}

mod times {
    use std::time::{Duration, SystemTime};

    pub(super) fn from_unix(seconds: &u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(*seconds)
    }
}

impl Order<'_> {
    fn clamp(quantity: &u64) -> i32 {
        i32::try_from(*quantity).unwrap_or(i32::MAX)
    }
}

fn main() {
    let order = Order {
        time_generated: 1,
        order_id: " A7 ",
        quantity: u64::MAX,
    };
    assert_eq!(
        azlogs::to_json(&order).unwrap(),
        r#"{"TimeGenerated":"1970-01-01T00:00:01.0000000Z","OrderId":"A7","Quantity":2147483647}"#
    );
}
