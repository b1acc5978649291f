use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    stream = "Microsoft-AWSCloudWatch",
    rename_all = "PascalCase",
    exhaustive
)]
struct Message {
    time_generated: std::time::SystemTime,
    message: String,
}

fn main() {}
