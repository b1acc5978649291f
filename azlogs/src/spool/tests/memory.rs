//! Files in memory that fail at a given operation, and forget what wasn't synced when the power goes.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use super::super::files::{Files, NewFile};

/// A directory in memory; clones are the same directory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Arc<Mutex<Model>>);

/// What happens at an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// From it on nothing works any more. Whether it was still done is left to chance.
    PowerLoss,
    /// It fails, half done, and those after it don't.
    Once(io::ErrorKind),
    /// It fails, half done, and so do all after it that write.
    FromThenOn(io::ErrorKind),
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    contents: Vec<Content>,
    /// The directory as a process sees it: names of contents.
    names: BTreeMap<String, usize>,
    /// The directory as it is on the disk for certain.
    synced_names: BTreeMap<String, usize>,
    /// What was done to the directory since; each may be on the disk or not.
    unsynced: Vec<Change>,
    operations: usize,
    mishap: Option<(usize, Mishap)>,
    chance: Chance,
}

#[derive(Clone, Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    is_synced: bool,
}

#[derive(Clone, Debug)]
enum Change {
    Named(String, usize),
    Renamed(String, String, usize),
    Removed(String),
}

/// Coins thrown from a seed.
#[derive(Clone, Debug)]
struct Chance(fastrand::Rng);

impl Default for Chance {
    fn default() -> Self {
        Self(fastrand::Rng::with_seed(0))
    }
}

struct Open {
    memory: Memory,
    content: usize,
}

impl Memory {
    pub(super) fn with_mishap(operation: usize, mishap: Mishap, seed: u64) -> Self {
        let memory = Self::default();
        memory.plan(operation, mishap, seed);
        memory
    }

    /// Has that happen, counted from now.
    pub(crate) fn plan(&self, operation: usize, mishap: Mishap, seed: u64) {
        let mut model = self.model();
        model.operations = 0;
        model.mishap = Some((operation, mishap));
        model.chance = Chance(fastrand::Rng::with_seed(seed));
    }

    /// How many operations there were, and whether what was planned has happened.
    pub(crate) fn operations(&self) -> usize {
        self.model().operations
    }

    pub(crate) fn has_happened(&self) -> bool {
        let model = self.model();
        model.mishap.is_some_and(|(at, _)| model.operations > at)
    }

    /// What a process finds that is started after this one was killed.
    pub(crate) fn after_kill(&self) -> Self {
        let mut model = self.model().clone();
        model.mishap = None;
        Self(Arc::new(Mutex::new(model)))
    }

    /// What a process finds after a loss of power: all that was synced, and of the rest what chance kept of it.
    pub(super) fn after_power_loss(&self) -> Self {
        let mut model = self.model().clone();
        model.mishap = None;
        let mut names = std::mem::take(&mut model.synced_names);
        for change in std::mem::take(&mut model.unsynced) {
            if model.chance.0.bool() {
                change.apply(&mut names);
            }
        }
        for content in &mut model.contents {
            if !content.is_synced {
                model.chance.tear(&mut content.bytes);
            }
            content.is_synced = true;
        }
        model.names.clone_from(&names);
        model.synced_names = names;
        Self(Arc::new(Mutex::new(model)))
    }

    /// Puts a file there, synced.
    pub(super) fn put(&self, name: &str, bytes: Vec<u8>) {
        let mut model = self.model();
        model.contents.push(Content {
            bytes,
            is_synced: true,
        });
        let content = model.contents.len() - 1;
        model.names.insert(name.to_owned(), content);
        model.synced_names.insert(name.to_owned(), content);
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.model().names.keys().cloned().collect()
    }

    pub(super) fn bytes(&self, name: &str) -> Vec<u8> {
        let model = self.model();
        model.contents[model.names[name]].bytes.clone()
    }

    /// Has every operation wait until what this gives is dropped.
    #[cfg(feature = "spool")]
    pub(crate) fn hold(&self) -> MutexGuard<'_, Model> {
        self.model()
    }

    fn model(&self) -> MutexGuard<'_, Model> {
        self.0.lock().unwrap()
    }
}

