//! A disk that neither does what it's asked for nor fails: whoever flushes or closes has an answer when the time is up.

use std::io;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};

use tokio::task::{JoinHandle, yield_now};
use tokio::time::{Instant, advance, sleep};

use super::service::What;
use super::*;
use crate::sender::SenderReport;
use crate::spool::tests::memory::Memory;
use crate::spool::tests::open_with;
use crate::{DeadLetter, RejectedBatch, Spool, Spools};

const MINUTE: Duration = Duration::from_secs(60);

fn start(service: &Arc<Service>, files: &Memory, spools: Spools) -> Sender<Row> {
    let spool = open_with(files, Spool::options().spools(spools)).unwrap();
    let builder = stream(service).concurrency(1).sender().spool(spool);
    builder.linger(Duration::from_millis(10)).start().unwrap()
}

fn flush(sender: &Sender<Row>, within: Duration) -> JoinHandle<SenderReport> {
    let sender = sender.clone();
    tokio::spawn(async move { sender.flush(within).await })
}

fn close(sender: &Sender<Row>, within: Duration) -> JoinHandle<SenderReport> {
    let sender = sender.clone();
    tokio::spawn(async move { sender.close(within).await })
}

/// Lets everybody do what they can without the disk, whose threads keep the clock from going on by itself.
async fn pass(time: Duration) {
    for _ in 0..100 {
        yield_now().await;
    }
    advance(time).await;
    for _ in 0..100 {
        yield_now().await;
    }
}

/// What a task gives that is to be done in exactly that time.
async fn after(time: Duration, task: JoinHandle<SenderReport>) -> SenderReport {
    let began = Instant::now();
    let tick = Duration::from_millis(100);
    while began.elapsed() + tick < time {
        pass(tick).await;
    }
    pass(time.saturating_sub(began.elapsed())).await;
    assert!(task.is_finished(), "it isn't done after {time:?}");
    task.await.unwrap()
}

#[tokio::test(start_paused = true)]
#[expect(
    clippy::await_holding_lock,
    reason = "only the disk's threads wait for it"
)]
async fn a_write_that_hangs_keeps_nobody_beyond_their_time_and_no_row_is_said_to_be_on_disk_that_is_not()
 {
    for spools in [Spools::Everything, Spools::Overflow] {
        let service = Service::new(|_| Answer::from(What::Hang));
        let files = Memory::default();
        let sender = start(&service, &files, spools);
        sender.send(row(0, 900)).await.unwrap();
        sleep(seconds(1)).await;
        let held = files.hold();
        for n in 1..6 {
            sender.try_send(row(n, 900)).unwrap();
        }
        let flushed = after(seconds(3), flush(&sender, seconds(3))).await;
        assert_eq!((flushed.rows(), flushed.waiting()), (0, 6), "{flushed}");
        let report = after(seconds(10), close(&sender, seconds(10))).await;
        assert_eq!((report.rows(), report.waiting()), (6, 0), "{report}");
        let on_disk = u64::from(spools == Spools::Everything);
        assert_eq!(report.spooled(), on_disk, "{report}");
        assert_eq!(report.rejected(), 1 - on_disk, "{report}");
        assert_eq!(report.not_attempted(), 5, "{report}");
        assert!(sender.is_closed());
        drop(held);

        // The next process finds what was said to be there, and at most the chunk that was being written.
        sleep(MINUTE).await;
        let service = Service::willing();
        let next = start(&service, &files.after_kill(), spools);
        assert!(next.close(MINUTE).await.is_complete());
        let found = service.accepted();
        let most: &[u32] = if on_disk == 1 { &[0, 1] } else { &[0] };
        assert!(most.starts_with(&found), "{found:?}");
        assert!(found.len() as u64 >= on_disk, "{found:?}");
    }
}

#[tokio::test(start_paused = true)]
#[expect(
    clippy::await_holding_lock,
    reason = "only the disk's threads wait for it"
)]
async fn a_removal_that_hangs_keeps_nobody_and_is_done_when_it_can_be() {
    let service = Service::new(|_| Answer::status(204).after(seconds(1)));
    let files = Memory::default();
    let sender = start(&service, &files, Spools::Everything);
    sender.send(row(0, 900)).await.unwrap();
    sender.send(row(1, 900)).await.unwrap();
    assert_eq!(files.names().len(), 2);
    let held = files.hold();
    let report = after(seconds(10), close(&sender, seconds(10))).await;
    assert_eq!((report.accepted(), report.rows()), (2, 2), "{report}");
    drop(held);
    sleep(MINUTE).await;
    assert_eq!(files.names(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn no_time_at_all_is_time_for_the_disk_and_for_no_request() {
    let service = Service::willing();
    let files = Memory::default();
    let sender = start(&service, &files, Spools::Overflow);
    for n in 0..5 {
        sender.try_send(row(n, 900)).unwrap();
    }
    let report = sender.close(Duration::ZERO).await;
    assert_eq!((report.spooled(), report.rows()), (5, 5), "{report}");
    assert_eq!(service.accepted(), [0_u32; 0]);
}

#[tokio::test(start_paused = true)]
#[expect(
    clippy::await_holding_lock,
    reason = "only the disk's threads wait for it"
)]
async fn nor_for_a_disk_that_hangs() {
    let service = Service::new(|_| Answer::from(What::Hang));
    let files = Memory::default();
    let sender = start(&service, &files, Spools::Overflow);
    sender.send(row(0, 900)).await.unwrap();
    let held = files.hold();
    let report = after(seconds(5), close(&sender, Duration::ZERO)).await;
    assert_eq!((report.rows(), report.spooled()), (1, 0), "{report}");
    drop(held);
}

/// Keeps nothing until it's told to go on.
#[derive(Debug)]
struct Stuck(Mutex<Receiver<()>>);

impl DeadLetter for Stuck {
    fn keep(&self, _: &RejectedBatch<'_>) -> io::Result<()> {
        let _ = self.0.lock().unwrap().recv();
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_dead_letter_that_hangs_keeps_nobody_beyond_their_time() {
    let service = Service::new(|_| Answer::status(400));
    let (go_on, wait) = channel();
    let sender = stream(&service)
        .dead_letter(Arc::new(Stuck(Mutex::new(wait))))
        .sender()
        .start()
        .unwrap();
    sender.send(row(0, 900)).await.unwrap();
    let flushed = after(seconds(3), flush(&sender, seconds(3))).await;
    assert_eq!((flushed.rows(), flushed.waiting()), (0, 1), "{flushed}");
    let report = after(seconds(3), close(&sender, seconds(3))).await;
    assert_eq!(
        (report.rejected(), report.dead_letters()),
        (1, 0),
        "{report}"
    );
    drop(go_on);
}
