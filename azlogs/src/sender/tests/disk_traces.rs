//! A disk that can't be written is told to `tracing` once, and so is that it can again; rows go on meanwhile.

use std::fs;
use std::io::{self, ErrorKind};
use std::sync::{LazyLock, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use super::*;
use crate::Spool;
use crate::spool::tests::memory::{Memory, Mishap};
use crate::spool::tests::open_at;

/// All that is logged in this process: the disk's threads, too, tell of what they meet.
static LOG: LazyLock<&'static Log> = LazyLock::new(|| {
    let log: &'static Log = Box::leak(Box::default());
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(log)
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    log
});

#[derive(Debug, Default)]
struct Log(Mutex<Vec<u8>>);

impl io::Write for &Log {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for &'static Log {
    type Writer = &'a Log;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

impl Log {
    /// The lines about that directory that have those words.
    fn lines(&self, directory: &str, words: &str) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let lines = text.lines();
        lines
            .filter(|line| line.contains(directory) && line.contains(words))
            .map(str::to_owned)
            .collect()
    }
}

fn start(service: &Arc<Service>, spool: Spool) -> Sender<Row> {
    let builder = stream(service).sender().spool(spool);
    builder.linger(Duration::from_millis(10)).start().unwrap()
}

/// Sends twenty rows, each in a chunk of its own, of which each is acknowledged.
async fn send_twenty(sender: &Sender<Row>) {
    for n in 0..20 {
        sender.send(row(n, 900)).await.unwrap();
    }
}

fn assert_said_once(directory: &str, why: &str) {
    let said = LOG.lines(directory, "rows are kept in memory only");
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].contains("WARN"), "{}", said[0]);
    assert!(said[0].contains(why), "{}", said[0]);
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_is_full_or_can_only_be_read_is_said_once_and_rows_go_on_from_memory() {
    LazyLock::force(&LOG);
    for (directory, kind, why) in [
        ("/a-full-disk", ErrorKind::StorageFull, "no storage space"),
        (
            "/a-read-only-disk",
            ErrorKind::ReadOnlyFilesystem,
            "read-only filesystem",
        ),
        (
            "/a-directory-of-others",
            ErrorKind::PermissionDenied,
            "permission denied",
        ),
    ] {
        let (service, files) = (Service::willing(), Memory::default());
        let sender = start(
            &service,
            open_at(&files, directory, Spool::options()).unwrap(),
        );
        files.plan(0, Mishap::FromThenOn(kind), 1);
        send_twenty(&sender).await;
        assert_said_once(directory, why);
        let trouble = sender.stats().spool.unwrap().trouble.unwrap();
        assert!(trouble.to_string().contains(why), "{trouble}");
        assert_eq!(sender.flush(seconds(10)).await.accepted(), 20);

        files.plan(usize::MAX, Mishap::PowerLoss, 1);
        for n in 20..25 {
            sender.send(row(n, 900)).await.unwrap();
            tokio::time::sleep(seconds(2)).await;
        }
        assert!(sender.stats().spool.unwrap().trouble.is_none());
        let healed = LOG.lines(directory, "the spool is written again");
        assert_eq!(healed.len(), 1, "{healed:#?}");
        assert!(sender.close(seconds(10)).await.is_complete());
        assert_eq!(service.accepted(), (0..25).collect::<Vec<_>>());
        assert_said_once(directory, why);
    }
}

#[tokio::test(start_paused = true)]
async fn a_directory_that_vanishes_is_said_once_and_rows_go_on_from_memory() {
    LazyLock::force(&LOG);
    let home = tempfile::tempdir().unwrap();
    let directory = home.path().join("spool");
    let service = Service::willing();
    let sender = start(&service, Spool::open(&directory).unwrap());
    sender.send(row(99, 900)).await.unwrap();
    fs::remove_dir_all(&directory).unwrap();
    send_twenty(&sender).await;
    let report = sender.close(seconds(10)).await;
    assert_eq!(report.accepted(), 21, "{report}");
    assert_said_once(directory.to_str().unwrap(), "was removed or replaced");
}
