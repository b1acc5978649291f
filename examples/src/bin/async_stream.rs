//! Rows from an async stream, such as a channel: taken only as fast as the service accepts them.

use std::error::Error;
use std::sync::Arc;

use azlogs::credential::StaticToken;
use azlogs::{LogRecord, LogsClient};
use azlogs_emulator::Emulator;
use futures_util::stream;
use time::OffsetDateTime;
use tokio::sync::mpsc;

#[derive(LogRecord)]
#[log_record(
    dcr = "infra/sensors.dcr.json",
    stream = "Custom-Readings",
    rename_all = "PascalCase"
)]
struct Reading {
    time_generated: OffsetDateTime,
    sensor: String,
    celsius: f32,
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

    // 64 readings at the most wait here; a sensor that measures faster than the service accepts is held up.
    let (sender, receiver) = mpsc::channel(64);
    let measuring = tokio::spawn(measure(sender));
    let rows = stream::unfold(receiver, async |mut receiver| {
        Some((receiver.recv().await?, receiver))
    });

    let report = readings.upload_stream(rows).await;
    measuring.await?;
    println!("{}", report.into_result()?);
    Ok(())
}

async fn measure(readings: mpsc::Sender<Reading>) {
    for number in 0_u16..10_000 {
        let reading = Reading {
            time_generated: OffsetDateTime::now_utc(),
            sensor: format!("hall-{}", number % 7),
            celsius: 20.0 + f32::from(number % 100) / 10.0,
        };
        if readings.send(reading).await.is_err() {
            return;
        }
    }
}
