//! From a rule's file to the rows of a table: what the project is for.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use azlogs::{ImmutableId, LogColumn, LogRecord, StreamClient};
use azlogs_emulator::{Emulator, EmulatorBuilder, LossKind};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::support::service::{builder_to, client_to};

const RULE: ImmutableId = ImmutableId::from_static("dcr-1f84272509cb4bcf89885d736e422919");

#[derive(Clone, Copy, LogColumn)]
#[log_column(rename_all = "UPPERCASE")]
enum Method {
    Get,
    Post,
}

#[derive(Clone, Copy, LogColumn)]
struct Milliseconds(f64);

#[derive(Clone, LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Server {
    server_name: &'static str,
    server_region: Option<&'static str>,
}

#[derive(Clone, LogRecord)]
#[log_record(
    dcr = "dcr/web.json",
    stream = "Custom-WebRequests",
    rename_all = "PascalCase",
    exhaustive
)]
struct WebRequest {
    time_generated: OffsetDateTime,
    method: Method,
    path: String,
    status: u16,
    bytes: Option<i64>,
    #[log_record(column = "DurationMs")]
    duration: Milliseconds,
    is_bot: bool,
    headers: BTreeMap<&'static str, Vec<u32>>,
    #[log_record(json_string)]
    cookies: Vec<(&'static str, u8)>,
    trace: Uuid,
    #[log_record(null)]
    user_name: Option<String>,
    #[log_record(flatten)]
    server: Server,
    #[log_record(skip)]
    _started: Instant,
}

impl WebRequest {
    fn to_path(path: &str) -> Self {
        Self {
            // What the service keeps of a time are seven digits.
            time_generated: OffsetDateTime::now_utc()
                .replace_nanosecond(123_456_789)
                .unwrap(),
            method: Method::Get,
            path: path.to_owned(),
            status: 200,
            bytes: Some(i64::MAX),
            duration: Milliseconds(12.5),
            is_bot: false,
            headers: BTreeMap::from([("accept", vec![1, 2])]),
            cookies: vec![("a", 1)],
            trace: Uuid::from_u128(0x1234_5678),
            user_name: Some("Ænne \"the\" 🦀".to_owned()),
            server: Server {
                server_name: "web-1",
                server_region: Some("west"),
            },
            _started: Instant::now(),
        }
    }

    /// The row as the table holds it: with all columns, and an empty string for one that the row leaves out.
    fn in_table(&self) -> Value {
        let time = self.time_generated;
        let time = format!(
            "{}T{:02}:{:02}:{:02}.1234567Z",
            time.date(),
            time.hour(),
            time.minute(),
            time.second()
        );
        let method = match self.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        json!({
            "TimeGenerated": time,
            "Method": method,
            "Path": self.path,
            "Status": self.status,
            "DurationMs": self.duration.0,
            "IsBot": self.is_bot,
            "Headers": self.headers,
            "Cookies": serde_json::to_string(&self.cookies).unwrap(),
            "Trace": self.trace.to_string(),
            "UserName": self.user_name.as_deref().unwrap_or_default(),
            "Bytes": self.bytes,
            "ServerName": self.server.server_name,
            "ServerRegion": self.server.server_region.unwrap_or_default(),
        })
    }
}

async fn emulator(settings: impl FnOnce(EmulatorBuilder) -> EmulatorBuilder) -> Emulator {
    let rule = concat!(env!("CARGO_MANIFEST_DIR"), "/dcr/web.json");
    let emulator = Emulator::builder().dcr_file(rule);
    settings(emulator).start().await.unwrap()
}

fn stream_to(emulator: &Emulator) -> StreamClient<WebRequest> {
    client_to(emulator.endpoint()).stream(RULE)
}

/// Rows of which each leaves out something else.
fn requests() -> Vec<WebRequest> {
    let whole = WebRequest::to_path("/");
    vec![
        whole.clone(),
        WebRequest {
            method: Method::Post,
            bytes: None,
            user_name: None,
            server: Server {
                server_region: None,
                ..whole.server
            },
            ..whole.clone()
        },
        WebRequest {
            status: u16::MAX,
            duration: Milliseconds(-0.25),
            headers: BTreeMap::new(),
            cookies: Vec::new(),
            is_bot: true,
            ..whole
        },
    ]
}

#[tokio::test]
async fn rows_reach_their_table_as_their_columns_hold_them_and_nothing_is_lost() {
    let emulator = emulator(EmulatorBuilder::strict).await;
    let requests = requests();
    let report = stream_to(&emulator).upload(&requests).await;
    assert!(report.is_complete(), "{report}");

    let expected: Vec<_> = requests.iter().map(WebRequest::in_table).collect();
    assert_eq!(emulator.rows("WebRequests_CL"), expected);
    // The other table's transform lets only errors of the server through.
    let errors = expected
        .iter()
        .filter(|row| row["Status"].as_i64() >= Some(500));
    let errors: Vec<_> = errors.cloned().collect();
    assert_eq!(errors.len(), 1);
    assert_eq!(emulator.rows("WebErrors_CL"), errors);
    let stats = emulator.stats();
    let tables = stats
        .tables
        .iter()
        .map(|table| (&table.name[..], table.transforms_not_run.len()));
    assert!(tables.eq([("WebErrors_CL", 0), ("WebRequests_CL", 0)]));
    assert!(emulator.requests()[0].is_clean());
    for column in &stats.streams[0].columns {
        assert!(column.declared, "{column:?}");
        let lost = [
            column.dropped,
            column.nulled,
            column.truncated,
            column.replaced,
            column.repeated,
        ];
        assert_eq!(lost, [0; 5], "{column:?}");
    }
}

#[tokio::test]
async fn the_report_counts_what_the_service_counted() {
    let emulator = emulator(|emulator| emulator.fault("status=503,nth=2".parse().unwrap())).await;
    let rows = vec![WebRequest::to_path("/counted"); 500];
    let report = stream_to(&emulator).chunk_limit(20_000).upload(&rows).await;
    let stats = emulator.stats();
    let stream = &stats.streams[0];
    assert_eq!(report.accepted() as u64, stream.rows_accepted);
    assert_eq!(report.requests(), stats.requests);
    assert_eq!(report.retries(), 1);
    assert_eq!(report.json_bytes(), stream.raw_bytes);
    let sent: u64 = emulator
        .requests()
        .iter()
        .map(|request| request.wire_bytes)
        .sum();
    assert_eq!(report.wire_bytes(), sent);
    assert!(report.elapsed() > Duration::ZERO);
    let expected: Vec<_> = rows.iter().map(WebRequest::in_table).collect();
    assert_eq!(emulator.rows("WebRequests_CL"), expected);
}

#[tokio::test]
async fn rows_come_from_an_async_stream_as_well() {
    let emulator = emulator(|emulator| emulator).await;
    let sent: Vec<_> = (0..1_000)
        .map(|number| WebRequest::to_path(&format!("/{number}")))
        .collect();
    let rows = stream::iter(sent.clone()).then(async |row| {
        tokio::task::yield_now().await;
        row
    });
    let report = stream_to(&emulator)
        .chunk_limit(20_000)
        .upload_stream(rows)
        .await;
    assert!(report.is_complete(), "{report}");
    assert_eq!((report.accepted(), report.unread_from()), (1_000, None));
    // Requests overtake each other.
    let mut found = emulator.rows("WebRequests_CL");
    let number = |row: &Value| row["Path"].as_str().unwrap()[1..].parse::<u32>().unwrap();
    found.sort_by_key(number);
    let expected: Vec<_> = sent.iter().map(WebRequest::in_table).collect();
    assert_eq!(found, expected);
}

/// What the service loses without a word: bytes that were made without the rule.
const CARELESS: &str = r#"[
    {"TimeGenerated":"2020-01-01T00:00:00Z","Method":"GET","path":"/","Status":"200","Bytes":1.5},
    {"Method":"GET","path":"/a","Status":"OK","Path":"/b","Path":"/c"}
]"#;

