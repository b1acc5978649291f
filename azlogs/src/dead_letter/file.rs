//! Dead letters in a file: a line of JSON each, and another file when it has got too long.

use std::cmp::Reverse;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::batch::RejectedBatch;
use super::letter::{Letter, write_head, write_line};
use super::{DeadLetter, trace};
use crate::private_file::{private, sync_directory};

const MAX_BYTES: u64 = 64 << 20;
const KEPT_FILES: u32 = 10;
/// How much is written at once.
const PIECE: usize = 256 * 1024;

/// Rejected rows in a file, a line of JSON each ([`Letter`](super::Letter) has its parts), which
/// [`DeadLetterReader`](super::DeadLetterReader) reads.
///
/// A row is kept whole, however long it is. When a file has got 64 MiB long, it's renamed `….1`, what was that `….2`, and so on; the tenth is
/// removed, with a warning, and its rows are lost. Both can be set. Lines are synced before the rows count as kept.
///
/// Files are created for the process's user alone (0600). Processes that share a file lose nothing, but each counts only for itself how long it
/// has got: a file of its own is better.
///
/// ```no_run
/// use std::sync::Arc;
/// use azlogs::{DeadLetterFile, LogRecord, StreamClient};
///
/// # async fn upload<T: LogRecord>(orders: StreamClient<T>, rows: Vec<T>) -> std::io::Result<()> {
/// let rejected = DeadLetterFile::open("/var/lib/orders/rejected.ndjson")?.max_bytes(16 << 20);
/// let orders = orders.dead_letter(Arc::new(rejected));
/// println!("{}", orders.upload(&rows).await);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct DeadLetterFile {
    path: PathBuf,
    max_bytes: u64,
    kept_files: u32,
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    file: File,
    len: u64,
    /// The last line has no end, since the process or the disk failed.
    is_torn: bool,
}

impl DeadLetterFile {
    /// Opens the file to write at its end, and makes it if it isn't there.
    ///
    /// # Errors
    ///
    /// Where it can't be opened, as when its directory isn't there.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = std::path::absolute(path)?;
        let open = Mutex::new(Open::new(&path)?);
        Ok(Self {
            path,
            max_bytes: MAX_BYTES,
            kept_files: KEPT_FILES,
            open,
        })
    }

    /// How long a file may get: 64 MiB unless it's set. A row that is longer by itself gets a file of its own.
    #[must_use]
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// How many files are kept beside the one that is written to: 10 unless it's set. With 0, the rows of a full file are lost.
    #[must_use]
    pub fn kept_files(mut self, files: u32) -> Self {
        self.kept_files = files;
        self
    }

    /// The file that is written to.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The files that there are of a path: those that were renamed, the oldest first, and the one that is written to. A number may be missing,
    /// where its file was dealt with and removed.
    pub fn files(path: impl AsRef<Path>) -> Vec<PathBuf> {
        let path = path.as_ref();
        let mut numbers = renamed(path);
        numbers.sort_unstable_by_key(|number| Reverse(*number));
        let mut files: Vec<_> = numbers
            .into_iter()
            .map(|number| numbered(path, number))
            .collect();
        files.extend(path.exists().then(|| path.to_owned()));
        files
    }

    fn rotate(&self, open: &mut Open) -> io::Result<()> {
        open.file.sync_all()?;
        let last = numbered(&self.path, self.kept_files);
        if last.exists() {
            trace::removed(&last);
        }
        for number in (1..self.kept_files).rev() {
            rename_if_there(
                &numbered(&self.path, number),
                &numbered(&self.path, number + 1),
            )?;
        }
        if self.kept_files > 0 {
            rename_if_there(&self.path, &numbered(&self.path, 1))?;
        } else {
            fs::remove_file(&self.path)?;
        }
        *open = Open::new(&self.path)?;
        Ok(())
    }

    /// Keeps letters: those that [`DeadLetterReader`](super::DeadLetterReader) has read, or [`Letter::new`] has made.
    ///
    /// # Errors
    ///
    /// Where they can't be written: not all of them are kept then.
    pub fn keep_letters<'a>(
        &self,
        letters: impl IntoIterator<Item = &'a Letter>,
    ) -> io::Result<()> {
        self.write(|open, piece| {
            let lines = letters.into_iter();
            let mut lines = lines.map(|letter| (letter.head(), letter.row.as_deref()));
            lines.try_for_each(|(head, row)| self.put(open, piece, &head?, row))
        })
    }

    /// Writes lines, and syncs them.
    fn write(&self, put: impl FnOnce(&mut Open, &mut Vec<u8>) -> io::Result<()>) -> io::Result<()> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mut piece = Vec::new();
        let written = put(&mut open, &mut piece)
            .and_then(|()| open.append(&piece))
            .and_then(|()| open.file.sync_data());
        written.map_err(|error| {
            let path = self.path.display();
            io::Error::new(error.kind(), format!("cannot write to `{path}`: {error}"))
        })
    }

    /// Puts a line to those that are written next, into a file in which there's room for it.
    fn put(
        &self,
        open: &mut Open,
        piece: &mut Vec<u8>,
        head: &[u8],
        row: Option<&str>,
    ) -> io::Result<()> {
        let start = piece.len();
        write_line(piece, head, row);
        let len = open.len + start as u64;
        if len > 0
            && open.len + piece.len() as u64 > self.max_bytes
            && open.file.metadata()?.is_file()
        {
            open.append(&piece[..start])?;
            piece.drain(..start);
            self.rotate(open)?;
        }
        if piece.len() > PIECE {
            open.append(piece)?;
            piece.clear();
        }
        Ok(())
    }
}

