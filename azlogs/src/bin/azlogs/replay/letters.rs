//! Sends dead letters again. Those that aren't accepted are in the file afterwards, and the file is replaced only when all is settled.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use azlogs::{
    Blame, DeadLetterFile, DeadLetterReader, ImmutableId, JsonRow, Letter, LogsClient, OnFailure,
    RejectReason, StreamName,
};

use super::super::args::ReplayArgs;
use super::super::interrupt::Interrupt;
use super::super::outcome::Outcome;
use super::super::{kept_back, output};
use super::Replayed;

/// Where letters go.
type Target = (ImmutableId, StreamName);

pub(super) async fn replay(
    args: &ReplayArgs,
    path: &Path,
    client: &LogsClient,
    interrupt: Interrupt,
) -> Result<Replayed, String> {
    let told = |error: io::Error| format!("{}: {error}", path.display());
    let len = fs::metadata(path).map_err(told)?.len();
    let mut letters = Vec::new();
    for letter in DeadLetterReader::open(path).map_err(told)? {
        // A line that is lost because it can't be read would be lost for good.
        letters.push(letter.map_err(|error| {
            format!(
                "{}: {error}; mend or remove the line: nothing was sent",
                path.display()
            )
        })?);
    }
    let left_path = beside(path);
    if args
        .rejected
        .as_deref()
        .is_some_and(|other| is_same(other, path) || is_same(other, &left_path))
    {
        return Err("--rejected is the file that is replayed: leave it out".to_owned());
    }
    check_free(&left_path)?;
    let sent = send(args, path, &left_path, letters, client, interrupt).await;
    let settled = sent.and_then(|replayed| {
        if fs::metadata(path).map_err(told)?.len() != len {
            return Err(format!(
                "{} was written to meanwhile: it's left as it is, with the {} rows that were accepted; replay files that nobody writes to",
                path.display(),
                replayed.outcome.accepted
            ));
        }
        settle(path, &left_path, replayed.left, args.rejected.as_deref()).map_err(told)?;
        Ok(replayed)
    });
    // Where it failed, the file has all that it had.
    settled.inspect_err(|_| drop(fs::remove_file(&left_path)))
}

/// Sends the letters, and writes those that aren't accepted to `left_path`.
async fn send(
    args: &ReplayArgs,
    path: &Path,
    left_path: &Path,
    letters: Vec<Letter>,
    client: &LogsClient,
    interrupt: Interrupt,
) -> Result<Replayed, String> {
    let told = |error: io::Error| format!("{}: {error}", path.display());
    let left = kept_back::open(left_path)?;
    let mut replayed = Replayed::default();
    let batches = by_target(args, letters);
    let mut kept = 0;
    for (target, letters) in batches {
        let (Some((rule, stream)), false) = (target, interrupt.is_pressed()) else {
            left.keep_letters(&letters).map_err(told)?;
            kept += count(letters.len());
            continue;
        };
        output::tell(&format!("{} rows to {rule} {stream}\n", letters.len()));
        let (rows, letters) = rows_of(letters);
        let stream = client
            .json_stream(rule, &stream)
            .concurrency(args.concurrency);
        let report = stream
            .dead_letter(Arc::clone(&left) as _)
            .upload(&rows)
            .on_failure_with(|failure| match failure.reason() {
                // What concerns the endpoint concerns all that would follow.
                RejectReason::Request(error) if Blame::of(error) == Blame::Endpoint => {
                    OnFailure::Stop
                }
                _ => OnFailure::Continue,
            })
            .cancel_on(interrupt.clone().pressed())
            .await;
        let untried = report.not_attempted_rows().iter();
        let untried = untried.flat_map(|range| &letters[range.clone()]);
        left.keep_letters(untried).map_err(told)?;
        kept += count(report.not_attempted() + report.dead_letters());
        replayed.outcome.add(Outcome::of_upload(&report));
    }
    replayed.left = kept;
    if let Some(error) = &replayed.outcome.not_kept {
        return Err(format!(
            "rows that were rejected again couldn't be written: {error}; {} is as it was, and the rows that were accepted are in it still",
            path.display()
        ));
    }
    Ok(replayed)
}

/// The letters of each target, and those that can't be sent, which have none.
fn by_target(args: &ReplayArgs, letters: Vec<Letter>) -> Vec<(Option<Target>, Vec<Letter>)> {
    let mut batches: Vec<(Option<Target>, Vec<Letter>)> = Vec::new();
    for letter in letters {
        let is_row = letter
            .row
            .as_deref()
            .is_some_and(|row| JsonRow::parse(row).is_ok());
        let target = is_row.then(|| target(args, &letter)).flatten();
        match batches.iter_mut().find(|(known, _)| *known == target) {
            Some((_, batch)) => batch.push(letter),
            None => batches.push((target, vec![letter])),
        }
    }
    batches
}

/// Where a letter goes, if it says so.
fn target(args: &ReplayArgs, letter: &Letter) -> Option<Target> {
    let rule = args.rule.clone().or_else(|| letter.rule.parse().ok())?;
    let stream = args.stream.clone().or_else(|| letter.stream.parse().ok())?;
    Some((rule, stream))
}

/// The rows of letters that have one, and those letters.
fn rows_of(letters: Vec<Letter>) -> (Vec<JsonRow>, Vec<Letter>) {
    let with_row = letters.into_iter().filter_map(|letter| {
        let row = JsonRow::parse(letter.row.as_deref()?).ok()?;
        Some((row, letter))
    });
    with_row.unzip()
}

/// Puts what is left in the file's place, or into a file that was named.
fn settle(path: &Path, left: &Path, rows: u64, other: Option<&Path>) -> io::Result<()> {
    match other {
        Some(other) if rows > 0 => {
            let letters: Result<Vec<Letter>, _> = DeadLetterReader::open(left)?.collect();
            let other = DeadLetterFile::open(other)?.max_bytes(u64::MAX);
            other.keep_letters(&letters.map_err(io::Error::other)?)?;
            fs::remove_file(path)?;
            fs::remove_file(left)
        }
        None if rows > 0 => fs::rename(left, path),
        _ => {
            fs::remove_file(path)?;
            fs::remove_file(left)
        }
    }
}

/// `rejected.ndjson.left`.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".left");
    PathBuf::from(name)
}

/// Another replay of the same file may run.
fn check_free(path: &Path) -> Result<(), String> {
    if !path.exists() {
        return Ok(());
    }
    Err(format!(
        "{} is there: another replay runs, or one was ended; if none runs, remove it, since the rows in it are in the other file too",
        path.display()
    ))
}

fn is_same(a: &Path, b: &Path) -> bool {
    a == b || fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b))
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}
