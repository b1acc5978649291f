//! The file with the certificate that clients have to trust, for as long as the command runs.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that is removed when this is dropped; or none, without https.
#[derive(Debug)]
pub(crate) struct Certificate(Option<PathBuf>);

impl Certificate {
    /// Writes a certificate to a new file among the temporary ones.
    pub(crate) fn write(pem: Option<&str>) -> Result<Self, String> {
        let Some(pem) = pem else {
            return Ok(Self(None));
        };
        let name = format!("azlogs-emulator-{:016x}.pem", fastrand::u64(..));
        let path = std::env::temp_dir().join(name);
        // A file of that name that somebody else has put there is not written to.
        let written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .and_then(|mut file| file.write_all(pem.as_bytes()));
        match written {
            Ok(()) => Ok(Self(Some(path))),
            Err(error) => Err(cannot_write(&path, &error)),
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.0.as_deref()
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    format!(
        "cannot write the certificate to {}: {error}",
        path.display()
    )
}

impl Drop for Certificate {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // Where somebody else has removed it, that is as well.
            let _ = fs::remove_file(path);
        }
    }
}
