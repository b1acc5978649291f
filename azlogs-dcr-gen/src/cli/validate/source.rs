//! The bytes of the data one by one, and on which line each stands.

use std::io::{self, Read};

/// How much is read at a time.
const BUFFER: usize = 64 * 1024;

/// Why the data can't be divided.
#[derive(Debug)]
pub(super) enum Broken {
    /// It can't be read.
    Unreadable(io::Error),
    /// It isn't JSON: the line, and what is wrong there.
    NotJson(String),
}

/// Data that is being read.
pub(super) struct Source<R> {
    input: R,
    buffer: Box<[u8]>,
    filled: usize,
    at: usize,
    line: u64,
    before: u64,
    read: u64,
}

impl<R: Read> Source<R> {
    /// Begins after a byte order mark.
    pub(super) fn begin(input: R) -> Result<Self, Broken> {
        let mut source = Self {
            input,
            buffer: vec![0; BUFFER].into_boxed_slice(),
            filled: 0,
            at: 0,
            line: 1,
            before: 0,
            read: 0,
        };
        source.skip_mark()?;
        Ok(source)
    }

    /// The line of the byte that comes next, from 1, and how many bytes are before it on that line.
    pub(super) fn place(&self) -> (u64, u64) {
        (self.line, self.before)
    }

    /// How many bytes were read.
    pub(super) fn bytes(&self) -> u64 {
        self.read
    }

    /// The byte that comes next; none at the end.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Broken> {
        if self.at == self.filled {
            self.at = 0;
            self.filled = self.fill(0)?;
        }
        Ok(self.buffer[..self.filled].get(self.at).copied())
    }

    /// Goes past the byte that was peeked at.
    pub(super) fn step(&mut self) {
        if self.buffer.get(self.at) == Some(&b'\n') {
            self.line += 1;
            self.before = 0;
        } else {
            self.before += 1;
        }
        self.at += 1;
    }

    /// Goes past blanks, and gives the byte that comes next.
    pub(super) fn skip_blanks(&mut self) -> Result<Option<u8>, Broken> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.step();
        }
        Ok(None)
    }

    /// What is wrong at this place.
    pub(super) fn broken(&self, what: &str) -> Broken {
        Broken::NotJson(format!("line {}: {what}", self.line))
    }

    /// Takes off a byte order mark.
    fn skip_mark(&mut self) -> Result<(), Broken> {
        const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];
        while self.filled < MARK.len() {
            match self.fill(self.filled)? {
                0 => break,
                count => self.filled += count,
            }
        }
        if self.buffer[..self.filled].starts_with(&MARK) {
            self.at = MARK.len();
        }
        Ok(())
    }

    /// Reads into the buffer from a place in it on, and says how much came.
    fn fill(&mut self, from: usize) -> Result<usize, Broken> {
        loop {
            match self.input.read(&mut self.buffer[from..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Broken::Unreadable(error)),
                Ok(count) => {
                    self.read += u64::try_from(count).unwrap_or(u64::MAX);
                    return Ok(count);
                }
            }
        }
    }
}
