//! Why a spool can't be opened, or can't take a chunk.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a [`Spool`](super::Spool) can't be opened, or doesn't take a chunk.
#[derive(Clone, Debug)]
pub struct SpoolError {
    kind: SpoolErrorKind,
    path: PathBuf,
    doing: &'static str,
    source: Option<Arc<io::Error>>,
}

/// What is wrong with a spool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SpoolErrorKind {
    /// Another process, or another spool of this one, has the directory.
    InUse,
    /// The directory can be written by others than its owner.
    OpenToOthers,
    /// The chunks in it are as many bytes as it may hold.
    Full,
    /// A chunk is too large for a file, or its stream's name is.
    TooLarge,
    /// The directory is no longer the one that was opened.
    Vanished,
    /// The operating system refused: the disk is full, the directory can only be read, the device fails.
    Io,
}

impl SpoolError {
    pub(crate) fn new(kind: SpoolErrorKind, path: &Path) -> Self {
        Self {
            kind,
            path: path.to_owned(),
            doing: "",
            source: None,
        }
    }

    pub(crate) fn io(doing: &'static str, path: &Path, error: io::Error) -> Self {
        Self {
            doing,
            source: Some(Arc::new(error)),
            ..Self::new(SpoolErrorKind::Io, path)
        }
    }

    /// What is wrong.
    pub fn kind(&self) -> SpoolErrorKind {
        self.kind
    }

    /// The directory or the file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for SpoolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match (self.kind, &self.source) {
            (SpoolErrorKind::InUse, _) => write!(
                f,
                "spool `{path}` is in use: give each process a directory of its own, and its senders clones of one `Spool`"
            ),
            (SpoolErrorKind::OpenToOthers, _) => write!(
                f,
                "spool `{path}` can be written by others, who could have rows of theirs sent: `chmod 700` it, or use a directory \
                 below it, which is then made with that mode"
            ),
            (SpoolErrorKind::Full, _) => write!(
                f,
                "spool `{path}` is full: it has as many bytes as `max_bytes` allows"
            ),
            (SpoolErrorKind::TooLarge, _) => write!(f, "a chunk is too large for spool `{path}`"),
            (SpoolErrorKind::Vanished, _) => write!(
                f,
                "spool `{path}` was removed or replaced while it was used: its chunks are gone, and it's used again after a restart"
            ),
            (SpoolErrorKind::Io, Some(source)) => {
                write!(f, "spool: cannot {} `{path}`: {source}", self.doing)
            }
            (SpoolErrorKind::Io, None) => write!(f, "spool: cannot {} `{path}`", self.doing),
        }
    }
}

impl StdError for SpoolError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
