//! A sender over a spool: rows that can't be sent stay in its directory.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use azlogs::{DeadLetterFile, JsonRow, Sender, SenderReport, Spool, Spools, StreamClient};
use tokio::time::{Instant, interval};

use super::interrupt::Interrupt;
use super::outcome::Outcome;
use super::output;
use super::rows::Rows;

/// How long requests in flight may take once it's to end.
const GRACE: Duration = Duration::from_secs(10);
/// How often it's asked whether the endpoint fails.
const LOOK: Duration = Duration::from_millis(100);
/// Longer than anybody waits.
const FOREVER: Duration = Duration::from_secs(1 << 30);

/// Opens the directory, whatever it holds. The error is for the user to read.
pub(crate) fn open(directory: &Path) -> Result<Spool, String> {
    Spool::options()
        .max_bytes(u64::MAX)
        .spools(Spools::Overflow)
        .open(directory)
        .map_err(|error| error.to_string())
}

/// Sends what the spool has for the stream, and then the rows, until all are settled or the endpoint has failed for as long as
/// `patience`.
pub(crate) async fn drain(
    stream: StreamClient<JsonRow>,
    spool: Spool,
    letters: Arc<DeadLetterFile>,
    rows: Option<Rows>,
    patience: Duration,
    interrupt: Interrupt,
) -> Result<Outcome, String> {
    let sender = stream.dead_letter(letters).sender().spool(spool);
    let sender = sender.start().map_err(|error| error.to_string())?;
    let mut first = None;
    let is_interrupted = match rows {
        Some(rows) => tokio::select! {
            () = hand_over(&sender, rows, &mut first) => false,
            () = interrupt.clone().pressed() => true,
        },
        None => false,
    };
    let report = if is_interrupted {
        close(&sender, GRACE, Duration::ZERO).await
    } else {
        tokio::select! {
            report = close(&sender, FOREVER, patience) => report,
            () = interrupt.pressed() => close(&sender, GRACE, Duration::ZERO).await,
        }
    };
    let not_kept = sender.stats().dead_letter_error;
    let not_kept = not_kept.map(|error| error.to_string());
    let all = usize::try_from(report.rows()).unwrap_or(usize::MAX);
    Ok(Outcome::of_sender(&report, first.unwrap_or(all), not_kept))
}

/// Hands rows over; `first` is the number that the first of them has got.
async fn hand_over(sender: &Sender<JsonRow>, mut rows: Rows, first: &mut Option<usize>) {
    while let Some(row) = rows.next().await {
        match sender.send(row).await {
            Ok(number) => drop(first.get_or_insert(number)),
            Err(_) => return,
        }
    }
}

/// Closes the sender within that time, or once the endpoint has failed for as long as `patience`.
async fn close(sender: &Sender<JsonRow>, within: Duration, patience: Duration) -> SenderReport {
    tokio::select! {
        report = sender.close(within) => report,
        // The one that is awaited to its end has the report.
        () = failing(sender, patience) => sender.close(Duration::ZERO).await,
    }
}

/// Waits until the endpoint has failed for so long.
async fn failing(sender: &Sender<JsonRow>, patience: Duration) {
    let mut since = None;
    let mut ticks = interval(LOOK);
    loop {
        let now = ticks.tick().await;
        if !sender.stats().is_endpoint_failing {
            since = None;
            continue;
        }
        let since: Instant = *since.get_or_insert_with(|| {
            tell_failing(sender, patience);
            now
        });
        if now - since >= patience {
            return;
        }
    }
}

fn tell_failing(sender: &Sender<JsonRow>, patience: Duration) {
    let error = sender.stats().last_error;
    let why = error.map_or(String::new(), |error| format!(": {error}"));
    let seconds = patience.as_secs();
    output::tell(&format!(
        "the endpoint fails{why}\nif it does so for {seconds} s, rows are left in the spool\n"
    ));
}
