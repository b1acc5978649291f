//! A message put together in a constant, where there is no `format!`.

use super::declared::DeclaredStream;

/// Text of limited length; a part that doesn't fit is left out.
pub(super) struct Message {
    bytes: [u8; 1024],
    length: usize,
}

impl Message {
    pub(super) const fn of(parts: &[&str]) -> Self {
        let empty = Self {
            bytes: [0; 1024],
            length: 0,
        };
        empty.and(parts)
    }

    pub(super) const fn and(mut self, parts: &[&str]) -> Self {
        let mut parts = parts;
        while let [part, rest @ ..] = parts {
            let end = self.length + part.len();
            if end <= self.bytes.len() {
                let (_, free) = self.bytes.split_at_mut(self.length);
                let (place, _) = free.split_at_mut(part.len());
                place.copy_from_slice(part.as_bytes());
                self.length = end;
            }
            parts = rest;
        }
        self
    }

    /// On a line of its own, where the column is declared, or else the stream.
    pub(super) const fn at(self, stream: &DeclaredStream, column: &str) -> Self {
        self.and(&["\n  --> ", stream.file, ":", stream.position_of(column)])
    }

    #[track_caller]
    pub(super) const fn panic(&self) -> ! {
        let (text, _) = self.bytes.split_at(self.length);
        match std::str::from_utf8(text) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("the row's columns and the stream's don't agree"),
        }
    }
}