impl Model {
    /// Does something to the files, unless it's the moment for the mishap.
    fn operate<R>(
        &mut self,
        writes: bool,
        whole: impl FnOnce(&mut Self) -> io::Result<R>,
        half: impl FnOnce(&mut Self),
    ) -> io::Result<R> {
        let operation = self.operations;
        self.operations += 1;
        match self.mishap {
            Some((at, Mishap::PowerLoss)) if operation >= at => {
                if operation == at && self.chance.0.bool() {
                    drop(whole(self));
                }
                Err(io::Error::other("the power is off"))
            }
            Some((at, Mishap::Once(kind))) if operation == at => {
                half(self);
                Err(kind.into())
            }
            Some((at, Mishap::FromThenOn(kind))) if operation >= at && writes => {
                half(self);
                Err(kind.into())
            }
            _ => whole(self),
        }
    }

    fn change(&mut self, change: Change) {
        change.clone().apply(&mut self.names);
        self.unsynced.push(change);
    }

    fn content(&self, name: &str) -> io::Result<usize> {
        self.names
            .get(name)
            .copied()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Change {
    fn apply(self, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Named(name, content) => drop(names.insert(name, content)),
            Self::Renamed(from, to, content) => {
                names.remove(&from);
                names.insert(to, content);
            }
            Self::Removed(name) => drop(names.remove(&name)),
        }
    }
}

impl Chance {
    /// What a disk may have of a file that wasn't synced.
    fn tear(&mut self, bytes: &mut Vec<u8>) {
        let kept = self.0.usize(..=bytes.len());
        match self.0.u8(..4) {
            0 => bytes.clear(),
            1 => bytes.truncate(kept),
            2 => bytes[kept..].fill(0),
            _ => {}
        }
    }
}

impl Files for Memory {
    fn list(&self) -> io::Result<Vec<(String, u64)>> {
        let list = |model: &mut Model| {
            let names = model.names.iter();
            Ok(names
                .map(|(name, &content)| (name.clone(), model.contents[content].bytes.len() as u64))
                .collect())
        };
        self.model().operate(false, list, |_| {})
    }

    fn read(&self, name: &str, most: usize) -> io::Result<Vec<u8>> {
        let read = |model: &mut Model| {
            let bytes = &model.contents[model.content(name)?].bytes;
            Ok(bytes[..most.min(bytes.len())].to_vec())
        };
        self.model().operate(false, read, |_| {})
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn NewFile>> {
        let create = |model: &mut Model| {
            if model.names.contains_key(name) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            model.contents.push(Content::default());
            let content = model.contents.len() - 1;
            model.change(Change::Named(name.to_owned(), content));
            Ok(content)
        };
        let content = self.model().operate(true, create, |_| {})?;
        Ok(Box::new(Open {
            memory: self.clone(),
            content,
        }))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let rename = |model: &mut Model| {
            assert!(!model.names.contains_key(to), "{to} would be overwritten");
            let content = model.content(from)?;
            model.change(Change::Renamed(from.to_owned(), to.to_owned(), content));
            Ok(())
        };
        self.model().operate(true, rename, |_| {})
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let remove = |model: &mut Model| {
            model.content(name)?;
            model.change(Change::Removed(name.to_owned()));
            Ok(())
        };
        self.model().operate(true, remove, |_| {})
    }

    fn sync_directory(&self) -> io::Result<()> {
        let sync = |model: &mut Model| {
            model.synced_names = model.names.clone();
            model.unsynced.clear();
            Ok(())
        };
        self.model().operate(true, sync, |_| {})
    }

    fn is_still_ours(&self) -> io::Result<bool> {
        self.model().operate(false, |_| Ok(true), |_| {})
    }
}

impl NewFile for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let content = self.content;
        let write = |model: &mut Model, bytes: &[u8]| {
            model.contents[content].bytes.extend_from_slice(bytes);
            model.contents[content].is_synced = false;
        };
        let whole = |model: &mut Model| {
            write(model, bytes);
            Ok(())
        };
        self.memory
            .model()
            .operate(true, whole, |model| write(model, &bytes[..bytes.len() / 2]))
    }

    fn sync(&mut self) -> io::Result<()> {
        let content = self.content;
        let sync = |model: &mut Model| {
            model.contents[content].is_synced = true;
            Ok(())
        };
        self.memory.model().operate(true, sync, |_| {})
    }
}
