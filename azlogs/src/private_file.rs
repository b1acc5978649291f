//! Files that hold rows: for their owner alone, and there after a loss of power.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// Has a file that is created be readable and writable by the process's user alone.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes the names of a directory's files as lasting as their contents.
#[cfg(unix)]
pub(crate) fn sync_directory(directory: &Path) -> io::Result<()> {
    std::fs::File::open(directory)?.sync_all()
}

/// Elsewhere a directory can't be opened as a file, and a name is as lasting as the file system's journal makes it.
#[cfg(not(unix))]
pub(crate) fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}
