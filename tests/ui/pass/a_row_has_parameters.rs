use azlogs::{ColumnGroup, LogColumn, LogRecord};
use serde::Serialize;

#[derive(LogColumn)]
struct Tagged<T>(T);

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Source<H> {
    host: H,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/orders.json",
    stream = "Custom-Orders",
    rename_all = "PascalCase"
)]
struct Order<T: Copy = i32, const N: usize = 2>
where
    T: PartialOrd,
{
    time_generated: std::time::SystemTime,
    quantity: Option<T>,
    details: [u8; N],
    order_id: Tagged<&'static str>,
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Natural<'a, T: ?Sized, D, G: ColumnGroup> {
    note: &'a T,
    #[log_record(dynamic)]
    details: D,
    #[log_record(flatten)]
    source: G,
}

fn of<T: Serialize>(details: T) -> Natural<'static, str, T, Source<char>> {
    Natural {
        note: "n",
        details,
        source: Source { host: 'h' },
    }
}

fn main() {
    let order: Order = Order {
        time_generated: std::time::SystemTime::UNIX_EPOCH,
        quantity: Some(1),
        details: [1, 2],
        order_id: Tagged("A7"),
    };
    assert_eq!(
        azlogs::to_json(&order).unwrap(),
        r#"{"TimeGenerated":"1970-01-01T00:00:00.0000000Z","Quantity":1,"Details":[1,2],"OrderId":"A7"}"#
    );
    assert_eq!(
        azlogs::to_json(&of([true])).unwrap(),
        r#"{"Note":"n","Details":[true],"Host":"h"}"#
    );
}
