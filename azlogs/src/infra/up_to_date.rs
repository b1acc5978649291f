//! Whether a file still is what would be written.

use std::path::{Path, PathBuf};
use std::{env, fmt, fs, io};

use similar::TextDiff;

/// The environment variable that makes files be written.
const UPDATE: &str = "AZLOGS_UPDATE";

/// Panics where the file isn't that text, showing how it differs; with `AZLOGS_UPDATE=1` in the environment, writes it instead.
///
/// For tests. The path is relative to the package, which is where tests run. Line ends don't count: Git may have changed them.
///
/// # Panics
///
/// Where the file differs, isn't there, or can't be read or written.
#[track_caller]
pub fn assert_up_to_date(path: impl AsRef<Path>, expected: &str) {
    if let Err(error) = up_to_date(path, expected) {
        panic!("{error}");
    }
}

/// Whether the file is that text; with `AZLOGS_UPDATE=1` in the environment, writes it instead.
///
/// For build scripts: `cargo::rerun-if-env-changed=AZLOGS_UPDATE` is theirs to print.
///
/// # Errors
///
/// Where the file differs, isn't there, or can't be read or written.
pub fn up_to_date(path: impl AsRef<Path>, expected: &str) -> Result<(), OutOfDate> {
    let is_to_write = env::var_os(UPDATE).is_some_and(|value| !value.is_empty() && value != "0");
    compare(path.as_ref(), expected, is_to_write)
}

/// A file isn't what it should be.
#[derive(Debug)]
pub struct OutOfDate {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Missing,
    /// With what to change, as a unified diff.
    Differs(String),
    Unreadable(io::Error),
    Unwritable(io::Error),
}

fn compare(path: &Path, expected: &str, is_to_write: bool) -> Result<(), OutOfDate> {
    let out_of_date = |kind| OutOfDate {
        path: path.to_path_buf(),
        kind,
    };
    let found = match fs::read(path) {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).replace("\r\n", "\n")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(out_of_date(Kind::Unreadable(error))),
    };
    match found {
        Some(found) if found == expected => Ok(()),
        _ if is_to_write => {
            write(path, expected).map_err(|error| out_of_date(Kind::Unwritable(error)))
        }
        Some(found) => Err(out_of_date(Kind::Differs(diff(&found, expected)))),
        None => Err(out_of_date(Kind::Missing)),
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn diff(found: &str, expected: &str) -> String {
    TextDiff::from_lines(found, expected)
        .unified_diff()
        .header("the file", "what the types say")
        .to_string()
}

impl fmt::Display for OutOfDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.kind {
            Kind::Missing => {
                write!(
                    f,
                    "{path} isn't there: run this again with {UPDATE}=1 to write it"
                )
            }
            Kind::Differs(diff) => write!(
                f,
                "{path} isn't up to date: run this again with {UPDATE}=1 to write it\n\n{diff}"
            ),
            Kind::Unreadable(error) => write!(f, "cannot read {path}: {error}"),
            Kind::Unwritable(error) => write!(f, "cannot write {path}: {error}"),
        }
    }
}

impl std::error::Error for OutOfDate {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Unreadable(error) | Kind::Unwritable(error) => Some(error),
            Kind::Missing | Kind::Differs(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::compare;

    #[test]
    fn a_file_that_differs_is_shown_with_what_to_change() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rule.json");
        fs::write(&path, "a\nb\nc\n").unwrap();
        let error = compare(&path, "a\nB\nc\n", false).unwrap_err().to_string();
        let expected = "isn't up to date: run this again with AZLOGS_UPDATE=1 to write it\n\n\
                        --- the file\n+++ what the types say\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n";
        assert!(error.ends_with(expected), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "a\nb\nc\n");
    }

    #[test]
    fn line_ends_do_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rule.json");
        fs::write(&path, "a\r\nb\r\n").unwrap();
        assert!(compare(&path, "a\nb\n", false).is_ok());
    }

    #[test]
    fn an_update_writes_the_file_and_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("infra/rule.json");
        let error = compare(&path, "a\n", false).unwrap_err().to_string();
        assert!(error.contains("isn't there"), "{error}");
        compare(&path, "a\n", true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "a\n");
        compare(&path, "b\n", true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "b\n");
    }

    #[test]
    fn what_cannot_be_read_or_written_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = compare(folder.path(), "a", true).unwrap_err().to_string();
        assert!(error.starts_with("cannot read "), "{error}");
        fs::write(folder.path().join("file"), "").unwrap();
        let path = folder.path().join("file/rule.json");
        let error = compare(&path, "a", true).unwrap_err().to_string();
        assert!(error.starts_with("cannot "), "{error}");
    }
}
