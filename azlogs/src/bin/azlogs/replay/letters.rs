//! Sends dead letters again, file by file. Those that aren't accepted are in the file afterwards, which is replaced only when all in it are settled.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use azlogs::{
    Blame, DeadLetterFile, ImmutableId, JsonRow, Letter, LogsClient, OnFailure, RejectReason,
    StreamName, UploadReport,
};

use super::super::args::ReplayArgs;
use super::super::counts::{Progress, to_u64};
use super::super::interrupt::Interrupt;
use super::super::outcome::{Outcome, Rejection};
use super::super::progress;
use super::Replayed;
use super::claim::{Claim, Size, len};
use super::left::{Left, Returned, open_rejected};

/// Where letters go.
type Target = (ImmutableId, StreamName);

/// The error is for the user to read; nothing was sent then.
pub(super) async fn replay(
    args: &ReplayArgs,
    path: &Path,
    client: &LogsClient,
    interrupt: Interrupt,
) -> Result<Replayed, String> {
    let claims = Claim::all(path)?;
    let rejected = args.rejected.as_deref();
    let rejected = rejected
        .map(|rejected| open_rejected(rejected, &claims))
        .transpose()?;
    let sizes: Vec<Size> = claims.iter().map(Claim::check).collect::<Result<_, _>>()?;
    let mut replay = Replay {
        args,
        client,
        interrupt,
        rejected,
        progress: Arc::default(),
        refusing: Vec::new(),
        is_endpoint_failing: false,
        replayed: Replayed::default(),
    };
    let bytes = sizes.iter().map(|size| size.bytes).sum();
    let shown = progress::show(progress::of(&replay.progress), Some(bytes));
    for (claim, size) in claims.iter().zip(sizes) {
        if replay.is_over() {
            replay.replayed.left += size.rows;
            continue;
        }
        match replay.file(claim).await {
            Ok(left) => replay.replayed.left += left,
            Err(trouble) => {
                // Where it failed, the file has all that it had.
                drop(fs::remove_file(claim.beside()));
                replay.replayed.left += size.rows;
                replay.replayed.trouble = Some(trouble);
            }
        }
    }
    drop(shown);
    let mut replayed = replay.replayed;
    if let Some(rejected) = &args.rejected
        && replayed.outcome.rejected > 0
    {
        let note = format!("the rejected rows are in {}", rejected.display());
        replayed.notes.push(note);
    }
    Ok(replayed)
}

struct Replay<'a> {
    args: &'a ReplayArgs,
    client: &'a LogsClient,
    interrupt: Interrupt,
    rejected: Option<Arc<DeadLetterFile>>,
    progress: Arc<Progress>,
    /// The rules that refuse everything.
    refusing: Vec<ImmutableId>,
    is_endpoint_failing: bool,
    replayed: Replayed,
}

