//! A directory of chunks ready to be sent, so that rows survive the process.
//!
//! # What it promises
//!
//! - A chunk that was taken is sent, whatever happens to the process or the power, until the service has accepted it or refused it for good.
//! - What is no whole chunk is never sent and never in the way: it's set aside, as `….corrupt`, with a message.
//! - Chunks come out in the order in which they went in; what an earlier process left comes first.
//! - It takes at most `max_bytes`, and what happens then is [said](WhenFull). What is dropped is counted.
//! - One process has a directory at a time, and in it one sender a chunk, however many share the spool.
//! - A disk that fails is said once, in a warning and in [`SpoolUsage::trouble`]; sending goes on from memory.
//!
//! # How
//!
//! One file a chunk, in [a form](format) that says where it goes and can be checked. It's written under another name, synced, renamed,
//! and the directory synced: a file of that name is either not there or whole, whenever the power fails. It's removed without
//! syncing, so that a chunk which was accepted right before a loss of power may be sent again, as any may be whose answer got lost: delivery
//! is at least once.
//!
//! A lock file, locked as long as the process lives, keeps others out. Files can be read by the process's user alone.
//!
//! # Why it is written here
//!
//! No crate on crates.io was found that keeps these promises (November 2026). *yaque* 0.6 never syncs, and needs its queue to be dropped to
//! keep its state; *queue-file* 2.0 syncs, but keeps one file from which elements leave in order only, while requests
//! are answered out of order, and of which a part can't be set aside; *okaywal* says that it isn't for production; *fjall* and *redb* are
//! databases, of thousands of lines, for what is a file and a name a chunk, and nobody could look into theirs with `head` and `zcat`.
//! The lock is [fs4](https://docs.rs/fs4)'s, since the standard library's is younger than the Rust this crate needs.

#[cfg(feature = "spool")]
mod disk;
mod error;
mod files;
pub(crate) mod format;
mod index;
mod lease;
mod name;
mod options;
mod stock;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod trace;
mod usage;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use azlogs_dcr::ImmutableId;

pub use error::{SpoolError, SpoolErrorKind};
use files::Files;
pub use index::GivenUp;
pub(crate) use lease::Lease;
pub use options::{SpoolOptions, Spools, WhenFull};
use store::Store;
pub use usage::SpoolUsage;

/// A directory of chunks ready to be sent. Cheap to clone; senders of several streams may share it, each with a clone.
///
/// ```no_run
/// # fn main() -> Result<(), azlogs::SpoolError> {
/// let spool = azlogs::Spool::open("/var/lib/orders/spool")?;
/// println!("{} rows are left from before", spool.usage().rows);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Spool(Arc<Store>);

/// A chunk in a spool, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(u64);

impl Spool {
    /// How it's opened, where that isn't as [`open`](Self::open) does.
    pub fn options() -> SpoolOptions {
        SpoolOptions::new()
    }

    /// Opens the directory, and makes it if it isn't there: [`SpoolOptions::open`], with nothing set.
    ///
    /// # Errors
    ///
    /// As [`SpoolOptions::open`].
    #[cfg(feature = "spool")]
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, SpoolError> {
        Self::options().open(directory)
    }

    /// The directory.
    pub fn directory(&self) -> &Path {
        self.0.directory()
    }

    /// What it holds.
    pub fn usage(&self) -> SpoolUsage {
        self.0.usage()
    }

    /// The rules and streams for which it has chunks: a sender of each sends them.
    pub fn targets(&self) -> Vec<(ImmutableId, String)> {
        self.0.targets()
    }

    /// Which chunks are written to disk.
    pub(crate) fn spools(&self) -> Spools {
        self.0.options().spools
    }

    /// Over these files, which belong to nobody else.
    fn on(
        files: Box<dyn Files>,
        directory: PathBuf,
        options: SpoolOptions,
    ) -> Result<Self, SpoolError> {
        let store = Store::new(files, directory, options);
        // What was removed has to stay so from here on, since numbers are counted from what is there: else it could come back, after a loss of
        // power, behind what was written since.
        store
            .files()
            .sync_directory()
            .map_err(|error| SpoolError::io("sync", store.directory(), error))?;
        store
            .take_stock()
            .map_err(|error| SpoolError::io("read", store.directory(), error))?;
        Ok(Self(Arc::new(store)))
    }
}

impl fmt::Debug for Spool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spool")
            .field("directory", &self.directory())
            .field("options", self.0.options())
            .field("usage", &self.usage())
            .finish_non_exhaustive()
    }
}
