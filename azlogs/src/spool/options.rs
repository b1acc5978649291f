//! How much a spool may hold, for how long, and when it's written to.

use std::time::Duration;

/// How a [`Spool`](super::Spool) is opened.
///
/// ```no_run
/// use std::time::Duration;
/// use azlogs::{Spool, WhenFull};
///
/// # fn main() -> Result<(), azlogs::SpoolError> {
/// let spool = Spool::options()
///     .max_bytes(256 << 20)
///     .max_age(Duration::from_secs(2 * 24 * 3600))
///     .when_full(WhenFull::DropOldest)
///     .open("/var/lib/orders/spool")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct SpoolOptions {
    pub(super) max_bytes: u64,
    pub(super) max_age: Option<Duration>,
    pub(super) when_full: WhenFull,
    pub(super) spools: Spools,
}

/// What a spool does with another chunk when it is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WhenFull {
    /// It doesn't take it: whoever sends rows waits, or is told that there is no room. Nothing is lost.
    #[default]
    Refuse,
    /// It drops the oldest chunks, counts their rows, and warns.
    DropOldest,
}

/// Which chunks are written to disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Spools {
    /// Every one, before its rows are acknowledged: what was acknowledged survives the process and a loss of power.
    #[default]
    Everything,
    /// Those that can't be sent or kept in memory: while the endpoint is down, when memory is full, and what is left when the sender closes. It
    /// costs nothing while all goes well.
    ///
    /// **A process that is killed (`kill -9`, out of memory, a panic that aborts) and a loss of power lose the rows that are in memory only**,
    /// though `send` had taken them: up to [`queue_bytes`](crate::SenderBuilder::queue_bytes) of them. Who can't have that takes
    /// [`Everything`](Self::Everything).
    Overflow,
}

impl SpoolOptions {
    pub(super) const fn new() -> Self {
        Self {
            max_bytes: 1 << 30,
            max_age: None,
            when_full: WhenFull::Refuse,
            spools: Spools::Everything,
        }
    }

    /// The most bytes of all chunks: 1 GiB unless it's set. Each counts at least 4 KiB, which is what a disk gives it.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Drops chunks that are older than that before they are sent, counts their rows, and warns. Without it they are kept until
    /// they're accepted or refused.
    ///
    /// It's looked for when a chunk is written or read: an idle disk keeps what is too old until then.
    ///
    /// Age is counted by a clock that nobody sets, from when the chunk was written, or from when this process found it. How old it was then, the
    /// wall clock says: a chunk whose date lies ahead is new. Where the clock of the process that wrote it was far behind, as on a machine without a battery,
    /// the next process finds it too old.
    ///
    /// The service stores the time of arrival in the place of a `TimeGenerated` that is more than two days old.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// What is done when it is full: [`WhenFull::Refuse`] unless it's set.
    pub fn when_full(mut self, when_full: WhenFull) -> Self {
        self.when_full = when_full;
        self
    }

    /// Which chunks are written to disk: [`Spools::Everything`] unless it's set.
    pub fn spools(mut self, spools: Spools) -> Self {
        self.spools = spools;
        self
    }

    /// Opens the directory, and makes it if it isn't there.
    ///
    /// It reads the beginning of each chunk that an earlier process left, on this thread: some seconds where there are tens of thousands.
    ///
    /// # Errors
    ///
    /// Where the directory can't be made, locked, read or written, is in use, or can be written by others.
    #[cfg(feature = "spool")]
    pub fn open(
        self,
        directory: impl AsRef<std::path::Path>,
    ) -> Result<super::Spool, super::SpoolError> {
        let disk = super::disk::Disk::open(directory.as_ref())?;
        let directory = disk.directory().to_owned();
        super::Spool::on(Box::new(disk), directory, self)
    }
}
