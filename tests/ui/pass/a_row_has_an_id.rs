use std::borrow::Cow;
use std::sync::Arc;

use azlogs::column::{self, ColumnValue, RowKey, ValueError, ValueWriter, Written};
use azlogs::{LogRecord, RowId, TableColumnType, to_json};
use time::OffsetDateTime;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[log_record(row_id)]
    row_id: RowId,
    quantity: i32,
}

#[derive(LogRecord)]
#[log_record(dcr = "dcr/orders.json", stream = "Custom-Orders", rename_all = "PascalCase")]
struct DeclaredOrder<'a> {
    time_generated: OffsetDateTime,
    #[log_record(row_id)]
    order_id: Cow<'a, str>,
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders")]
struct GenericOrder<I> {
    #[log_record(row_id, column = "Id")]
    id: I,
}

struct Number(u64);

impl ColumnValue<column::String> for Number {
    fn write_value(&self, out: ValueWriter<'_, column::String>) -> Result<Written, ValueError> {
        out.display(self.0)
    }
}

impl RowKey for Number {}

fn main() {
    let id = RowId::from_bytes([0x5a; 16]);
    let order = Order { row_id: id, quantity: 3 };
    let json = r#"{"RowId":"5a5a5a5a-5a5a-5a5a-5a5a-5a5a5a5a5a5a","Quantity":3}"#;
    assert_eq!(to_json(&order).unwrap(), json);
    assert_eq!(to_json(&order).unwrap(), json);
    let column = Order::SCHEMA.row_id().unwrap();
    assert_eq!((column.name, column.table_type), ("RowId", TableColumnType::Guid));

    let declared = DeclaredOrder { time_generated: OffsetDateTime::UNIX_EPOCH, order_id: "A7".into() };
    assert!(to_json(&declared).unwrap().ends_with(r#""OrderId":"A7"}"#));
    assert_eq!(DeclaredOrder::SCHEMA.row_id().unwrap().name, "OrderId");

    let generic = GenericOrder { id: Arc::new(RowId::new()) };
    assert!(to_json(&generic).unwrap().contains(&generic.id.to_string()));
    assert_eq!(to_json(&GenericOrder { id: Number(7) }).unwrap(), r#"{"Id":"7"}"#);
}
