use azlogs::{LogRecord, RowId};
use time::OffsetDateTime;

#[derive(LogRecord)]
#[log_record(dcr = "dcr/orders.json", stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    time_generated: OffsetDateTime,
    #[log_record(row_id)]
    quantity: RowId,
}

fn main() {}
