//! A directory of chunks ready to be sent, so that rows survive the process.
//!
//! # What it promises
//!
//! - A chunk that was taken is sent, whatever happens to the process or the power, until the service has accepted it or refused it for good.
//! - What is no whole chunk is never sent and never in the way: it's set aside, as `….corrupt`, with a message.
//! - Chunks come out in the order in which they went in; what an earlier process left comes first.
//! - It takes at most `max_bytes`, and what happens then is [said](WhenFull). What is dropped is counted.
//! - One process has a directory at a time.
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
mod name;
mod options;
#[cfg(test)]
pub(crate) mod tests;
mod trace;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use azlogs_dcr::ImmutableId;
use bytes::Bytes;

pub use error::{SpoolError, SpoolErrorKind};
use files::Files;
use format::{FILE_LIMIT, Flaw, HEAD_LIMIT, Header};
pub use index::GivenUp;
use index::{Entry, Index, disk_len};
use name::Kind;
pub use options::{SpoolOptions, Spools, WhenFull};

/// A directory of chunks ready to be sent. Cheap to clone.
///
/// ```no_run
/// # fn main() -> Result<(), azlogs::SpoolError> {
/// let spool = azlogs::Spool::open("/var/lib/orders/spool")?;
/// println!("{} rows are left from before", spool.usage().rows);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Spool(Arc<Inner>);

struct Inner {
    files: Box<dyn Files>,
    directory: PathBuf,
    options: SpoolOptions,
    /// Held while a chunk is written, so that chunks are there in the order of their numbers.
    writing: Mutex<()>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    index: Index,
    /// What was wrong when a chunk was to be written last.
    trouble: Option<SpoolError>,
}

