//! How an application tests that what it logs arrives: with the emulator, on loopback, without Azure.

use std::sync::Arc;

use azlogs::credential::StaticToken;
use azlogs::{LogRecord, LogsClient, StreamClient};
use azlogs_emulator::Emulator;
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

/// The application's own code: whatever it is, it takes the stream from outside.
async fn log_temperature(readings: &StreamClient<Reading>, celsius: f64) -> usize {
    let reading = Reading {
        time_generated: OffsetDateTime::now_utc(),
        sensor: "hall-1".into(),
        celsius,
    };
    readings.upload(&[reading]).await.accepted()
}

#[tokio::test]
async fn a_temperature_is_in_the_table() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::builder()
        .dcr(
            "sensors.dcr.json",
            include_str!("../infra/sensors.dcr.json"),
        )
        .strict()
        .start()
        .await?;
    let client = LogsClient::builder(emulator.endpoint())
        .credential(Arc::new(StaticToken::new("any token will do")))
        .build()?;
    let readings = client.stream(&emulator.rules()[0].immutable_id);

    assert_eq!(log_temperature(&readings, 21.5).await, 1);

    let rows = emulator.rows("Readings_CL");
    assert_eq!(rows[0]["Sensor"], "hall-1");
    assert_eq!(rows[0]["Celsius"], 21.5);
    Ok(())
}

/// Quick runs of the program that shows that it holds.
mod soak {
    use std::process::Command;

    fn adds_up(arguments: &[&str]) {
        let output = Command::new(env!("CARGO_BIN_EXE_soak"))
            .args(arguments)
            .output();
        let output = output.expect("the program is built with the tests");
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && told.contains("everything adds up"),
            "{told}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    #[test]
    fn a_tenth_of_the_requests_fails_and_each_row_is_accounted_for() {
        adds_up(&["--scenario", "faults", "--rows", "100000"]);
    }

    #[test]
    fn what_an_outage_keeps_back_arrives_in_its_order() {
        adds_up(&["--scenario", "outage", "--rows", "50000"]);
    }

    #[test]
    fn rows_go_to_a_slow_endpoint_within_the_bound_of_memory() {
        adds_up(&["--scenario", "memory", "--rows", "200000"]);
    }

    #[test]
    fn what_a_killed_process_acknowledged_arrives() {
        adds_up(&["--scenario", "kill", "--kills", "10"]);
    }
}
