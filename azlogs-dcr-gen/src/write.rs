//! Writes a file where its text changed.

use std::path::Path;

use crate::Error;

/// Writes the text, unless the file holds it already: what depends on the file isn't built again for nothing.
pub(crate) fn if_changed(path: &Path, text: &str) -> Result<(), Error> {
    // A device or a pipe may have no end, or make one wait.
    let is_file = path.is_file();
    if is_file && std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    std::fs::write(path, text).map_err(|error| Error::write(path.to_path_buf(), error))
}
