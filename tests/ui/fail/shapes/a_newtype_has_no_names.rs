use azlogs::LogColumn;

#[derive(LogColumn)]
#[log_column(rename_all = "snake_case")]
struct Id(i32);

fn main() {}
