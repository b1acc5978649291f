use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Microsoft-SysLog")]
struct Misspelt {
    #[log_record(column = "Facility")]
    facility: String,
}

#[derive(LogRecord)]
#[log_record(stream = "Microsoft-Perf")]
struct OfAgents {
    #[log_record(column = "CounterValue")]
    value: f64,
}

#[derive(LogRecord)]
#[log_record(stream = "Microsoft-AWSEKS", rename_all = "PascalCase")]
struct Undocumented {
    time_generated: std::time::SystemTime,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/built_in.json",
    stream = "Microsoft-AWSEKS",
    rename_all = "PascalCase"
)]
struct UndocumentedInARule {
    time_generated: std::time::SystemTime,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/built_in.json",
    stream = "Microsoft-Event",
    rename_all = "PascalCase"
)]
struct NotTaken {
    time_generated: std::time::SystemTime,
}

fn main() {}