impl DeadLetter for DeadLetterFile {
    fn keep(&self, rejected: &RejectedBatch<'_>) -> io::Result<()> {
        let head = write_head(rejected)?;
        self.write(|open, piece| {
            let mut rows = rejected.rows();
            rows.try_for_each(|row| self.put(open, piece, &head, row))
        })
    }
}

impl Open {
    fn new(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        let mut file = private(&mut options).open(path)?;
        let len = file.metadata()?.len();
        let is_torn = len > 0 && !ends_line(&mut file)?;
        if len == 0
            && let Some(directory) = path.parent()
        {
            sync_directory(directory)?;
        }
        Ok(Self { file, len, is_torn })
    }

    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        if self.is_torn {
            self.file.write_all(b"\n")?;
            self.is_torn = false;
            self.len += 1;
        }
        let before = self.file.metadata()?.len();
        let mut left = lines;
        let result = write_all(&mut self.file, &mut left);
        if result.is_ok() {
            self.len += lines.len() as u64;
        } else if left.len() < lines.len() {
            // Half of a line would spoil the next one.
            let written = (lines.len() - left.len()) as u64;
            self.is_torn = !self.take_back(before, written);
        }
        result
    }

    /// Removes what was just written, unless others have written to the file meanwhile. Whether it's removed.
    fn take_back(&mut self, before: u64, written: u64) -> bool {
        let is_ours_alone = self
            .file
            .metadata()
            .is_ok_and(|about| about.len() == before + written);
        is_ours_alone && self.file.set_len(before).is_ok()
    }
}

/// Writes all; what is left of `bytes` is what it couldn't.
fn write_all(file: &mut File, bytes: &mut &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => *bytes = &bytes[written..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn ends_line(file: &mut File) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// The numbers of the files that were renamed.
fn renamed(path: &Path) -> Vec<u32> {
    let directory = match path.parent() {
        Some(directory) if directory != Path::new("") => directory,
        _ => Path::new("."),
    };
    // Where it can't be listed, nothing in it can be found.
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| {
        let name = entry.file_name();
        let (_, number) = name.to_str()?.rsplit_once('.')?;
        let number = number.parse().ok().filter(|number| *number > 0)?;
        // `.01` isn't ours.
        (numbered(path, number).file_name() == Some(&*name)).then_some(number)
    });
    numbers.collect()
}

/// `rejected.ndjson.1`.
fn numbered(path: &Path, number: u32) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(format!(".{number}"));
    PathBuf::from(name)
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
