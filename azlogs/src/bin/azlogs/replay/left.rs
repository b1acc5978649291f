//! Where letters go that aren't accepted: back to their file, or to that of `--rejected`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use azlogs::{Blame, DeadLetter, DeadLetterFile, Letter, RejectReason, RejectedBatch};

use super::super::kept_back;
use super::claim::Claim;

/// What takes the place of a file of letters.
#[derive(Debug)]
pub(super) struct Left {
    file: Arc<DeadLetterFile>,
    rows: AtomicU64,
    /// Takes those that will hardly be accepted another time.
    rejected: Option<Arc<DeadLetterFile>>,
}

impl Left {
    /// Begins with nothing. What another process left there, which was ended, is in the claimed file too. The error is for the user to
    /// read.
    pub(super) fn of(claim: &Claim, rejected: Option<Arc<DeadLetterFile>>) -> Result<Self, String> {
        let path = claim.beside();
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(format!("cannot remove {}: {error}", path.display()));
            }
            _ => {}
        }
        Ok(Self {
            file: kept_back::open(&path)?,
            rows: AtomicU64::new(0),
            rejected,
        })
    }

    /// How many rows it has.
    pub(super) fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Takes letters as they are.
    pub(super) fn keep_untried<'a>(
        &self,
        letters: impl IntoIterator<Item = &'a Letter>,
    ) -> io::Result<()> {
        let mut rows = 0;
        self.file
            .keep_letters(letters.into_iter().inspect(|_| rows += 1))?;
        self.count(rows);
        Ok(())
    }

    /// Takes letters that can't be sent.
    pub(super) fn keep_unsendable(&self, letters: &[Letter]) -> io::Result<()> {
        match &self.rejected {
            Some(rejected) => rejected.keep_letters(letters),
            None => self.keep_untried(letters),
        }
    }

    fn count(&self, rows: usize) {
        let rows = u64::try_from(rows).unwrap_or(u64::MAX);
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }
}

/// Takes letters that were refused again, with their newest reason. They name the rule and the stream that they named before, wherever they
/// were sent: that may have been a mistake.
#[derive(Debug)]
pub(super) struct Returned {
    pub(super) left: Arc<Left>,
    pub(super) rule: String,
    pub(super) stream: String,
}

impl DeadLetter for Returned {
    fn keep(&self, batch: &RejectedBatch<'_>) -> io::Result<()> {
        let letters = batch.letters().map(|mut letter| {
            letter.rule.clone_from(&self.rule);
            letter.stream.clone_from(&self.stream);
            letter
        });
        let letters: Vec<Letter> = letters.collect();
        match &self.left.rejected {
            Some(rejected) if !is_endpoints(batch.reason()) => rejected.keep_letters(&letters),
            _ => self.left.keep_untried(&letters),
        }
    }
}

/// Whether the rows may well be accepted another time.
fn is_endpoints(reason: &RejectReason) -> bool {
    matches!(reason, RejectReason::Request(error) if Blame::of(error) == Blame::Endpoint)
}

/// Opens the file of `--rejected`, which must be none of those that are replayed. The error is for the user to read.
pub(super) fn open_rejected(path: &Path, claims: &[Claim]) -> Result<Arc<DeadLetterFile>, String> {
    let real = real(path);
    let is_taken = claims
        .iter()
        .any(|claim| real == claim.path() || real == claim.beside());
    if is_taken {
        return Err("--rejected is the file that is replayed: leave it out".to_owned());
    }
    kept_back::open(path)
}

/// The path without links, also where nothing is there yet.
fn real(path: &Path) -> PathBuf {
    let beyond_links = || {
        let directory = match path.parent()? {
            directory if directory == Path::new("") => Path::new("."),
            directory => directory,
        };
        Some(fs::canonicalize(directory).ok()?.join(path.file_name()?))
    };
    fs::canonicalize(path)
        .ok()
        .or_else(beyond_links)
        .unwrap_or_else(|| path.to_owned())
}
