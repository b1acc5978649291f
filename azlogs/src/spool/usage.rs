//! What a spool holds, and what is wrong with it.

use azlogs_dcr::ImmutableId;

use super::error::{SpoolError, SpoolErrorKind};
use super::index::GivenUp;
use super::store::Store;
use super::trace;

/// What a [`Spool`](super::Spool) holds, and what it gave up since it was opened.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct SpoolUsage {
    /// Chunks that are to be sent.
    pub chunks: usize,
    /// The rows in them.
    pub rows: u64,
    /// The bytes that they take, each at least 4 KiB.
    pub bytes: u64,
    /// What was dropped because it was too old, or to make room.
    pub dropped: GivenUp,
    /// What couldn't be read as what had been written; the files are there as `….corrupt`.
    pub set_aside: GivenUp,
    /// Why chunks can't be written at present; they are kept in memory only.
    pub trouble: Option<SpoolError>,
}

impl Store {
    pub(super) fn usage(&self) -> SpoolUsage {
        let state = self.state();
        SpoolUsage {
            chunks: state.index.len(),
            rows: state.index.rows(),
            bytes: state.index.bytes(),
            dropped: state.index.dropped,
            set_aside: state.index.set_aside,
            trouble: state.trouble.clone(),
        }
    }

    /// The rules and streams for which there are chunks.
    pub(super) fn targets(&self) -> Vec<(ImmutableId, String)> {
        let state = self.state();
        let targets = state.index.targets();
        targets
            .filter_map(|(rule, stream)| Some((rule.parse().ok()?, stream.to_owned())))
            .collect()
    }

    /// Notes how writing went, and says so when that has changed. That it's full is no trouble: it's what was asked for.
    pub(super) fn note(&self, error: Option<&SpoolError>) {
        use SpoolErrorKind::{Full, TooLarge};
        if error.is_some_and(|error| matches!(error.kind(), Full | TooLarge)) {
            return;
        }
        let before = std::mem::replace(&mut self.state().trouble, error.cloned());
        match (before, error) {
            (None, Some(error)) => trace::trouble(error),
            (Some(_), None) => trace::healed(self.directory()),
            (None, None) | (Some(_), Some(_)) => {}
        }
    }
}
