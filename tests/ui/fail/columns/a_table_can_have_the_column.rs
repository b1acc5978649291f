use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/reserved.json",
    stream = "Custom-Requests",
    rename_all = "PascalCase"
)]
struct Request {
    time_generated: std::time::SystemTime,
    tenant_id: String,
    #[log_record(column = "user-agent")]
    user_agent: String,
}

fn main() {}
