//! Rows that are JSON already, from a file or another program: the body is checked, and sent as it is.

use std::error::Error;
use std::sync::Arc;

use azlogs::credential::StaticToken;
use azlogs::{LogRecord, LogsClient};
use azlogs_emulator::Emulator;
use time::OffsetDateTime;

/// What the rows should be. Nothing checks that they are, so the service may drop what doesn't fit.
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
    let emulator = Emulator::builder()
        .dcr(
            "sensors.dcr.json",
            include_str!("../../infra/sensors.dcr.json"),
        )
        .start()
        .await?;
    let client = LogsClient::builder(emulator.endpoint())
        .credential(Arc::new(StaticToken::new("any token will do")))
        .build()?;
    let readings = client.stream::<Reading>(&emulator.rules()[0].immutable_id);

    let body =
        r#"[{"Sensor": "hall-1", "Celsius": 21.5}, {"Sensor": "hall-2", "Fahrenheit": 70.7}]"#;
    println!("{}", readings.upload_raw(body).await?.into_result()?);

    // A bare object would be answered 204, and be lost.
    if let Err(error) = readings.upload_raw(r#"{"Sensor": "hall-3"}"#).await {
        println!("not sent: {error}");
    }
    for request in emulator.requests() {
        for loss in &request.losses {
            println!("the service accepted this, and dropped a part: {loss}");
        }
    }
    Ok(())
}
