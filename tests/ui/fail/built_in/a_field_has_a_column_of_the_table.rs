use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Microsoft-Syslog", rename_all = "PascalCase")]
struct Message {
    time_generated: std::time::SystemTime,
    facilty: String,
    tenant_id: String,
    bytes_sent: i64,
    #[log_record(column = "ProcessID", json_string)]
    process: Vec<u8>,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/built_in.json",
    stream = "Microsoft-Syslog",
    rename_all = "PascalCase"
)]
struct OfARule {
    time_generated: std::time::SystemTime,
    facilty: String,
}

#[derive(LogRecord)]
#[log_record(dcr = "dcr/built_in.json", stream = "Microsoft-Syslog")]
struct WithoutTime {
    #[log_record(column = "Facility")]
    facility: String,
}

fn main() {}
