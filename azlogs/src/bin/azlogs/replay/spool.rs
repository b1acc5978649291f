//! Drains a spool, one stream after the other.

use std::path::Path;
use std::sync::Arc;

use azlogs::{LogsClient, Spool, StreamName};

use super::super::args::ReplayArgs;
use super::super::interrupt::Interrupt;
use super::super::progress::{self, Position, Shown};
use super::super::send::REJECTED;
use super::super::{draining, kept_back, output};
use super::Replayed;

pub(super) async fn replay(
    args: &ReplayArgs,
    directory: &Path,
    client: &LogsClient,
    interrupt: Interrupt,
) -> Result<Replayed, String> {
    if !directory.is_dir() {
        return Err(format!("{} is no directory", directory.display()));
    }
    let spool = draining::open(directory)?;
    let rejected = args.rejected.clone();
    let rejected = rejected.unwrap_or_else(|| spool.directory().join(REJECTED));
    let letters = kept_back::open(&rejected)?;
    let shown = show(&spool);
    let mut replayed = Replayed::default();
    for (rule, stream) in spool.targets() {
        if interrupt.is_pressed() {
            break;
        }
        output::tell(&format!("{rule} {stream}\n"));
        let Ok(stream) = stream.parse::<StreamName>() else {
            let note = format!("the spool has rows for {stream:?}, which is no stream");
            replayed.notes.push(note);
            continue;
        };
        let stream = client
            .json_stream(rule, &stream)
            .concurrency(args.concurrency.get());
        let (letters, patience) = (Arc::clone(&letters), args.patience.get());
        let outcome = draining::drain(
            stream,
            spool.clone(),
            letters,
            None,
            patience,
            interrupt.clone(),
        );
        replayed.outcome.add(outcome.await?);
    }
    drop(shown);
    let usage = spool.usage();
    replayed.left = usage.rows;
    if usage.set_aside.chunks > 0 {
        replayed.notes.push(format!(
            "{} files can't be read as what was written; they are there as *.corrupt",
            usage.set_aside.chunks
        ));
    }
    if let Some(error) = &replayed.outcome.not_kept {
        replayed
            .notes
            .push(format!("rejected rows aren't kept: {error}"));
    }
    if replayed.outcome.kept > 0 {
        let note = format!("the rejected rows are in {}", rejected.display());
        replayed.notes.push(note);
    }
    Ok(replayed)
}

/// Shows how much has left the spool.
fn show(spool: &Spool) -> Shown {
    let (spool, before) = (spool.clone(), spool.usage());
    let size = before.bytes;
    let look = move || {
        let now = spool.usage();
        Position {
            rows: before.rows.saturating_sub(now.rows),
            bytes: before.bytes.saturating_sub(now.bytes),
            is_last: false,
        }
    };
    progress::show(look, Some(size))
}