impl Replay<'_> {
    /// Whether no more is sent.
    fn is_over(&self) -> bool {
        self.is_endpoint_failing || self.interrupt.is_pressed() || self.replayed.trouble.is_some()
    }

    /// Sends the letters of a file again. Gives how many are left there. The error is for the user to read.
    async fn file(&mut self, claim: &Claim) -> Result<u64, String> {
        let left = Arc::new(Left::of(claim, self.rejected.clone())?);
        for portion in claim.portions()? {
            for (target, letters) in by_target(self.args, portion?) {
                self.letters(target, letters, &left)
                    .await
                    .map_err(|error| {
                        format!(
                            "rows that weren't accepted couldn't be written: {error}; {} is as it was, and the rows that were accepted are in it still",
                            claim.path().display()
                        )
                    })?;
            }
        }
        let rows = left.rows();
        claim.replace(rows == 0)?;
        Ok(rows)
    }

    /// Sends letters for one target again, if they have one. The error says why those that weren't accepted couldn't be written.
    async fn letters(
        &mut self,
        target: Option<Target>,
        letters: Vec<Letter>,
        left: &Arc<Left>,
    ) -> Result<(), String> {
        let written = match target {
            None => {
                let bytes = letters.iter().map(len).sum();
                self.progress.add(to_u64(letters.len()), bytes);
                self.replayed.outcome.reject(unsendable(letters.len()));
                left.keep_unsendable(&letters)
            }
            Some((rule, _)) if self.is_over() || self.refusing.contains(&rule) => {
                left.keep_untried(&letters)
            }
            Some(target) => return self.upload(target, letters, left).await,
        };
        written.map_err(|error| error.to_string())
    }

    async fn upload(
        &mut self,
        (rule, stream): Target,
        letters: Vec<Letter>,
        left: &Arc<Left>,
    ) -> Result<(), String> {
        let named = |part: fn(&Letter) -> &String| letters.first().map(part).cloned();
        let returned = Returned {
            left: Arc::clone(left),
            rule: named(|letter| &letter.rule).unwrap_or_default(),
            stream: named(|letter| &letter.stream).unwrap_or_default(),
        };
        let (rows, letters) = rows_of(letters);
        let progress = &self.progress;
        let told = rows
            .iter()
            .inspect(|row| progress.add(1, row.as_str().len()));
        let stream = self
            .client
            .json_stream(rule.clone(), &stream)
            .concurrency(self.args.concurrency.get());
        let report = stream
            .dead_letter(Arc::new(returned))
            .upload(told)
            .on_failure_with(|failure| match failure.reason() {
                // What concerns the endpoint concerns all that would follow.
                RejectReason::Request(error) if Blame::of(error) == Blame::Endpoint => {
                    OnFailure::Stop
                }
                _ => OnFailure::Continue,
            })
            .cancel_on(self.interrupt.clone().pressed())
            .await;
        let untried = report.not_attempted_rows().iter();
        let untried = untried.flat_map(|range| &letters[range.clone()]);
        let written = left.keep_untried(untried);
        self.learn(&rule, &report);
        let outcome = Outcome::of_upload(&report);
        let not_kept = outcome.not_kept.clone();
        self.replayed.outcome.add(outcome);
        written.map_err(|error| error.to_string())?;
        not_kept.map_or(Ok(()), Err)
    }

    /// Finds out whether what follows is worth a try.
    fn learn(&mut self, rule: &ImmutableId, report: &UploadReport) {
        let errors = report.rejected_rows().iter();
        let errors = errors.filter_map(|rows| match &rows.reason {
            RejectReason::Request(error) if Blame::of(error) == Blame::Endpoint => Some(error),
            _ => None,
        });
        for error in errors {
            match error.status() {
                Some(403 | 404) => self.refusing.push(rule.clone()),
                _ => self.is_endpoint_failing = true,
            }
        }
    }
}

/// What is told of letters that can't be sent.
fn unsendable(letters: usize) -> Rejection {
    Rejection {
        rows: None,
        count: to_u64(letters),
        reason: "what is in the letter is no row, or it names no rule or no stream".to_owned(),
        may_be_accepted: false,
    }
}

/// The letters of each target that name the same rule and stream, and those that can't be sent, which have no target.
fn by_target(args: &ReplayArgs, letters: Vec<Letter>) -> Vec<(Option<Target>, Vec<Letter>)> {
    let mut batches: Vec<(Option<Target>, Vec<Letter>)> = Vec::new();
    for letter in letters {
        let is_row = letter
            .row
            .as_deref()
            .is_some_and(|row| JsonRow::parse(row).is_ok());
        let target = is_row.then(|| target(args, &letter)).flatten();
        let is_alike = |(known, letters): &&mut (Option<Target>, Vec<Letter>)| {
            let names_the_same =
                |other: &Letter| (&other.rule, &other.stream) == (&letter.rule, &letter.stream);
            *known == target && (known.is_none() || letters.iter().take(1).all(names_the_same))
        };
        match batches.iter_mut().find(is_alike) {
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
