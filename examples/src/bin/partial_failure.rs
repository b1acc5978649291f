//! Some rows aren't accepted: which, why, and what to do with them.

use std::error::Error;
use std::sync::Arc;

use azlogs::credential::StaticToken;
use azlogs::{LogRecord, LogsClient, RejectReason, to_json};
use azlogs_emulator::{Emulator, Fault, FaultAnswer, What, When};
use time::OffsetDateTime;

#[derive(LogRecord)]
#[log_record(
    dcr = "infra/sensors.dcr.json",
    stream = "Custom-Readings",
    rename_all = "PascalCase"
)]
struct Reading {
    time_generated: OffsetDateTime,
    sensor: String,
    celsius: f64,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The second request is refused once, as a proxy on the way might do.
    let emulator = Emulator::builder()
        .dcr(
            "sensors.dcr.json",
            include_str!("../../infra/sensors.dcr.json"),
        )
        .fault(Fault::new(
            When::Nth(2),
            What::Answer(
                FaultAnswer::status(400)
                    .code("Refused")
                    .message("not today"),
            ),
        ))
        .start()
        .await?;
    let client = LogsClient::builder(emulator.endpoint())
        .credential(Arc::new(StaticToken::new("any token will do")))
        .build()?;
    let readings = client
        .stream::<Reading>(&emulator.rules()[0].immutable_id)
        .concurrency(1)
        .chunk_limit(4_096);

    let mut rows: Vec<_> = (0..100)
        .map(|number| reading(format!("hall-{number}")))
        .collect();
    rows[10] = reading("a name as long as a novel ".repeat(1_000));

    let report = readings.upload(&rows).await;
    println!("{report}");

    let mut again = Vec::new();
    for rejected in report.rejected_rows() {
        match &rejected.reason {
            // The service answered, and might answer otherwise another time.
            RejectReason::Request(_) => again.extend(&rows[rejected.rows.clone()]),
            // Sending the row again can't help: keep it where a person will look.
            reason => {
                for row in &rows[rejected.rows.clone()] {
                    let json = to_json(row)?;
                    println!(
                        "dead letter, {reason}: {}…",
                        json.chars().take(60).collect::<String>()
                    );
                }
            }
        }
    }
    println!("{}", readings.upload(again).await.into_result()?);
    Ok(())
}

fn reading(sensor: String) -> Reading {
    Reading {
        time_generated: OffsetDateTime::now_utc(),
        sensor,
        celsius: 21.5,
    }
}
