//! Files of dead letters that no other replay touches meanwhile, and what takes their place.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Seek as _};
use std::path::{Path, PathBuf};

use azlogs::{DeadLetterFile, DeadLetterReader, Letter};
use same_file::Handle;

/// How many bytes of rows are in memory at once; a row more.
const PORTION: usize = 32 << 20;

/// A file that is locked as long as this lives, or the process.
#[derive(Debug)]
pub(super) struct Claim {
    path: PathBuf,
    file: File,
    /// What was there when it was locked.
    len: u64,
}

/// What is in a file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    pub(super) rows: u64,
    /// The bytes of the rows alone.
    pub(super) bytes: u64,
}

impl Claim {
    /// Claims the file of that path and those that were renamed, the oldest first. The error is for the user to read.
    pub(super) fn all(path: &Path) -> Result<Vec<Self>, String> {
        let mut claims = Vec::new();
        for file in DeadLetterFile::files(path) {
            claims.extend(Self::of(&file)?);
        }
        if claims.is_empty() {
            return Err(told(path, &io::ErrorKind::NotFound.into()));
        }
        Ok(claims)
    }

    /// Claims a file. Nothing where it isn't there any more.
    fn of(path: &Path) -> Result<Option<Self>, String> {
        // What takes its place is renamed, which would replace a link.
        let path = match fs::canonicalize(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            found => found.map_err(|error| told(path, &error))?,
        };
        loop {
            let file = match OpenOptions::new().read(true).write(true).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                opened => opened.map_err(|error| told(&path, &error))?,
            };
            let about = file.metadata().map_err(|error| told(&path, &error))?;
            if !about.is_file() {
                return Err(format!("{} is no file", path.display()));
            }
            match fs4::FileExt::try_lock(&file) {
                Ok(()) => {}
                Err(fs4::TryLockError::WouldBlock) => {
                    return Err(format!("{} is being replayed already", path.display()));
                }
                Err(fs4::TryLockError::Error(error)) => {
                    return Err(format!("cannot lock {}: {error}", path.display()));
                }
            }
            let claim = Self {
                len: about.len(),
                path: path.clone(),
                file,
            };
            // Whoever had it before may have put another one there.
            if claim.is_in_place().map_err(|error| told(&path, &error))? {
                return Ok(Some(claim));
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the letters are gathered that are to take its place: `rejected.ndjson.left`.
    pub(super) fn beside(&self) -> PathBuf {
        let mut name = OsString::from(&self.path);
        name.push(".left");
        PathBuf::from(name)
    }

    /// Reads all of it: a line that is lost because it can't be read would be lost for good. The error is for the user to read.
    pub(super) fn check(&self) -> Result<Size, String> {
        let mut size = Size::default();
        for portion in self.portions()? {
            for letter in portion.map_err(|error| format!("{error}: nothing was sent"))? {
                size.rows += 1;
                size.bytes += len(&letter) as u64;
            }
        }
        Ok(size)
    }

    /// The letters, some at a time. Errors are for the user to read.
    pub(super) fn portions(
        &self,
    ) -> Result<impl Iterator<Item = Result<Vec<Letter>, String>> + use<'_>, String> {
        (&self.file)
            .rewind()
            .map_err(|error| told(&self.path, &error))?;
        let mut letters = DeadLetterReader::new(BufReader::new(&self.file));
        Ok(std::iter::from_fn(move || {
            let portion = portion(&mut letters, PORTION).map_err(|error| {
                let path = self.path.display();
                format!("{path}: {error}; mend or remove the line")
            });
            portion.transpose()
        }))
    }

    /// Puts the file with what is left in its place, or nothing where `is_all` was accepted. The error is for the user to read.
    pub(super) fn replace(&self, is_all: bool) -> Result<(), String> {
        let is_untouched = self
            .is_in_place()
            .and_then(|is_in_place| Ok(is_in_place && self.file.metadata()?.len() == self.len));
        if !is_untouched.map_err(|error| told(&self.path, &error))? {
            return Err(format!(
                "{} was written to meanwhile: it's left as it is, with the rows that were accepted; replay files that nobody writes to",
                self.path.display()
            ));
        }
        let replaced = if is_all {
            fs::remove_file(&self.path).and_then(|()| fs::remove_file(self.beside()))
        } else {
            fs::rename(self.beside(), &self.path)
        };
        let directory = self.path.parent().unwrap_or(&self.path);
        replaced
            .and_then(|()| sync_directory(directory))
            .map_err(|error| format!("cannot replace {}: {error}", self.path.display()))
    }

    /// Whether it's still the file at its path.
    fn is_in_place(&self) -> io::Result<bool> {
        let ours = Handle::from_file(self.file.try_clone()?)?;
        match Handle::from_path(&self.path) {
            Ok(there) => Ok(ours == there),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The next letters, with so many bytes or what is left; nothing at the end.
fn portion<E>(
    letters: impl Iterator<Item = Result<Letter, E>>,
    most: usize,
) -> Result<Option<Vec<Letter>>, E> {
    let mut portion = Vec::new();
    let mut bytes = 0;
    for letter in letters {
        let letter = letter?;
        bytes += len(&letter);
        portion.push(letter);
        if bytes >= most {
            break;
        }
    }
    Ok((!portion.is_empty()).then_some(portion))
}

/// The bytes of its row.
pub(super) fn len(letter: &Letter) -> usize {
    letter.row.as_deref().map_or(0, str::len)
}

fn told(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// Makes the names in a directory as lasting as the files.
#[cfg(unix)]
fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// Elsewhere a directory can't be opened as a file.
#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use azlogs::ImmutableId;

    use super::*;

    const RULE: ImmutableId = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");

    fn letter(row: &str) -> Letter {
        Letter::new(&RULE, "Custom-Rows", "Code", "why", Some(row))
    }

    #[test]
    fn portions_have_each_letter_once_and_end_with_the_rest() {
        let rows = ["{\"N\":1}", "{\"N\":2}", "{\"N\":3}", "{}", "{\"N\":5}"];
        let mut letters = rows.into_iter().map(|row| Ok::<_, &str>(letter(row)));
        let mut portions = Vec::new();
        while let Some(letters) = portion(&mut letters, 8).unwrap() {
            let rows = letters.into_iter().map(|letter| letter.row.unwrap());
            portions.push(rows.collect::<Vec<_>>());
        }
        assert_eq!(portions, [&rows[..2], &rows[2..4], &rows[4..]]);
    }

    #[test]
    fn a_letter_that_cannot_be_read_is_no_end() {
        let mut letters = [Ok(letter("{}")), Err("torn"), Ok(letter("{}"))].into_iter();
        assert_eq!(portion(&mut letters, 10), Err("torn"));
    }
}
