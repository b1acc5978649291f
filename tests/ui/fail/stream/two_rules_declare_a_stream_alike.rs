use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/two_rules.json",
    stream = "Custom-Other",
    rename_all = "PascalCase"
)]
struct Request {
    status: i32,
}

fn main() {}
