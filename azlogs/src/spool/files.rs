//! What a spool asks of a file system, so that tests can put one in its place that loses power at any moment.

use std::fmt;
use std::io;

/// The files of one directory.
///
/// What is written is safe from a loss of power once [`NewFile::sync`] has returned; that a file is there under its name, or no longer,
/// once [`sync_directory`](Self::sync_directory) has.
pub(crate) trait Files: fmt::Debug + Send + Sync {
    /// The names of the files, and their lengths.
    fn list(&self) -> io::Result<Vec<(String, u64)>>;

    /// The first bytes of a file, at most that many.
    fn read(&self, name: &str, most: usize) -> io::Result<Vec<u8>>;

    /// Creates a file that isn't there.
    fn create(&self, name: &str) -> io::Result<Box<dyn NewFile>>;

    /// Gives a file another name, at which nothing is.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    fn remove(&self, name: &str) -> io::Result<()>;

    fn sync_directory(&self) -> io::Result<()>;

    /// Whether the directory is still the one that was locked. It may have been removed, or replaced by another.
    fn is_still_ours(&self) -> io::Result<bool>;
}

/// A file that is being written.
pub(crate) trait NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    fn sync(&mut self) -> io::Result<()>;
}
