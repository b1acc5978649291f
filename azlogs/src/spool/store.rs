//! The files, and what is known of them: a chunk is written, read, removed, dropped and set aside here, and the index follows.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::error::{SpoolError, SpoolErrorKind};
use super::files::Files;
use super::format::{self, FILE_LIMIT, Flaw, Header};
use super::index::{Entry, Index, disk_len};
use super::name::{self, Kind};
use super::options::{SpoolOptions, WhenFull};
use super::trace;

/// What the clones of a spool share.
pub(super) struct Store {
    files: Box<dyn Files>,
    directory: PathBuf,
    options: SpoolOptions,
    /// Held while a chunk is written, so that chunks are there in the order of their numbers.
    writing: Mutex<()>,
    /// Never held while the disk is at work, so that whoever asks isn't kept waiting by it.
    state: Mutex<State>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) index: Index,
    /// What was wrong when a chunk was to be written last.
    pub(super) trouble: Option<SpoolError>,
}

impl Store {
    pub(super) fn new(files: Box<dyn Files>, directory: PathBuf, options: SpoolOptions) -> Self {
        Self {
            files,
            directory,
            options,
            writing: Mutex::default(),
            state: Mutex::default(),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn files(&self) -> &dyn Files {
        &*self.files
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    pub(super) fn options(&self) -> &SpoolOptions {
        &self.options
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// Writes a chunk, which that owner sends, and notes how that went.
    pub(super) fn append(
        &self,
        header: &Header,
        body: &[u8],
        owner: Option<u64>,
    ) -> Result<u64, SpoolError> {
        let result = self.add(header, body, owner);
        self.note(result.as_ref().err());
        result
    }

    fn add(&self, header: &Header, body: &[u8], owner: Option<u64>) -> Result<u64, SpoolError> {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let head = format::write_head(header).filter(|head| head.len() + body.len() <= FILE_LIMIT);
        let head =
            head.ok_or_else(|| SpoolError::new(SpoolErrorKind::TooLarge, &self.directory))?;
        let file_len = (head.len() + body.len()) as u64;
        self.drop_expired();
        self.make_room(disk_len(file_len))?;
        let number = self.state().index.next_number();
        self.write(number, &head, body)?;
        let index = &mut self.state().index;
        index.insert(number, header, file_len, Duration::ZERO, owner);
        Ok(number)
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

    /// Drops what is too old.
    pub(super) fn drop_expired(&self) {
        let Some(max_age) = self.options.max_age else {
            return;
        };
        loop {
            let expired = self.state().index.first_expired(max_age, Instant::now());
            let Some(number) = expired else { return };
            self.drop_chunk(number, "it is too old");
        }
    }

    /// Gives a chunk's rows up, on purpose.
    fn drop_chunk(&self, number: u64, why: &str) {
        if let Some(entry) = self.remove(number) {
            self.state().index.drop_rows(number, &entry);
            trace::dropped(
                &self.path(&name::name(number, Kind::Chunk)),
                entry.rows,
                why,
            );
        }
    }

    /// Reads a chunk; one that can't be is given up.
    pub(super) fn read(&self, number: u64) -> Option<(Header, Bytes)> {
        let entry = *self.state().index.get(number)?;
        let name = name::name(number, Kind::Chunk);
        // One byte more than it had shows that there is more.
        let most = usize::try_from(entry.file_len).ok()?.saturating_add(1);
        let file = match self.files.read(&name, most) {
            Ok(file) => file,
            Err(error) => {
                let entry = self.state().index.remove(number);
                let why = format!("it cannot be read: {error}; it stays where it is");
                self.give_up(number, entry, &why);
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

    pub(super) fn remove(&self, number: u64) -> Option<Entry> {
        let entry = self.state().index.remove(number)?;
        let name = name::name(number, Kind::Chunk);
        if let Err(error) = self.files.remove(&name)
            && error.kind() != io::ErrorKind::NotFound
        {
            trace::not_removed(&self.path(&name), &error);
        }
        Some(entry)
    }

    /// Renames a file that isn't to be sent.
    pub(super) fn set_aside(&self, number: u64, why: &str) {
        let entry = self.state().index.remove(number);
        let aside = name::name(self.state().index.number_aside(number), Kind::SetAside);
        let why = match self.files.rename(&name::name(number, Kind::Chunk), &aside) {
            Ok(()) => format!("{why}; it is kept as `{aside}`"),
            Err(error) => format!("{why}; it cannot be renamed: {error}"),
        };
        self.give_up(number, entry, &why);
    }

    /// Notes that a chunk isn't in the spool any more, though its file may be.
    pub(super) fn give_up(&self, number: u64, entry: Option<Entry>, why: &str) {
        self.state().index.set_aside_rows(number, entry.as_ref());
        let rows = entry.map_or(0, |entry| entry.rows);
        trace::set_aside(&self.path(&name::name(number, Kind::Chunk)), rows, why);
    }
}
