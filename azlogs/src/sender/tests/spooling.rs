//! Rows by way of a disk: when they are acknowledged, in which order they are sent, and what is left where.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::join_all;
use tokio::time::timeout;

use super::service::What;
use super::*;
use crate::{Spool, SpoolErrorKind, SpoolOptions, Spools, WhenFull};

/// The files of the spool, but for its lock.
fn files(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name != "lock").collect();
    names.sort_unstable();
    names
}

/// An endpoint that answers 503 while the switch is on.
fn switched(is_down: bool) -> (Arc<Service>, Arc<AtomicBool>) {
    let down = Arc::new(AtomicBool::new(is_down));
    let switch = Arc::clone(&down);
    let service = Service::new(move |_| {
        let is_down = switch.load(Ordering::Relaxed);
        Answer::status(if is_down { 503 } else { 204 })
    });
    (service, down)
}

fn hanging() -> Arc<Service> {
    Service::new(|_| Answer::from(What::Hang))
}

fn spooling(service: &Arc<Service>, directory: &Path, options: SpoolOptions) -> SenderBuilder<Row> {
    let spool = options.open(directory).unwrap();
    stream(service).concurrency(1).sender().spool(spool)
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// Lets the disk do what it's to do: time goes on only when it has.
async fn wait_for_disk() {
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_row_is_on_disk_when_it_is_acknowledged_and_gone_when_it_is_accepted() {
    let home = home();
    let directory = home.path().join("spool");
    let service = hanging();
    let sender = spooling(&service, &directory, Spool::options())
        .start()
        .unwrap();
    assert_eq!(sender.try_send(row(0, 100)).unwrap(), 0);
    assert_eq!(files(&directory).len(), 0);
    assert_eq!(sender.send(row(1, 100)).await.unwrap(), 1);
    assert_eq!(files(&directory).len(), 1);
    let stats = sender.stats();
    assert_eq!((stats.rows_spooled, stats.rows_queued), (2, 2));
    let report = sender.close(seconds(1)).await;
    assert_eq!((report.spooled(), report.rows()), (2, 2), "{report}");
    assert!(!report.is_complete());
    assert!(report.to_string().contains("2 left on disk"), "{report}");

    let service = Service::willing();
    let sender = spooling(&service, &directory, Spool::options())
        .start()
        .unwrap();
    assert_eq!(
        sender.send(row(2, 100)).await.unwrap(),
        2,
        "those that were left come first"
    );
    let report = sender.close(seconds(10)).await;
    assert_eq!((report.accepted(), report.rows()), (3, 3), "{report}");
    assert_eq!(service.requests(), [vec![0, 1], vec![2]]);
    assert_eq!(files(&directory).len(), 0);
}

#[tokio::test(start_paused = true)]
async fn rows_that_come_together_are_written_together() {
    let home = home();
    let service = hanging();
    let sender = spooling(&service, home.path(), Spool::options())
        .start()
        .unwrap();
    let sends = (0..9).map(|n| sender.send(row(n, 100)));
    assert!(join_all(sends).await.iter().all(Result::is_ok));
    assert_eq!(files(home.path()).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_left_is_sent_under_the_same_id_by_the_next_process() {
    let home = home();
    let service = Service::new(|_| Answer::from(What::AcceptAndFail));
    let sender = spooling(&service, home.path(), Spool::options())
        .start()
        .unwrap();
    sender.send(row(0, 100)).await.unwrap();
    sender.close(seconds(1)).await;
    let id = service.seen().got[0].id.clone();

    let service = Service::willing();
    let sender = spooling(&service, home.path(), Spool::options())
        .start()
        .unwrap();
    assert!(sender.close(seconds(10)).await.is_complete());
    assert_eq!(service.seen().got[0].id, id);
}

#[tokio::test(start_paused = true)]
async fn a_chunk_goes_where_the_client_sends_and_not_where_it_says() {
    let home = home();
    let service = hanging();
    let credential = Arc::new(StaticToken::new("token"));
    let elsewhere = LogsClient::builder("https://elsewhere.example")
        .credential(credential)
        .transport(Arc::clone(&service) as Arc<dyn Transport>);
    let elsewhere = elsewhere.build().unwrap().stream::<Row>(RULE);
    let spool = Spool::open(home.path()).unwrap();
    let sender = elsewhere.sender().spool(spool).start().unwrap();
    sender.send(row(0, 100)).await.unwrap();
    sender.close(seconds(1)).await;
    assert_eq!(service.seen().got[0].host, "elsewhere.example");
    let chunk = fs::read(home.path().join(&files(home.path())[0])).unwrap();
    assert!(String::from_utf8_lossy(&chunk).contains("elsewhere.example"));

    let service = Service::willing();
    let sender = spooling(&service, home.path(), Spool::options())
        .start()
        .unwrap();
    assert!(sender.close(seconds(10)).await.is_complete());
    assert_eq!(service.seen().got[0].host, "dce.example");
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_may_be_down_for_longer_than_memory_lasts() {
    for spools in [Spools::Everything, Spools::Overflow] {
        let home = home();
        let (service, down) = switched(true);
        // Four requests of a thousand bytes.
        let builder = spooling(&service, home.path(), Spool::options().spools(spools));
        let sender = builder
            .linger(Duration::from_millis(10))
            .queue_bytes(4_000)
            .start()
            .unwrap();
        for n in 0..200 {
            sender.send(row(n, 450)).await.unwrap();
        }
        wait_for_disk().await;
        let stats = sender.stats();
        assert!(stats.rows_spooled > 190, "{stats:?}");
        assert!(stats.bytes_queued <= 4_000, "{stats:?}");
        assert_eq!(stats.rows_queued, 200);
        down.store(false, Ordering::Relaxed);
        let report = sender.close(seconds(600)).await;
        assert_eq!((report.accepted(), report.rows()), (200, 200), "{report}");
        assert_eq!(
            service.seen().accepted,
            (0..200).collect::<Vec<_>>(),
            "in order, each once"
        );
        assert_eq!(files(home.path()).len(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_spool_of_what_overflows_writes_nothing_while_all_goes_well() {
    let home = home();
    let service = Service::willing();
    let options = Spool::options().spools(Spools::Overflow);
    let sender = spooling(&service, home.path(), options).start().unwrap();
    for n in 0..50 {
        sender.send(row(n, 450)).await.unwrap();
        assert_eq!(files(home.path()).len(), 0);
    }
    assert_eq!(sender.close(seconds(10)).await.accepted(), 50);

    let service = hanging();
    let sender = spooling(&service, home.path(), options).start().unwrap();
    for n in 0..5 {
        sender.send(row(n, 450)).await.unwrap();
    }
    let report = sender.close(seconds(1)).await;
    assert_eq!((report.spooled(), report.rows()), (5, 5), "{report}");
    let service = Service::willing();
    let sender = spooling(&service, home.path(), options).start().unwrap();
    assert_eq!(sender.close(seconds(10)).await.accepted(), 5);
    assert_eq!(service.accepted(), [0, 1, 2, 3, 4]);
}

#[tokio::test(start_paused = true)]
async fn a_full_spool_makes_senders_wait_until_there_is_room() {
    let home = home();
    let (service, down) = switched(true);
    let options = Spool::options().max_bytes(3 * 4096);
    let builder = spooling(&service, home.path(), options).queue_bytes(4_000);
    let sender = builder.linger(Duration::from_millis(10)).start().unwrap();
    let mut sent = 0;
    while timeout(seconds(3), sender.send(row(sent, 900)))
        .await
        .is_ok()
    {
        sent += 1;
    }
    // Three on disk, and the one that was given up is in the queue.
    assert_eq!(sent, 3);
    assert_eq!(files(home.path()).len(), 3);
    assert!(sender.stats().spool.unwrap().trouble.is_none());
    down.store(false, Ordering::Relaxed);
    sender.send(row(4, 900)).await.unwrap();
    let report = sender.close(seconds(60)).await;
    assert_eq!((report.accepted(), report.rows()), (5, 5), "{report}");
    assert_eq!(service.seen().accepted, [0, 1, 2, 3, 4]);
}

#[tokio::test(start_paused = true)]
async fn or_it_drops_the_oldest_and_counts_them() {
    let home = home();
    let (service, down) = switched(true);
    let options = Spool::options()
        .max_bytes(10 * 4096)
        .when_full(WhenFull::DropOldest);
    let builder = spooling(&service, home.path(), options).queue_bytes(4_000);
    let sender = builder.linger(Duration::from_millis(10)).start().unwrap();
    for n in 0..40 {
        sender.send(row(n, 900)).await.unwrap();
    }
    // Long enough to be an outage, and no failure of single requests, which others may overtake.
    tokio::time::sleep(seconds(30)).await;
    down.store(false, Ordering::Relaxed);
    let report = sender.close(seconds(600)).await;
    assert_eq!(report.rows(), 40, "{report}");
    assert_eq!(report.accepted() + report.dropped(), 40, "{report}");
    assert!((9..=14).contains(&report.accepted()), "{report}");
    assert_eq!(sender.stats().spool.unwrap().dropped.rows, report.dropped());
    let accepted = service.seen().accepted.clone();
    assert!(
        accepted.is_sorted() && accepted.contains(&39),
        "{accepted:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_directory_that_vanishes_is_said_once_and_rows_go_on_from_memory() {
    let home = home();
    let directory = home.path().join("spool");
    let service = Service::willing();
    let sender = spooling(&service, &directory, Spool::options())
        .start()
        .unwrap();
    sender.send(row(0, 100)).await.unwrap();
    fs::remove_dir_all(&directory).unwrap();
    for n in 1..5 {
        sender.send(row(n, 100)).await.unwrap();
    }
    let trouble = sender.stats().spool.unwrap().trouble.unwrap();
    assert_eq!(trouble.kind(), SpoolErrorKind::Vanished);
    let report = sender.close(seconds(10)).await;
    assert_eq!(report.accepted(), 5, "{report}");
}

#[tokio::test(start_paused = true)]
async fn a_damaged_chunk_is_set_aside_and_the_others_are_sent() {
    let home = home();
    let service = hanging();
    let sender = spooling(&service, home.path(), Spool::options())
        .start()
        .unwrap();
    for n in 0..5 {
        sender.send(row(n, 900)).await.unwrap();
    }
    sender.close(seconds(1)).await;
    let damaged = home.path().join(&files(home.path())[2]);
    let mut bytes = fs::read(&damaged).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&damaged, bytes).unwrap();

    let service = Service::willing();
    let sender = spooling(&service, home.path(), Spool::options())
        .start()
        .unwrap();
    let report = sender.close(seconds(10)).await;
    assert_eq!((report.accepted(), report.dropped()), (4, 1), "{report}");
    assert_eq!(service.seen().accepted, [0, 1, 3, 4]);
    assert_eq!(sender.stats().spool.unwrap().set_aside.rows, 1);
    let left = files(home.path());
    assert!(left.len() == 1 && left[0].contains(".corrupt"), "{left:?}");
}

#[tokio::test(start_paused = true)]
async fn two_senders_of_a_stream_that_share_a_spool_send_what_was_left_once() {
    let home = home();
    let sender = spooling(&hanging(), home.path(), Spool::options())
        .start()
        .unwrap();
    for n in 0..3 {
        sender.send(row(n, 900)).await.unwrap();
    }
    assert_eq!(sender.close(seconds(1)).await.spooled(), 3);

    let (service, down) = switched(false);
    let spool = Spool::open(home.path()).unwrap();
    let start = || {
        stream(&service)
            .sender()
            .spool(spool.clone())
            .start()
            .unwrap()
    };
    let (first, second) = (start(), start());
    assert_eq!(first.send(row(10, 900)).await.unwrap(), 3);
    assert_eq!(second.send(row(11, 900)).await.unwrap(), 0);
    let (one, other) = tokio::join!(first.flush(seconds(10)), second.flush(seconds(10)));
    assert_eq!((one.accepted(), other.accepted()), (4, 1), "{one} {other}");
    assert_eq!(service.accepted(), [0, 1, 2, 10, 11]);

    // What one leaves is nobody's until the next is started.
    down.store(true, Ordering::Relaxed);
    first.send(row(12, 900)).await.unwrap();
    second.send(row(13, 900)).await.unwrap();
    assert_eq!(first.close(seconds(1)).await.spooled(), 1);
    down.store(false, Ordering::Relaxed);
    let third = start();
    let (one, other) = tokio::join!(second.close(seconds(60)), third.close(seconds(60)));
    assert_eq!((one.accepted(), other.accepted()), (1, 1), "{one} {other}");
    assert_eq!(service.accepted(), [0, 1, 2, 10, 11, 12, 13]);
    assert_eq!(files(home.path()).len(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_accepted_stays_so_though_it_was_only_on_disk_meanwhile() {
    let home = home();
    let service = Service::new(|got| match got.number {
        0 => Answer::from(What::AcceptAndFail),
        _ => Answer::status(503),
    });
    let spool = Spool::options().spools(Spools::Overflow);
    let builder = stream(&service).concurrency(3).sender().queue_bytes(4_000);
    let sender = builder
        .spool(spool.open(home.path()).unwrap())
        .linger(Duration::from_millis(10))
        .max_age(seconds(60))
        .start()
        .unwrap();
    sender.send(row(0, 900)).await.unwrap();
    sender.send(row(1, 900)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    for n in 2..12 {
        sender.send(row(n, 900)).await.unwrap();
    }
    tokio::time::sleep(seconds(20)).await;
    let stats = sender.stats();
    assert!(
        stats.is_endpoint_failing && stats.rows_spooled == 12,
        "{stats:?}"
    );
    let report = sender.flush(seconds(600)).await;
    assert_eq!((report.rejected(), report.rows()), (12, 12), "{report}");
    let first = &report.rejected_rows()[0];
    assert_eq!(first.rows, 0..1);
    assert_eq!(
        first.reason.delivery(),
        crate::Delivered::Maybe,
        "{}",
        first.reason
    );
    let tried: std::collections::BTreeSet<_> = service.requests().into_iter().flatten().collect();
    assert_eq!(
        report.json_bytes(),
        902 * tried.len() as u64,
        "each is counted once"
    );
}

#[tokio::test(start_paused = true)]
async fn chunks_of_another_stream_wait_for_a_sender_of_theirs() {
    const OTHER: ImmutableId = ImmutableId::from_static("dcr-111a00a000a00000a000000aa000a0aa");
    let home = home();
    let service = hanging();
    let other = client(&service, RetryPolicy::default()).stream::<Row>(OTHER);
    let spool = Spool::open(home.path()).unwrap();
    let sender = other.sender().spool(spool).start().unwrap();
    sender.send(row(7, 100)).await.unwrap();
    sender.close(seconds(1)).await;

    let service = Service::willing();
    let sender = spooling(&service, home.path(), Spool::options())
        .start()
        .unwrap();
    sender.send(row(0, 100)).await.unwrap();
    assert_eq!(sender.close(seconds(10)).await.rows(), 1);
    assert_eq!(service.accepted(), [0]);
    assert_eq!(files(home.path()).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_chunk_that_is_halved_stays_until_both_halves_are_settled() {
    let home = home();
    let service = Service::new(|got| match &got.rows[..] {
        rows if rows.len() > 2 => Answer::status(413),
        rows if rows.contains(&3) => Answer::status(503),
        _ => Answer::status(204),
    });
    let sender = spooling(&service, home.path(), Spool::options())
        .start()
        .unwrap();
    let sends = (0..4).map(|n| sender.send(row(n, 100)));
    assert!(join_all(sends).await.iter().all(Result::is_ok));
    wait_for_disk().await;
    assert_eq!(service.accepted(), [0, 1]);
    assert_eq!(files(home.path()).len(), 1);
    let report = sender.close(seconds(1)).await;
    assert_eq!((report.accepted(), report.spooled()), (2, 2), "{report}");

    let service = Service::willing();
    let sender = spooling(&service, home.path(), Spool::options())
        .start()
        .unwrap();
    assert_eq!(
        sender.close(seconds(10)).await.accepted(),
        4,
        "the whole of it, again"
    );
    assert_eq!(files(home.path()).len(), 0);
}

#[tokio::test(start_paused = true)]
async fn rows_that_never_had_room_on_disk_are_accounted_for_and_no_sender_waits_for_ever() {
    let home = home();
    let service = hanging();
    let options = Spool::options().max_bytes(1);
    let builder = spooling(&service, home.path(), options);
    let sender = builder.start().unwrap();
    let sends = [row(0, 900), row(1, 900)].map(|row| {
        let sender = sender.clone();
        tokio::spawn(async move { sender.send(row).await })
    });
    wait_for_disk().await;
    assert_eq!(service.requests(), [[0]], "sent from memory");
    let report = sender.close(seconds(1)).await;
    // One was cut off, for the other there was no time.
    assert_eq!(
        (report.rejected(), report.not_attempted()),
        (1, 1),
        "{report}"
    );
    assert_eq!(report.spooled(), 0);
    assert_eq!(files(home.path()).len(), 0);
    let [first, second] = sends;
    assert_eq!(first.await.unwrap(), Ok(0));
    assert_eq!(second.await.unwrap(), Err(SendError::Closed));
}

#[tokio::test(start_paused = true)]
async fn a_closed_sender_has_let_the_directory_go_though_all_was_settled_before() {
    let home = home();
    let service = Service::willing();
    let sender = spooling(&service, home.path(), Spool::options())
        .start()
        .unwrap();
    sender.send(row(0, 100)).await.unwrap();
    wait_for_disk().await;
    assert_eq!(sender.stats().rows_accepted, 1);
    sender.close(seconds(1)).await;
    assert!(Spool::open(home.path()).is_ok());
}
