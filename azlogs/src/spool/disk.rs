//! The directory as it is on a disk: locked, and closed to others.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::error::{SpoolError, SpoolErrorKind};
use super::files::{Files, NewFile};
use super::name::LOCK;
use crate::private_file::{private, sync_directory};

/// A directory that this process has locked. The lock ends with it, or with the process, however that ends.
#[derive(Debug)]
pub(crate) struct Disk {
    directory: PathBuf,
    lock: File,
}

impl Disk {
    /// Makes the directory if it isn't there, and locks it.
    pub(crate) fn open(directory: &Path) -> Result<Self, SpoolError> {
        // What is relative would be elsewhere once the process changes its directory.
        let directory = std::path::absolute(directory)
            .map_err(|error| SpoolError::io("find", directory, error))?;
        create(&directory)
            .map_err(|error| SpoolError::io("create the directory", &directory, error))?;
        let is_open = is_open_to_others(&directory)
            .map_err(|error| SpoolError::io("look at the directory", &directory, error))?;
        if is_open {
            return Err(SpoolError::new(SpoolErrorKind::OpenToOthers, &directory));
        }
        let path = directory.join(LOCK);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let lock = private(&mut options)
            .open(&path)
            .map_err(|error| SpoolError::io("open", &path, error))?;
        match fs4::FileExt::try_lock(&lock) {
            Ok(()) => Ok(Self { directory, lock }),
            Err(fs4::TryLockError::WouldBlock) => {
                Err(SpoolError::new(SpoolErrorKind::InUse, &directory))
            }
            Err(fs4::TryLockError::Error(error)) => Err(SpoolError::io("lock", &path, error)),
        }
    }

    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }
}

impl Files for Disk {
    fn list(&self) -> io::Result<Vec<(String, u64)>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.directory)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            // Not `metadata`: what a link points at isn't ours.
            let metadata = entry.metadata()?;
            if metadata.is_file() {
                files.push((name, metadata.len()));
            }
        }
        Ok(files)
    }

    fn read(&self, name: &str, most: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(self.directory.join(name))?
            .take(most as u64)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn NewFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        Ok(Box::new(
            private(&mut options).open(self.directory.join(name))?,
        ))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.directory.join(from), self.directory.join(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.directory.join(name))
    }

    fn sync_directory(&self) -> io::Result<()> {
        sync_directory(&self.directory)
    }

    fn is_still_ours(&self) -> io::Result<bool> {
        match fs::metadata(self.directory.join(LOCK)) {
            Ok(found) => Ok(is_same(&found, &self.lock.metadata()?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl NewFile for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

/// Makes the directory and those above it that aren't there, each so that it's still there after a loss of power.
fn create(directory: &Path) -> io::Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    let Some(parent) = directory.parent() else {
        return Err(io::ErrorKind::NotFound.into());
    };
    create(parent)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(directory) {
        Ok(()) => sync_directory(parent),
        // Another thread was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && directory.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whoever can write into the directory can put rows into it, which would be sent with our role.
#[cfg(unix)]
fn is_open_to_others(directory: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(directory)?.permissions().mode() & 0o022 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(unix)]
fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// A file that is open can't be removed there.
#[cfg(not(unix))]
fn is_same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}
