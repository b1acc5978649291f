//! A service that logs for as long as it runs: rows are handed over one by one, and the sender does the rest.
//!
//! `cargo run -p azlogs-examples --bin long_running [SECONDS]`

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use azlogs::credential::StaticToken;
use azlogs::{LogRecord, LogsClient, Overflow, Sender};
use azlogs_emulator::{Emulator, Fault, FaultAnswer, What, When};
use time::OffsetDateTime;
use tokio::time::{interval, sleep};

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
    let seconds: u64 = std::env::args().nth(1).map_or(Ok(2), |text| text.parse())?;
    // A service that can't take a request now and then.
    let emulator = Emulator::builder()
        .dcr(
            "sensors.dcr.json",
            include_str!("../../infra/sensors.dcr.json"),
        )
        .fault(Fault::new(
            When::Every(4),
            What::Answer(FaultAnswer::status(503)),
        ))
        .start()
        .await?;
    let client = LogsClient::builder(emulator.endpoint())
        .credential(Arc::new(StaticToken::new("any token will do")))
        .build()?;

    let readings = client
        .stream::<Reading>(&emulator.rules()[0].immutable_id)
        .sender()
        .linger(Duration::from_millis(250))
        .queue_bytes(16 * 1024 * 1024)
        .overflow(Overflow::DropOldest)
        .start()?;
    for sensor in ["hall-1", "hall-2", "yard"] {
        tokio::spawn(measure(sensor, readings.clone()));
    }
    for _ in 0..seconds * 2 {
        sleep(Duration::from_millis(500)).await;
        let stats = readings.stats();
        println!(
            "{} rows queued ({} bytes), {} accepted, {} retries, half of the requests within {:?}",
            stats.rows_queued,
            stats.bytes_queued,
            stats.rows_accepted,
            stats.requests_retried,
            stats.latency.p50,
        );
    }

    // From here on, handing over a row says that the sender is closed, and the tasks end.
    let report = readings.close(Duration::from_secs(10)).await;
    println!("{report}");
    assert!(report.is_complete());
    assert_eq!(
        emulator.rows("Readings_CL").len() as u64,
        report.accepted(),
        "what was accepted is in the table"
    );
    Ok(())
}

/// Measures a thousand times a second.
async fn measure(sensor: &'static str, readings: Sender<Reading>) {
    let mut ticks = interval(Duration::from_millis(1));
    for number in 0_u32.. {
        ticks.tick().await;
        let reading = Reading {
            time_generated: OffsetDateTime::now_utc(),
            sensor: sensor.to_owned(),
            celsius: 20.0 + f64::from(number % 100) / 10.0,
        };
        if readings.send(reading).await.is_err() {
            return;
        }
    }
}
