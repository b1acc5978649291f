//! What an upload tells `tracing`.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::row::{Row, row};
use crate::service::Service;

/// What was logged.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Log {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn a_span_has_counts_and_sizes_and_no_contents() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_ansi(false)
        .with_span_events(FmtSpan::CLOSE)
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let service = Service::new(|got| {
        (
            Duration::from_secs(1),
            if got.number == 1 { 400 } else { 204 },
        )
    });
    let secret = Row {
        text: "a secret".repeat(30),
        ..row(0, 0)
    };
    let rows: Vec<_> = (0..12)
        .map(|n| Row {
            n,
            ..secret.clone()
        })
        .collect();
    let report = service.stream().chunk_limit(1_200).upload(&rows).await;
    assert!(report.rejected() > 0);
    service
        .stream()
        .upload_raw(r#"[{"N":1,"Text":"a secret"}]"#)
        .await
        .unwrap();
    drop(guard);

    let log = log.text();
    let spans: Vec<_> = log
        .lines()
        .filter(|line| line.contains("upload::trace: close"))
        .collect();
    let [of_rows, of_raw] = spans[..] else {
        panic!("{log}")
    };
    for field in [
        "azlogs.upload{rule=\"dcr-000a00a000a00000a000000aa000a0aa\" stream=\"Custom-Rows\""
            .to_owned(),
        format!("accepted={}", report.accepted()),
        format!("rejected={}", report.rejected()),
        "not_attempted=0".to_owned(),
        format!("requests={}", report.requests()),
        "retries=0".to_owned(),
        format!("json_bytes={}", report.json_bytes()),
        format!("wire_bytes={}", report.wire_bytes()),
        "nulled_values=0".to_owned(),
    ] {
        assert!(of_rows.contains(&field), "no {field} in {of_rows}");
    }
    assert!(of_raw.contains("accepted=1"), "{of_raw}");
    assert!(!log.contains("a secret"), "{log}");
}
