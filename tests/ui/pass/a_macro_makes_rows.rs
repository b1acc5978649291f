use azlogs::LogRecord;

macro_rules! row {
    ($name:ident of $stream:literal in $file:expr, { $($(#[$attr:meta])* $field:ident: $type:ty = $column:literal),* }) => {
        #[derive(LogRecord)]
        #[log_record(dcr = $file, stream = $stream)]
        struct $name {
            $($(#[$attr])* #[log_record(column = $column)] $field: $type,)*
        }
    };
}

row!(Order of "Custom-Orders" in "dcr/orders.json", {
    at: std::time::SystemTime = "TimeGenerated",
    #[cfg_attr(all(), log_record(null))]
    quantity: Option<i32> = "Quantity",
    #[cfg(any())]
    absent: u64 = "NoColumn"
});

fn main() {
    let order = Order {
        at: std::time::SystemTime::UNIX_EPOCH,
        quantity: None,
    };
    assert_eq!(
        azlogs::to_json(&order).unwrap(),
        r#"{"TimeGenerated":"1970-01-01T00:00:00.0000000Z","Quantity":null}"#
    );
}
