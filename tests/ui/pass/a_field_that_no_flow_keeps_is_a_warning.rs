// That it warns is shown in `fail/flows`, by a crate that denies it.
use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/flows.json", stream = "Custom-Orders", table = "dcr/orders_table.json")]
struct Order {
    #[log_record(column = "TimeGenerated")]
    time: std::time::SystemTime,
    id: String,
    trace: Option<String>,
}

mod strict {
    #![deny(warnings)]

    #[derive(azlogs::LogRecord)]
    #[log_record(dcr = "dcr/flows.json", stream = "Custom-Orders")]
    pub struct Order {
        #[log_record(column = "TimeGenerated")]
        pub time: std::time::SystemTime,
        pub id: String,
        #[allow(deprecated, reason = "the transform will keep it")]
        pub trace: Option<String>,
    }
}

fn main() {
    let order = Order {
        time: std::time::UNIX_EPOCH,
        id: "7".into(),
        trace: None,
    };
    assert!(azlogs::to_json(&order).unwrap().contains("\"id\":\"7\""));
    let strict = strict::Order {
        time: order.time,
        id: order.id,
        trace: Some("t".into()),
    };
    assert!(azlogs::to_json(&strict).unwrap().contains("trace"));
}
