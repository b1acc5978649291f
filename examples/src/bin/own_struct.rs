//! A struct of the application's own, checked against the rule's file when it is compiled.
//!
//! Change a field's name or type, or the rule, and see what `cargo check` says.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use azlogs::credential::StaticToken;
use azlogs::{LogColumn, LogRecord, LogsClient};
use azlogs_emulator::Emulator;
use time::OffsetDateTime;

#[derive(LogRecord)]
#[log_record(
    dcr = "infra/requests.dcr.json",
    stream = "Custom-Requests",
    rename_all = "PascalCase"
)]
struct Request<'a> {
    time_generated: OffsetDateTime,
    method: Method,
    path: &'a str,
    status: i32,
    duration_ms: f64,
    /// `None` leaves the column out, and the table has null.
    user: Option<UserId>,
    /// A dynamic column takes maps, vectors, `serde_json::Value`, …
    headers: BTreeMap<&'a str, &'a str>,
    /// … and with this attribute anything that implements `Serialize`.
    #[log_record(dynamic)]
    client: Client<'a>,
    #[log_record(flatten)]
    build: Build,
    /// For the application only.
    #[log_record(skip)]
    started: Instant,
}

/// Columns that several streams have.
#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Build {
    version: &'static str,
    region: &'static str,
}

/// Written as a string: `GET`, `POST`.
#[derive(LogColumn)]
#[log_column(rename_all = "UPPERCASE")]
enum Method {
    Get,
    Post,
}

/// Fits whatever columns an `i64` fits.
#[derive(LogColumn)]
struct UserId(i64);

#[derive(serde::Serialize)]
struct Client<'a> {
    address: &'a str,
    agent: &'a str,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder()
        .dcr(
            "requests.dcr.json",
            include_str!("../../infra/requests.dcr.json"),
        )
        .start()
        .await?;
    let client = LogsClient::builder(emulator.endpoint())
        .credential(Arc::new(StaticToken::new("any token will do")))
        .build()?;
    let requests = client.stream::<Request<'_>>(&emulator.rules()[0].immutable_id);

    let rows = [
        answer(Method::Get, "/orders", 200),
        answer(Method::Post, "/orders", 201),
    ];
    for row in &rows {
        println!("handled {} in {:?}", row.path, row.started.elapsed());
    }
    println!("{}", requests.upload(&rows).await.into_result()?);
    for row in emulator.rows("Requests_CL") {
        println!("{row:#}");
    }
    Ok(())
}

fn answer(method: Method, path: &str, status: i32) -> Request<'_> {
    Request {
        time_generated: OffsetDateTime::now_utc(),
        method,
        path,
        status,
        duration_ms: 12.5,
        user: (status == 201).then_some(UserId(4711)),
        headers: BTreeMap::from([("accept", "application/json")]),
        client: Client {
            address: "203.0.113.9",
            agent: "curl/8.11.0",
        },
        build: Build {
            version: env!("CARGO_PKG_VERSION"),
            region: "westeurope",
        },
        started: Instant::now(),
    }
}
