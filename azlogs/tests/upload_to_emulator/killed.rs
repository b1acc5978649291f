//! A process that is killed while it sends by way of a spool: of what it acknowledged, nothing is lost.
//!
//! The process is this test's own binary, started again.

use std::collections::HashSet;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use azlogs::credential::StaticToken;
use azlogs::{LogsClient, RetryPolicy, SenderBuilder, Spool};
use azlogs_emulator::{Emulator, Fault, FaultAnswer, Moment, What, When};

use futures_util::future::join_all;

use crate::{RULE, Row, builder, row};

/// Where the child sends, where its spool is, and the number of its first row.
const CHILD: &str = "AZLOGS_TEST_CHILD";
/// How often it is killed.
const KILLS: &str = "AZLOGS_TEST_KILLS";

fn sender(endpoint: &str, directory: &Path) -> SenderBuilder<Row> {
    let client = LogsClient::builder(endpoint)
        .credential(Arc::new(StaticToken::new("token")))
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    let sender = client.stream::<Row>(RULE).sender();
    sender
        .spool(Spool::open(directory).unwrap())
        .linger(Duration::from_millis(2))
        .probe_every(Duration::from_millis(20))
}

/// What the child does: it sends until it's killed, and says which rows were acknowledged.
#[test]
fn child() {
    let Ok(orders) = env::var(CHILD) else {
        return;
    };
    let mut orders = orders.splitn(3, ' ');
    let (endpoint, first) = (orders.next().unwrap(), orders.next().unwrap());
    let next = AtomicU32::new(first.parse().unwrap());
    let directory = Path::new(orders.next().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let sender = sender(endpoint, directory).start().unwrap();
        let send = async || {
            while !sender.is_closed() {
                let n = next.fetch_add(1, Ordering::Relaxed);
                sender.send(row(n)).await.unwrap();
                writeln!(std::io::stdout(), "acknowledged {n}").unwrap();
            }
        };
        join_all((0..8).map(|_| send())).await;
    });
}

/// Has a child send, kills it after some acknowledgements, and gives all that it had given.
fn kill_one(emulator: &Emulator, directory: &Path, first: u32, after: usize) -> Vec<u64> {
    let orders = format!("{} {first} {}", emulator.endpoint(), directory.display());
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed::child", "--nocapture"])
        .env(CHILD, orders)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    let mut read = |line: std::io::Result<String>| {
        let line = line.unwrap();
        let number = line
            .split_once("acknowledged ")
            .map(|(_, number)| number.parse::<u64>().unwrap());
        acknowledged.extend(number);
        acknowledged.len()
    };
    for line in lines.by_ref() {
        if read(line) > after {
            break;
        }
    }
    child.kill().unwrap();
    // What it said before it was killed counts, too.
    for line in lines {
        read(line);
    }
    let status = child.wait().unwrap();
    assert!(status.code().is_none(), "it ended by itself: {status}");
    acknowledged
}

#[test]
fn whatever_a_process_acknowledged_arrives_though_it_was_killed() {
    let kills = env::var(KILLS).map_or(10, |kills| kills.parse().unwrap());
    let home = tempfile::tempdir().unwrap();
    let directory = home.path().join("spool");
    let faults = [
        Fault::new(When::Every(3), What::Answer(FaultAnswer::status(503))),
        Fault::new(When::Every(7), What::Reset(Moment::AfterBody)),
    ];
    let emulator = builder()
        .max_rows(5_000_000)
        .faults(faults)
        .start_blocking()
        .unwrap();
    let mut random = fastrand::Rng::with_seed(20_261_125);
    let mut acknowledged = HashSet::new();
    for round in 0..kills {
        let after = random.usize(..60);
        acknowledged.extend(kill_one(&emulator, &directory, round * 1_000_000, after));
    }

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let report = runtime.block_on(async {
        let sender = sender(emulator.endpoint(), &directory).start().unwrap();
        sender.close(Duration::from_secs(60)).await
    });
    assert!(report.is_complete(), "{report}");
    let rows = emulator.rows("Rows_CL");
    let arrived: HashSet<_> = rows.iter().map(|row| row["N"].as_u64().unwrap()).collect();
    let missing: Vec<_> = acknowledged.difference(&arrived).collect();
    assert!(
        missing.is_empty(),
        "{missing:?} of {} were lost",
        acknowledged.len()
    );
    assert!(
        acknowledged.len() >= 10 * kills as usize,
        "{} are too few to show anything",
        acknowledged.len()
    );
    let left: Vec<_> = std::fs::read_dir(&directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["lock"]);
}
