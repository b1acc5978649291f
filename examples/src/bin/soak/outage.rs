//! The endpoint is down for longer than memory lasts, and comes back.

use std::time::Duration;

use azlogs::{Sender, Spool, Spools};
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::Failure;
use crate::books::Shared;
use crate::check::Check;
use crate::numbered::Numbered;
use crate::service;

const MEMORY: usize = 256 << 10;
/// The rows that wait for the disk together.
const TOGETHER: usize = 4_096;

pub(crate) async fn run(rows: u32, check: &mut Check) -> Result<(), Failure> {
    for spools in [Spools::Everything, Spools::Overflow] {
        println!("   {rows} rows, on disk: {spools:?}");
        one(rows, spools, check).await?;
    }
    Ok(())
}

async fn one(rows: u32, spools: Spools, check: &mut Check) -> Result<(), Failure> {
    let books = Shared::default();
    let directory = tempfile::tempdir()?;
    let emulator = service::emulator(&books).start().await?;
    let address = emulator.address();
    // One request after the other, so that their order is that of the chunks.
    let stream = service::stream(emulator.endpoint())?.concurrency(1);
    let sender = stream
        .sender()
        .queue_bytes(MEMORY)
        .spool(Spool::options().spools(spools).open(directory.path())?)
        .probe_every(Duration::from_millis(200))
        .start()?;

    send(&sender, 0..rows / 10).await?;
    sender.flush(Duration::from_secs(60)).await;
    drop(emulator);
    send(&sender, rows / 10..rows).await?;
    let stats = sender.stats();
    println!(
        "   down: {} rows acknowledged, {} bytes of them in memory, {} rows on disk",
        rows, stats.bytes_queued, stats.rows_spooled
    );
    check.holds(
        stats.is_endpoint_failing,
        "the sender knows that the endpoint is down",
    );
    check.holds(
        stats.bytes_queued <= MEMORY as u64,
        "memory stayed within its bound",
    );
    check.holds(
        stats.rows_spooled > u64::from(rows) / 2,
        "most rows are on disk only",
    );

    let emulator = service::emulator(&books).listen(address).start().await?;
    let report = sender.close(Duration::from_secs(300)).await;
    println!("   up again: {report}");
    drop(emulator);
    let books = books.open();
    check.holds(report.waiting() == 0, "no row is waiting");
    check.same(
        "different rows that arrived",
        &books.distinct(),
        &u64::from(rows),
    );
    check.same("duplicates", &books.duplicates(), &0);
    check.same(
        "rows that arrived before one that was acknowledged earlier",
        &books.out_of_order,
        &0,
    );
    Ok(())
}

/// Hands over rows in the order of their numbers, and waits until all are acknowledged.
async fn send(sender: &Sender<Numbered>, numbers: std::ops::Range<u32>) -> Result<(), Failure> {
    stream::iter(numbers)
        .map(|number| sender.send(Numbered::new(number)))
        .buffered(TOGETHER)
        .try_for_each(|_| async { Ok(()) })
        .await?;
    Ok(())
}