#[tokio::test]
async fn what_is_lost_of_bytes_made_without_the_rule_is_in_the_emulators_account() {
    let emulator = emulator(|emulator| emulator).await;
    let report = stream_to(&emulator).upload_raw(CARELESS).await.unwrap();
    assert_eq!(report.accepted(), 2, "the service answers 204");

    let request = &emulator.requests()[0];
    assert_eq!(request.status, Some(204));
    let losses: Vec<_> = request
        .losses
        .iter()
        .map(|loss| (loss.kind, loss.column.as_deref().unwrap(), loss.rows))
        .collect();
    for loss in [
        (LossKind::TimeReplaced, "TimeGenerated", 1),
        (LossKind::Undeclared, "path", 2),
        (LossKind::Nulled, "Bytes", 1),
        (LossKind::Nulled, "Status", 1),
        (LossKind::Repeated, "Path", 1),
    ] {
        assert!(losses.contains(&loss), "{loss:?} isn't in {losses:?}");
    }
    assert_eq!(losses.len(), 5);
    let of_path = request
        .losses
        .iter()
        .find(|loss| loss.column.as_deref() == Some("path"));
    assert!(
        of_path
            .unwrap()
            .to_string()
            .contains("did you mean `Path`?")
    );

    let stats = emulator.stats();
    let column = |name: &str| {
        stats.streams[0]
            .columns
            .iter()
            .find(|it| it.name == name)
            .unwrap()
    };
    assert_eq!(
        (column("path").declared, column("path").dropped),
        (false, 2)
    );
    assert_eq!((column("Status").accepted, column("Status").nulled), (1, 1));

    let table = emulator.rows("WebRequests_CL");
    assert_eq!(table[0]["Status"], 200);
    assert_eq!(table[0]["Bytes"], Value::Null);
    assert_eq!(table[0].get("path"), None);
    assert_eq!(table[1]["Path"], "/c");
}

#[tokio::test]
async fn a_strict_emulator_refuses_what_the_service_would_lose_and_keeps_nothing_of_it() {
    let emulator = emulator(EmulatorBuilder::strict).await;
    let report = stream_to(&emulator).upload_raw(CARELESS).await.unwrap();
    assert_eq!(report.rejected(), 2);
    let text = report.rejected_rows()[0].reason.to_string();
    assert!(text.contains("400 SilentDataLoss"), "{text}");
    assert!(text.contains("did you mean `Path`?"), "{text}");
    assert!(emulator.rows("WebRequests_CL").is_empty());
}

#[tokio::test]
async fn rows_travel_by_https_once_the_emulators_certificate_is_trusted() {
    let emulator = emulator(EmulatorBuilder::tls).await;
    assert!(emulator.endpoint().starts_with("https://127.0.0.1:"));
    let requests = requests();

    let certificate = emulator.certificate().unwrap();
    let client = builder_to(emulator.endpoint()).root_certificates(certificate);
    let stream = client.build().unwrap().stream::<WebRequest>(RULE);
    let report = stream.upload(&requests).await;
    assert!(report.is_complete(), "{report}");
    let expected: Vec<_> = requests.iter().map(WebRequest::in_table).collect();
    assert_eq!(emulator.rows("WebRequests_CL"), expected);
}
