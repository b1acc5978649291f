use azlogs::{LogRecord, RowId};

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Source {
    #[log_record(row_id)]
    row_id: RowId,
}

fn main() {}
