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

/// The program that does the main job, as people run it.
mod quickstart {
    use std::io::Write;
    use std::process::{Command, Stdio};

    /// Runs it with this input: its exit code, and what it told.
    fn run(arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_quickstart"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program is built with the tests");
        let mut stdin = child.stdin.take().expect("it was asked for");
        // What reads no input may have ended already.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("it runs");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    }

    #[test]
    fn the_bundled_log_arrives_and_its_bad_lines_are_told() {
        let (code, told, _) = run(&[], "");
        assert_eq!(code, Some(0), "{told}");
        for part in [
            "no request 2 of the lines, such as\n",
            "accepted   241 rows\nrejected   0 rows\nrequests   1, of which retries 0\n",
            "\nAccessLog_CL now holds 241 rows; the first of them:\n  - TimeGenerated ",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }

    #[test]
    fn a_log_comes_from_standard_input_as_well() {
        let line = r#"::1 - - [10/Oct/2000:13:55:36 +0000] "GET /a HTTP/1.1" 200 7"#;
        let (code, told, _) = run(&["-"], &format!("{line}\nno line\n{line}"));
        assert_eq!(code, Some(0), "{told}");
        assert!(told.contains("line 2: not in common or combined log format"));
        assert!(told.contains("AccessLog_CL now holds 2 rows"), "{told}");
    }

    #[test]
    fn a_file_without_a_line_of_a_log_is_an_error_that_says_so() {
        let (code, told, error) = run(&["-"], "{\"a\":1}\n{\"a\":2}\n");
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains("no request 2 of the lines"), "{told}");
        assert_eq!(
            error,
            "error: no line of it is a request in common or combined log format\n"
        );
    }

    #[test]
    fn a_log_that_cannot_be_read_is_named() {
        let (code, _, error) = run(&["nowhere/access.log"], "");
        assert_eq!(code, Some(2), "{error}");
        assert!(error.starts_with("error: can't read nowhere/access.log: "));
        let (code, _, error) = run(&[env!("CARGO_MANIFEST_DIR")], "");
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains("is a directory"), "{error}");
    }
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
