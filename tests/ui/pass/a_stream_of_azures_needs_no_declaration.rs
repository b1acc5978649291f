use azlogs::{ColumnType, LogRecord};

#[derive(LogRecord)]
#[log_record(stream = "Microsoft-Syslog", rename_all = "PascalCase")]
struct Message<'a> {
    time_generated: std::time::SystemTime,
    facility: &'a str,
    #[log_record(column = "ProcessID")]
    process_id: Option<i32>,
}

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/built_in.json",
    stream = "Microsoft-Syslog",
    rename_all = "PascalCase"
)]
struct OfARule {
    time_generated: std::time::SystemTime,
    severity_level: String,
}

// What an attribute says counts before what was documented on some day.
#[derive(LogRecord)]
#[log_record(stream = "Microsoft-Syslog", rename_all = "PascalCase")]
struct Later {
    facility: String,
    #[log_record(column_type = "long")]
    event_number: i64,
    #[log_record(column = "ProcessID", column_type = "string")]
    process_id: String,
}

// Nothing is documented of this table's columns.
#[derive(LogRecord)]
#[log_record(stream = "Microsoft-AWSEKS", rename_all = "PascalCase")]
struct Undocumented {
    #[log_record(column_type = "datetime")]
    time_generated: std::time::SystemTime,
}

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Origin {
    host_name: String,
}

#[derive(LogRecord)]
#[log_record(stream = "Microsoft-Syslog", rename_all = "PascalCase")]
struct WithGroup {
    facility: String,
    #[log_record(flatten)]
    origin: Origin,
}

fn main() {
    let message = Message {
        time_generated: std::time::SystemTime::UNIX_EPOCH,
        facility: "auth",
        process_id: Some(7),
    };
    assert_eq!(
        azlogs::to_json(&message).unwrap(),
        r#"{"TimeGenerated":"1970-01-01T00:00:00.0000000Z","Facility":"auth","ProcessID":7}"#
    );
    let columns: Vec<_> = Later::SCHEMA
        .columns()
        .map(|column| (column.name, column.column_type))
        .collect();
    assert_eq!(
        columns,
        [
            ("Facility", ColumnType::String),
            ("EventNumber", ColumnType::Long),
            ("ProcessID", ColumnType::String)
        ]
    );
    assert_eq!(OfARule::SCHEMA.stream, "Microsoft-Syslog");
    assert_eq!(WithGroup::SCHEMA.columns().count(), 2);
    let _ = (OfARule {
        time_generated: std::time::SystemTime::UNIX_EPOCH,
        severity_level: String::new(),
    })
    .severity_level;
    let _ = Undocumented {
        time_generated: std::time::SystemTime::UNIX_EPOCH,
    }
    .time_generated;
}
