//! A disk that fails at each of its operations: rows go on from memory, each is accounted for once, and the driver doesn't spin.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::yield_now;
use tokio::time::{Instant, advance, sleep, timeout};

use super::service::What;
use super::*;
use crate::spool::tests::memory::{Memory, Mishap};
use crate::spool::tests::open_with;
use crate::{Spool, SpoolOptions, Spools};

const ROWS: u32 = 20;
/// More operations than any of these scenarios needs; each row alone in a file would take eight.
const OPERATIONS: usize = 1_000;
const KINDS: [ErrorKind; 3] = [
    ErrorKind::StorageFull,
    ErrorKind::Other,
    ErrorKind::ReadOnlyFilesystem,
];
const SPOOLS: [Spools; 2] = [Spools::Everything, Spools::Overflow];

fn start(
    service: &Arc<Service>,
    files: &Memory,
    options: SpoolOptions,
    bytes: usize,
) -> Sender<Row> {
    let spool = open_with(files, options).unwrap();
    let builder = stream(service).concurrency(1).sender().spool(spool);
    let builder = builder.linger(Duration::from_millis(10));
    builder.queue_bytes(bytes).start().unwrap()
}

fn rounds(sender: &Sender<Row>) -> usize {
    sender.shared().rounds.load(Ordering::Relaxed)
}

/// Sends rows to an endpoint that is down at first, while the disk has that mishap. False where it didn't come to the mishap.
async fn survives(spools: Spools, at: usize, mishap: Mishap) -> bool {
    let when = format!("{spools:?}, {mishap:?} at {at}");
    let up = Arc::new(AtomicBool::new(false));
    let is_up = Arc::clone(&up);
    let service = Service::new(move |_| {
        Answer::status(if is_up.load(Ordering::Relaxed) {
            204
        } else {
            503
        })
    });
    let files = Memory::default();
    let sender = start(&service, &files, Spool::options().spools(spools), 4_000);
    files.plan(at, mishap, 1);
    let began = Instant::now();
    let handle = sender.clone();
    let sends = tokio::spawn(async move {
        for n in 0..ROWS {
            handle.send(row(n, 450)).await.unwrap();
        }
    });
    sleep(seconds(5)).await;
    let outage = rounds(&sender);
    assert!(outage < 1_000, "{when}: {outage} rounds in five seconds");
    up.store(true, Ordering::Relaxed);
    sends.await.unwrap();
    let closing = Instant::now();
    let report = sender.close(seconds(60)).await;
    assert!(closing.elapsed() <= seconds(60), "{when}");

    assert_eq!(report.rows(), u64::from(ROWS), "{when}: {report}");
    assert_eq!(
        report.accepted() + report.dropped(),
        u64::from(ROWS),
        "{when}: {report}"
    );
    let accepted = service.accepted();
    let distinct: BTreeSet<_> = accepted.iter().collect();
    assert_eq!(distinct.len(), accepted.len(), "{when}: {accepted:?}");
    assert_eq!(accepted.len() as u64, report.accepted(), "{when}");
    let stats = sender.stats();
    let lost = stats.spool.unwrap().set_aside.rows;
    assert_eq!(lost, report.dropped(), "{when}: {report}");
    assert_eq!((stats.rows_queued, stats.bytes_queued), (0, 0), "{when}");
    let operations = files.operations();
    assert!(operations < OPERATIONS, "{when}: {operations} operations");
    let rounds = rounds(&sender);
    assert!(
        rounds < 5_000,
        "{when}: {rounds} rounds in {:?}",
        began.elapsed()
    );

    // What a chunk that couldn't be read has is sent by the next process.
    let service = Service::willing();
    let next = start(&service, &files.after_kill(), Spool::options(), 4_000);
    next.close(seconds(60)).await;
    let all: BTreeSet<_> = accepted.into_iter().chain(service.accepted()).collect();
    assert_eq!(all, (0..ROWS).collect(), "{when}");
    files.has_happened()
}

async fn survives_all(mishap: fn(ErrorKind) -> Mishap) {
    for spools in SPOOLS {
        let mut at = 0;
        let hour = seconds(3_600);
        while timeout(hour, survives(spools, at, mishap(KINDS[at % KINDS.len()])))
            .await
            .unwrap_or_else(|_| panic!("{spools:?}, at {at}: no end within an hour"))
        {
            at += 1;
            assert!(at < OPERATIONS, "it always comes to the mishap");
        }
        assert!(at > 20, "{spools:?}: there were {at} operations");
    }
}

#[tokio::test(start_paused = true)]
async fn any_operation_may_fail_once() {
    survives_all(Mishap::Once).await;
}

#[tokio::test(start_paused = true)]
async fn from_any_operation_on_all_may_fail() {
    survives_all(Mishap::FromThenOn).await;
}

#[tokio::test(start_paused = true)]
async fn rows_are_acknowledged_from_memory_while_the_disk_fails() {
    let service = Service::new(|_| Answer::from(What::Hang));
    let files = Memory::default();
    let sender = start(&service, &files, Spool::options(), 100_000);
    files.plan(0, Mishap::FromThenOn(ErrorKind::Other), 1);
    for n in 0..30 {
        let sent = timeout(Duration::from_millis(100), sender.send(row(n, 900)));
        assert!(sent.await.is_ok(), "row {n} waits for a disk that fails");
    }
    let trouble = sender.stats().spool.unwrap().trouble.unwrap();
    assert!(trouble.to_string().contains("cannot write"), "{trouble}");
    // Written as soon as that's possible again.
    files.plan(usize::MAX, Mishap::PowerLoss, 1);
    sleep(seconds(5)).await;
    let stats = sender.stats();
    assert!(stats.spool.unwrap().trouble.is_none());
    assert_eq!(stats.rows_spooled, 29, "all but the one that is being sent");
    let report = sender.close(seconds(1)).await;
    assert_eq!((report.spooled(), report.rows()), (30, 30), "{report}");
}

#[tokio::test(start_paused = true)]
#[expect(
    clippy::await_holding_lock,
    reason = "only the disk's thread waits for it"
)]
async fn the_driver_does_nothing_while_the_disk_takes_its_time() {
    let service = Service::new(|_| Answer::from(What::Hang));
    let files = Memory::default();
    let sender = start(&service, &files, Spool::options(), 100_000);
    files.plan(0, Mishap::FromThenOn(ErrorKind::Other), 1);
    for n in 0..20 {
        sender.try_send(row(n, 900)).unwrap();
    }
    sleep(Duration::from_millis(500)).await;
    let held = files.hold();
    // The disk is tried again, and more is waiting than is written at a time.
    advance(seconds(1)).await;
    let before = rounds(&sender);
    for _ in 0..1_000 {
        yield_now().await;
    }
    drop(held);
    let rounds = rounds(&sender) - before;
    assert!(rounds < 10, "{rounds} rounds");
    let report = sender.close(seconds(1)).await;
    assert_eq!(report.rows(), 20, "{report}");
}
