use azlogs::{LogColumn, LogRecord};

#[derive(LogRecord)]
#[log_record(strem = "Custom-Orders")]
struct Order {
    #[log_record(skip_if_non)]
    quantity: i32,
    #[log_record(primary::key)]
    note: String,
}

#[derive(LogColumn)]
#[log_column(rename_al = "snake_case")]
enum State {
    #[log_column(renam = "open")]
    Open,
}

fn main() {}
