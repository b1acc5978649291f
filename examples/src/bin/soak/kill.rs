//! A process is killed while it sends by way of a spool, again and again: of what it acknowledged, nothing may be missing.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use azlogs::{Sender, Spool};
use azlogs_emulator::Fault;
use futures_util::future::try_join_all;

use crate::Failure;
use crate::books::Shared;
use crate::check::Check;
use crate::numbered::Numbered;
use crate::service;

/// The numbers that each process has for its rows.
const NUMBERS: u32 = 100_000;

pub(crate) async fn run(kills: u32, seed: u64, check: &mut Check) -> Result<(), Failure> {
    let books = Shared::default();
    let home = tempfile::tempdir()?;
    let spool = home.path().join("spool");
    let faults: [Fault; 2] = [
        "status=503,every=3".parse()?,
        "reset=after,every=7".parse()?,
    ];
    let emulator = service::emulator(&books).faults(faults).start().await?;
    let mut random = fastrand::Rng::with_seed(seed);
    let mut acknowledged = Vec::new();
    let mut ended = 0_u32;
    for round in 0..kills {
        let moment = (
            random.usize(..200),
            Duration::from_micros(random.u64(..5_000)),
        );
        let endpoint = emulator.endpoint();
        let (rows, by_kill) =
            tokio::task::block_in_place(|| kill_one(endpoint, &spool, round * NUMBERS, moment))?;
        acknowledged.extend(rows);
        ended += u32::from(!by_kill);
    }

    let report = sender(emulator.endpoint(), &spool)?
        .close(Duration::from_secs(300))
        .await;
    println!("   what the last one left: {report}");
    let books = books.open();
    let missing = acknowledged.iter().filter(|number| !books.has(**number));
    println!(
        "   {} rows were acknowledged, {} arrived, {} of them again",
        acknowledged.len(),
        books.distinct(),
        books.duplicates()
    );
    check.same("processes that ended by themselves", &ended, &0);
    check.same("bodies that can't be read", &books.unreadable, &0);
    check.same("acknowledged rows that are missing", &missing.count(), &0);
    check.holds(report.is_complete(), "nothing is left in the spool");
    check.holds(
        acknowledged.len() > kills as usize,
        "there were rows to lose",
    );
    Ok(())
}

/// Has a process send, and kills it so long after so many acknowledgements. What it acknowledged, and whether it was killed.
fn kill_one(
    endpoint: &str,
    spool: &Path,
    first: u32,
    (after, pause): (usize, Duration),
) -> Result<(Vec<u32>, bool), Failure> {
    let mut child = Command::new(env::current_exe()?)
        .args(["killed", endpoint])
        .arg(spool)
        .arg(first.to_string())
        .stdout(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().ok_or("a child without output")?;
    let mut lines = BufReader::new(output).lines();
    let mut acknowledged = Vec::new();
    for line in lines.by_ref().take(after) {
        acknowledged.push(line?.parse()?);
    }
    thread::sleep(pause);
    child.kill()?;
    // What it said before it was killed counts, too.
    for line in lines {
        acknowledged.push(line?.parse()?);
    }
    let by_kill = child.wait()?.code().is_none();
    Ok((acknowledged, by_kill))
}

fn sender(endpoint: &str, spool: &Path) -> Result<Sender<Numbered>, Failure> {
    let sender = service::stream(endpoint)?.sender();
    Ok(sender
        .spool(Spool::open(spool)?)
        .linger(Duration::from_millis(2))
        .probe_every(Duration::from_millis(20))
        .start()?)
}

/// Sends rows from several tasks, and says which were acknowledged, until it's killed.
pub(crate) async fn killed(endpoint: &str, spool: &Path, first: u32) -> Result<(), Failure> {
    let sender = sender(endpoint, spool)?;
    let next = AtomicU32::new(first);
    let send = async || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= first.saturating_add(NUMBERS) {
                return Ok::<(), Failure>(());
            }
            sender.send(Numbered::new(number)).await?;
            // In one write, so that a line is whole or absent.
            std::io::stdout().write_all(format!("{number}\n").as_bytes())?;
        }
    };
    try_join_all((0..8).map(|_| send())).await?;
    Ok(())
}
