//! Reading dead letters again.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::letter::{Letter, read_line};

/// Reads the lines of a [`DeadLetterFile`](super::DeadLetterFile), one after another.
///
/// A line that can't be read is an error, and those after it are read. An error of the file itself is the last.
///
/// ```no_run
/// # fn main() -> std::io::Result<()> {
/// for letter in azlogs::DeadLetterReader::open("/var/lib/orders/rejected.ndjson")? {
///     match letter {
///         Ok(letter) => println!("{}: {}: {}", letter.time, letter.code, letter.row.unwrap_or_default()),
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct DeadLetterReader<R> {
    lines: R,
    number: usize,
    has_ended: bool,
}

/// A line is no dead letter, or the file can't be read.
#[derive(Debug)]
pub struct LetterError {
    line: usize,
    source: io::Error,
}

impl DeadLetterReader<BufReader<File>> {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where it can't be opened.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        Ok(Self::new(BufReader::new(File::open(path)?)))
    }
}

impl<R: BufRead> DeadLetterReader<R> {
    /// Reads lines from anywhere.
    pub fn new(lines: R) -> Self {
        Self {
            lines,
            number: 0,
            has_ended: false,
        }
    }
}

impl<R: BufRead> Iterator for DeadLetterReader<R> {
    type Item = Result<Letter, LetterError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        while !self.has_ended {
            line.clear();
            self.number += 1;
            match self.lines.read_until(b'\n', &mut line) {
                Ok(0) => self.has_ended = true,
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Some(read_line(&line).map_err(|error| self.error(error.into()))),
                Err(error) => {
                    self.has_ended = true;
                    return Some(Err(self.error(error)));
                }
            }
        }
        None
    }
}

impl<R> DeadLetterReader<R> {
    fn error(&self, source: io::Error) -> LetterError {
        LetterError {
            line: self.number,
            source,
        }
    }
}

impl LetterError {
    /// The number of the line, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for LetterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} is no dead letter: {}", self.line, self.source)
    }
}

impl std::error::Error for LetterError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