/// What a [`Spool`] holds, and what it gave up since it was opened.
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
        &self.0.directory
    }

    /// What it holds.
    pub fn usage(&self) -> SpoolUsage {
        let state = self.0.state();
        SpoolUsage {
            chunks: state.index.len(),
            rows: state.index.rows(),
            bytes: state.index.bytes(),
            dropped: state.index.dropped,
            set_aside: state.index.set_aside,
            trouble: state.trouble.clone(),
        }
    }

    /// The rules and streams for which it has chunks: a sender of each sends them.
    pub fn targets(&self) -> Vec<(ImmutableId, String)> {
        let state = self.0.state();
        let targets = state.index.targets();
        targets
            .filter_map(|(rule, stream)| Some((rule.parse().ok()?, stream.to_owned())))
            .collect()
    }

    /// Over these files, which belong to nobody else.
    fn on(
        files: Box<dyn Files>,
        directory: PathBuf,
        options: SpoolOptions,
    ) -> Result<Self, SpoolError> {
        let inner = Inner {
            files,
            directory,
            options,
            writing: Mutex::default(),
            state: Mutex::default(),
        };
        inner
            .take_stock()
            .map_err(|error| SpoolError::io("read", &inner.directory, error))?;
        Ok(Self(Arc::new(inner)))
    }

    /// The chunks for that stream, in order, and how many rows each has.
    pub(crate) fn chunks_for(&self, rule: &str, stream: &str) -> Vec<(Key, u64)> {
        let index = &mut self.0.state().index;
        let target = index.target(rule, stream);
        index
            .of_target(target)
            .map(|(number, rows)| (Key(number), rows))
            .collect()
    }

    /// Chunks that were dropped or set aside since this was asked last.
    pub(crate) fn take_lost(&self) -> Vec<Key> {
        self.0
            .state()
            .index
            .take_lost()
            .into_iter()
            .map(Key)
            .collect()
    }

    /// Which chunks are written to disk.
    pub(crate) fn spools(&self) -> Spools {
        self.0.options.spools
    }

    /// Writes a chunk. When this returns, it's safe from a loss of power. It blocks while the disk writes.
    ///
    /// `claimed`: whoever calls this sends it, and nobody else may.
    pub(crate) fn append(
        &self,
        header: &Header,
        body: &[u8],
        claimed: bool,
    ) -> Result<Key, SpoolError> {
        let result = self.0.append(header, body, claimed);
        self.0.note(result.as_ref().err());
        result
    }

    /// The oldest chunk that nobody is sending, which the caller is now to send.
    #[cfg(test)]
    fn claim(&self) -> Option<Key> {
        self.0.drop_expired();
        let index = &mut self.0.state().index;
        let number = index.first_unclaimed()?;
        index.set_claimed(number, true);
        Some(Key(number))
    }

    /// Says whether somebody is sending that chunk, or is to send it next, so that it isn't dropped.
    pub(crate) fn set_claimed(&self, key: Key, claimed: bool) {
        self.0.state().index.set_claimed(key.0, claimed);
    }

    /// Drops what is too old.
    pub(crate) fn drop_expired(&self) {
        self.0.drop_expired();
    }

    /// Reads a chunk. Nothing where it can't be sent, for whatever reason: it is then no longer in the spool, and that was said. It blocks
    /// while the disk reads.
    pub(crate) fn read(&self, key: Key) -> Option<(Header, Bytes)> {
        self.0.read(key.0)
    }

    /// Removes a chunk, which was accepted, or refused for good.
    pub(crate) fn remove(&self, key: Key) {
        self.0.remove(key.0);
    }

    /// Sets a chunk aside that can't be sent and must not be lost.
    pub(crate) fn set_aside(&self, key: Key, why: &str) {
        self.0.set_aside(key.0, why);
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// Finds what an earlier process left.
    fn take_stock(&self) -> io::Result<()> {
        let files = self.files.list()?;
        let ours = || {
            files
                .iter()
                .filter_map(|(name, len)| Some((name, *len, name::parse(name)?)))
        };
        for (_, _, (number, kind)) in ours() {
            self.state().index.saw(number, kind);
        }
        for (name, file_len, (number, kind)) in ours() {
            match kind {
                Kind::Chunk => self.take_in(number, file_len),
                // It was acknowledged to nobody.
                Kind::Unfinished => drop(self.files.remove(name)),
                Kind::SetAside => {}
            }
        }
        Ok(())
    }

    /// Takes a file in that an earlier process left. Its body is looked at when it's to be sent.
    fn take_in(&self, number: u64, file_len: u64) {
        let name = name::name(number, Kind::Chunk);
        let head = match self.files.read(&name, HEAD_LIMIT) {
            Ok(head) => head,
            Err(error) => {
                return self.give_up(
                    number,
                    0,
                    &format!("it cannot be read: {error}; it stays where it is"),
                );
            }
        };
        let is_short_enough = file_len <= FILE_LIMIT as u64;
        match format::read_head(&head, file_len) {
            Ok((header, _)) if is_short_enough => {
                self.state().index.insert(number, &header, file_len, false);
            }
            Ok(_) => self.move_aside(number, 0, "it is larger than a chunk can be"),
            Err(Flaw::Corrupt(why)) => self.move_aside(number, 0, &why),
            Err(Flaw::Later(version)) => {
                self.give_up(number, 0, &format!("it is of version {version} of the format, for a later azlogs; it stays where it is"));
            }
        }
    }

    fn append(&self, header: &Header, body: &[u8], claimed: bool) -> Result<Key, SpoolError> {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let head = format::write_head(header).filter(|head| head.len() + body.len() <= FILE_LIMIT);
        let head =
            head.ok_or_else(|| SpoolError::new(SpoolErrorKind::TooLarge, &self.directory))?;
        let file_len = (head.len() + body.len()) as u64;
        self.drop_expired();
        self.make_room(disk_len(file_len))?;
        let number = self.state().index.next_number();
        self.write(number, &head, body)?;
        self.state().index.insert(number, header, file_len, claimed);
        Ok(Key(number))
    }

    /// Writes a file so that it's there whole, or not at all.
    fn write(&self, number: u64, head: &[u8], body: &[u8]) -> Result<(), SpoolError> {
        match self.files.is_still_ours() {
            Ok(true) => {}
            Ok(false) => return Err(SpoolError::new(SpoolErrorKind::Vanished, &self.directory)),
            Err(error) => return Err(SpoolError::io("find the lock in", &self.directory, error)),
        }
        let unfinished = name::name(number, Kind::Unfinished);
        let name = name::name(number, Kind::Chunk);
        let written = self.files.create(&unfinished).and_then(|mut file| {
            file.write(head)?;
            file.write(body)?;
            // What failed to be synced once may seem synced when it's tried again, so it isn't.
            file.sync()
        });
        let renamed = written
            .map_err(|error| SpoolError::io("write", &self.path(&unfinished), error))
            .and_then(|()| {
                self.files
                    .rename(&unfinished, &name)
                    .map_err(|error| SpoolError::io("rename to", &self.path(&name), error))
            });
        if let Err(error) = renamed {
            // If it can't be removed now, it is when the spool is opened next.
            drop(self.files.remove(&unfinished));
            return Err(error);
        }
        self.files.sync_directory().map_err(|error| {
            // If it can't be removed, it's sent again after a restart: too often rather than never.
            drop(self.files.remove(&name));
            SpoolError::io("sync", &self.directory, error)
        })
    }

    /// Makes room for so many bytes, where that is to be done.
    fn make_room(&self, bytes: u64) -> Result<(), SpoolError> {
        loop {
            let oldest = {
                let state = self.state();
                if state.index.bytes().saturating_add(bytes) <= self.options.max_bytes {
                    return Ok(());
                }
                state.index.first_unclaimed()
            };
            match (self.options.when_full, oldest) {
                (WhenFull::DropOldest, Some(number)) => self.drop_chunk(number, "to make room"),
                _ => return Err(SpoolError::new(SpoolErrorKind::Full, &self.directory)),
            }
        }
    }

    fn drop_expired(&self) {
        let Some(max_age) = self.options.max_age else {
            return;
        };
        loop {
            let expired = self.state().index.first_expired(max_age, SystemTime::now());
            let Some(number) = expired else { return };
            self.drop_chunk(number, "it is too old");
        }
    }

    /// Gives a chunk's rows up, on purpose.
    fn drop_chunk(&self, number: u64, why: &str) {
        if let Some(entry) = self.remove(number) {
            {
                let index = &mut self.state().index;
                index.dropped.add(entry.rows);
                index.lose(number);
            }
            trace::dropped(
                &self.path(&name::name(number, Kind::Chunk)),
                entry.rows,
                why,
            );
        }
    }

    fn read(&self, number: u64) -> Option<(Header, Bytes)> {
        let entry = *self.state().index.get(number)?;
        let name = name::name(number, Kind::Chunk);
        // One byte more than it had shows that there is more.
        let most = usize::try_from(entry.file_len).ok()?.saturating_add(1);
        let file = match self.files.read(&name, most) {
            Ok(file) => file,
            Err(error) => {
                self.state().index.remove(number);
                self.give_up(
                    number,
                    entry.rows,
                    &format!("it cannot be read: {error}; it stays where it is"),
                );
                return None;
            }
        };
        match format::read(&Bytes::from(file)) {
            Ok(chunk) => Some(chunk),
            Err(Flaw::Corrupt(why)) => {
                self.set_aside(number, &why);
                None
            }
            Err(Flaw::Later(_)) => {
                self.set_aside(number, "its version has changed");
                None
            }
        }
    }

    fn remove(&self, number: u64) -> Option<Entry> {
        let entry = self.state().index.remove(number)?;
        let name = name::name(number, Kind::Chunk);
        if let Err(error) = self.files.remove(&name)
            && error.kind() != io::ErrorKind::NotFound
        {
            trace::not_removed(&self.path(&name), &error);
        }
        Some(entry)
    }

    fn set_aside(&self, number: u64, why: &str) {
        let entry = self.state().index.remove(number);
        self.move_aside(number, entry.map_or(0, |entry| entry.rows), why);
    }

    /// Renames a file that isn't to be sent.
    fn move_aside(&self, number: u64, rows: u64, why: &str) {
        let aside = name::name(self.state().index.number_aside(number), Kind::SetAside);
        let why = match self.files.rename(&name::name(number, Kind::Chunk), &aside) {
            Ok(()) => format!("{why}; it is kept as `{aside}`"),
            Err(error) => format!("{why}; it cannot be renamed: {error}"),
        };
        self.give_up(number, rows, &why);
    }

    fn give_up(&self, number: u64, rows: u64, why: &str) {
        {
            let index = &mut self.state().index;
            index.set_aside.add(rows);
            index.lose(number);
        }
        trace::set_aside(&self.path(&name::name(number, Kind::Chunk)), rows, why);
    }

    /// Notes how writing went, and says so when that has changed. That it's full is no trouble: it's what was asked for.
    fn note(&self, error: Option<&SpoolError>) {
        let mut state = self.state();
        match (error, &state.trouble) {
            (Some(error), _)
                if matches!(
                    error.kind(),
                    SpoolErrorKind::Full | SpoolErrorKind::TooLarge
                ) => {}
            (Some(error), None) => {
                trace::trouble(error);
                state.trouble = Some(error.clone());
            }
            (Some(error), Some(_)) => state.trouble = Some(error.clone()),
            (None, Some(_)) => {
                trace::healed(&self.directory);
                state.trouble = None;
            }
            (None, None) => {}
        }
    }
}

impl fmt::Debug for Spool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spool")
            .field("directory", &self.0.directory)
            .field("options", &self.0.options)
            .field("usage", &self.usage())
            .finish_non_exhaustive()
    }
}
