//! A tenth of the requests fails, in eleven ways, and one is refused its token.

use std::time::Duration;

use azlogs::StreamClient;
use azlogs_emulator::{Emulator, Fault, FaultError};
use futures_util::stream;

use crate::Failure;
use crate::books::{Books, Shared};
use crate::check::Check;
use crate::numbered::Numbered;
use crate::service::{self, TABLE};

/// What happens to a request that fails.
const WAYS: [&str; 11] = [
    "status=429,retry-after=1",
    "status=429",
    "status=500",
    "status=503",
    "reset=before",
    "reset=middle",
    "reset=after",
    "accept-then=hang",
    "hang",
    "slow=300ms",
    "garbage",
];
/// The share of all requests that fails.
const SHARE: f64 = 0.1;

/// The mix: each way is as likely as the others, and one token is refused.
fn mix(seed: u64) -> Result<Vec<Fault>, FaultError> {
    // What an order before it has taken isn't there for the next, so that a bit more than an eleventh of it is asked of each.
    let share = 1.0 - (1.0 - SHARE).powf(1.0 / 11.0);
    let mut faults = vec!["status=401,nth=5".parse()?];
    for (seed, way) in (seed.wrapping_mul(1_000)..).zip(WAYS) {
        faults.push(format!("{way},share={share},seed={seed}").parse()?);
    }
    Ok(faults)
}

pub(crate) async fn run(rows: u32, seed: u64, check: &mut Check) -> Result<(), Failure> {
    for way in ["upload_stream", "Sender"] {
        println!("   {rows} rows by {way}");
        let books = Shared::default();
        let emulator = service::emulator(&books).faults(mix(seed)?).start().await?;
        let stream = service::stream(emulator.endpoint())?.concurrency(8);
        let accepted = match way {
            "Sender" => by_sender(stream, rows).await?,
            _ => by_upload(stream, rows).await,
        };
        check.same("rows reported as accepted", &accepted, &u64::from(rows));
        add_up(rows, &emulator, &books.open(), check);
    }
    Ok(())
}

async fn by_upload(stream: StreamClient<Numbered>, rows: u32) -> u64 {
    let rows = stream::iter((0..rows).map(Numbered::new));
    let report = stream.upload_stream(rows).await;
    println!("   {report}");
    report.accepted() as u64
}

async fn by_sender(stream: StreamClient<Numbered>, rows: u32) -> Result<u64, Failure> {
    let sender = stream
        .sender()
        .queue_bytes(4 << 20)
        .probe_every(Duration::from_millis(500))
        .start()?;
    for number in 0..rows {
        sender.send(Numbered::new(number)).await?;
    }
    let report = sender.close(Duration::from_secs(600)).await;
    println!("   {report}");
    Ok(report.accepted())
}

/// Compares what was reported with what arrived.
fn add_up(rows: u32, emulator: &Emulator, books: &Books, check: &mut Check) {
    let stats = emulator.stats();
    let failed: u64 = stats.faults.iter().map(|fault| fault.applied).sum();
    println!("   {failed} of {} requests failed:", stats.requests);
    for fault in &stats.faults {
        println!("      {:5}  {}", fault.applied, fault.fault);
    }
    check.same(
        "different rows that arrived",
        &books.distinct(),
        &u64::from(rows),
    );
    check.same("duplicates", &books.duplicates(), &books.untold);
    let table = stats.tables.iter().find(|table| table.name == TABLE);
    check.same(
        "rows that arrived, by the emulator's count",
        &table.map_or(0, |table| table.accepted),
        &(books.distinct() + books.duplicates()),
    );
    check.same("bodies that can't be read", &books.unreadable, &0);
    check.holds(
        stats.faults.iter().all(|fault| fault.applied > 0),
        "each fault happened",
    );
    check.holds(
        failed * 20 >= stats.requests && failed * 6 <= stats.requests,
        "about a tenth of the requests failed",
    );
}
