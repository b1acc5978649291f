use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Microsoft-Syslog", rename_all = "PascalCase")]
struct Message {
    time_generated: std::time::SystemTime,
    severity_level: String,
    #[log_record(column = "ProcessID")]
    process_id: String,
    event_time: i64,
}

fn main() {}
