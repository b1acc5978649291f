//! Rows that are kept back here, on their way to the dead letters.

use std::io;
use std::path::Path;
use std::sync::Arc;

use azlogs::{DeadLetterFile, ImmutableId, Letter};

/// How many letters are written at once, or bytes of them.
const LETTERS: usize = 1000;
const BYTES: usize = 1 << 20;

/// Opens a file of dead letters that gets as long as it must: no row in it goes for another. The error is for the user to read.
pub(crate) fn open(path: &Path) -> Result<Arc<DeadLetterFile>, String> {
    let file = DeadLetterFile::open(path)
        .map_err(|error| format!("cannot write to {}: {error}", path.display()))?;
    Ok(Arc::new(file.max_bytes(u64::MAX)))
}

/// Rows that are kept back here.
#[derive(Debug)]
pub(crate) struct KeptBack {
    file: Arc<DeadLetterFile>,
    rule: ImmutableId,
    stream: String,
    letters: Vec<Letter>,
    bytes: usize,
}

impl KeptBack {
    pub(crate) fn new(file: Arc<DeadLetterFile>, rule: ImmutableId, stream: String) -> Self {
        Self {
            file,
            rule,
            stream,
            letters: Vec::new(),
            bytes: 0,
        }
    }

    /// Takes a row. Gives how many rows were written meanwhile.
    pub(crate) fn put(&mut self, code: &str, why: &str, row: Option<&str>) -> io::Result<u64> {
        let letter = Letter::new(&self.rule, &self.stream, code, why, row);
        self.letters.push(letter);
        self.bytes += row.map_or(0, str::len);
        if self.letters.len() < LETTERS && self.bytes < BYTES {
            return Ok(0);
        }
        self.write()
    }

    /// Writes what was taken. Gives how many rows that is.
    pub(crate) fn write(&mut self) -> io::Result<u64> {
        self.bytes = 0;
        let letters = std::mem::take(&mut self.letters);
        if letters.is_empty() {
            return Ok(0);
        }
        self.file.keep_letters(&letters)?;
        Ok(u64::try_from(letters.len()).unwrap_or(u64::MAX))
    }
}
