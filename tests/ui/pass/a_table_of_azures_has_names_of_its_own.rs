use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(
    dcr = "dcr/reserved.json",
    stream = "Custom-Events",
    rename_all = "PascalCase"
)]
struct Event {
    time_generated: std::time::SystemTime,
    tenant_id: String,
}

#[derive(LogRecord)]
#[log_record(stream = "Microsoft-AWSGuardDuty", rename_all = "PascalCase")]
struct WithoutFile {
    title: String,
}

fn main() {
    let event = Event {
        time_generated: std::time::SystemTime::UNIX_EPOCH,
        tenant_id: "t".into(),
    };
    assert_eq!(
        azlogs::to_json(&event).unwrap(),
        r#"{"TimeGenerated":"1970-01-01T00:00:00.0000000Z","TenantId":"t"}"#
    );
    let event = WithoutFile {
        title: "t".into(),
    };
    assert_eq!(azlogs::to_json(&event).unwrap(), r#"{"Title":"t"}"#);
}
