//! Taking stock of what an earlier process left in the directory.

use std::io;
use std::time::Duration;

use super::format::{self, FILE_LIMIT, Flaw, HEAD_LIMIT, Header, milliseconds};
use super::name::{self, Kind};
use super::store::Store;
use crate::clock;

impl Store {
    /// Finds what an earlier process left.
    pub(super) fn take_stock(&self) -> io::Result<()> {
        let files = self.files().list()?;
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
                Kind::Unfinished => drop(self.files().remove(name)),
                Kind::SetAside => {}
            }
        }
        Ok(())
    }

    /// Takes a file in that an earlier process left. Its body is looked at when it's to be sent.
    fn take_in(&self, number: u64, file_len: u64) {
        let name = name::name(number, Kind::Chunk);
        let head = match self.files().read(&name, HEAD_LIMIT) {
            Ok(head) => head,
            Err(error) => {
                let why = format!("it cannot be read: {error}; it stays where it is");
                return self.give_up(number, None, &why);
            }
        };
        let is_short_enough = file_len <= FILE_LIMIT as u64;
        match format::read_head(&head, file_len) {
            Ok((header, _)) if is_short_enough => {
                let index = &mut self.state().index;
                index.insert(number, &header, file_len, age_of(&header), None);
            }
            Ok(_) => self.set_aside(number, "it is larger than a chunk can be"),
            Err(Flaw::Corrupt(why)) => self.set_aside(number, &why),
            Err(Flaw::Later(version)) => {
                let why = format!(
                    "it is of version {version} of the format, for a later azlogs; it stays where it is"
                );
                self.give_up(number, None, &why);
            }
        }
    }
}

/// How old a chunk was when it was taken in. Nothing else tells than the wall clock; one that went back makes nothing old.
fn age_of(header: &Header) -> Duration {
    Duration::from_millis(milliseconds(clock::now()).saturating_sub(header.created_ms))
}
