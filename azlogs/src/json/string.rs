//! Strings: clean runs are copied whole, what JSON reserves is escaped as `serde_json` does it.

use std::{fmt, io};

use super::prefetch;

/// Writes a string that is a value of a row, as `write_string` does, and has what comes after it in memory prefetched.
#[inline]
pub(crate) fn write_text(out: &mut Vec<u8>, text: &str) {
    prefetch::after_text(text);
    write_string(out, text);
}

/// Writes a string with its quotes.
#[inline]
pub(crate) fn write_string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let is_written = match bytes.len() {
        4..8 => write_short::<4, 10>(out, bytes),
        8..16 => write_short::<8, 18>(out, bytes),
        16..=32 => write_short::<16, 34>(out, bytes),
        _ => false,
    };
    if !is_written {
        out.reserve(bytes.len() + 2);
        out.push(b'"');
        escape(out, bytes);
        out.push(b'"');
    }
}

/// Writes a string of `HALF` to twice as many bytes, as two halves that overlap: with lengths that are constants,
/// copying takes no call. False, and nothing is written, when something in it has to be escaped.
#[inline]
fn write_short<const HALF: usize, const ROOM: usize>(out: &mut Vec<u8>, text: &[u8]) -> bool {
    let (Some(first), Some(last)) = (text.first_chunk::<HALF>(), text.last_chunk::<HALF>()) else {
        return false;
    };
    if any_reserved(first) | any_reserved(last) {
        return false;
    }
    let end = out.len() + text.len() + 2;
    out.extend_from_slice(&[b'"'; ROOM]);
    if let Some(room) = out.last_chunk_mut::<ROOM>() {
        room[1..=HALF].copy_from_slice(first);
        room[text.len() + 1 - HALF..][..HALF].copy_from_slice(last);
    }
    out.truncate(end);
    true
}

/// Writes whatever it is given as the inside of a JSON string.
///
/// Escaping goes byte by byte and leaves bytes above 0x7F alone, so text may arrive in pieces of any size.
pub(crate) struct Escaper<'b>(pub(crate) &'b mut Vec<u8>);

impl io::Write for Escaper<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        escape(self.0, bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Write for Escaper<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        escape(self.0, text.as_bytes());
        Ok(())
    }
}

#[inline]
fn escape(out: &mut Vec<u8>, bytes: &[u8]) {
    if is_clean(bytes) {
        out.extend_from_slice(bytes);
    } else {
        escape_each(out, bytes);
    }
}

/// Escapes text that isn't clean.
fn escape_each(out: &mut Vec<u8>, mut bytes: &[u8]) {
    while let Some(at) = first_reserved(bytes)
        && let Some((clean, [reserved, rest @ ..])) = bytes.split_at_checked(at)
    {
        out.extend_from_slice(clean);
        write_escaped(out, *reserved);
        bytes = rest;
    }
    out.extend_from_slice(bytes);
}

/// So many bytes are compared at once: a vector's, on every processor that has any.
const BLOCK: usize = 16;

/// Whether nothing has to be escaped. What is no whole block is read as two that overlap.
#[inline]
fn is_clean(bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk::<BLOCK>() {
        let (blocks, _) = bytes.as_chunks::<BLOCK>();
        return !blocks.iter().any(any_reserved) && !any_reserved(last);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        return reserved_bytes(first) | reserved_bytes(last) == 0;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return reserved_bytes(u64::from(first) << 32 | u64::from(last)) == 0;
    }
    !bytes.iter().any(|&byte| is_reserved(byte))
}

/// Without a branch, so that the compiler makes vector instructions of it.
#[inline]
fn any_reserved<const LENGTH: usize>(block: &[u8; LENGTH]) -> bool {
    block
        .iter()
        .fold(false, |any, &byte| any | is_reserved(byte))
}

/// The index of the first byte that can't stand in a string as it is: a control character, `"` or `\`.
#[inline]
fn first_reserved(bytes: &[u8]) -> Option<usize> {
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    let clean = blocks.iter().take_while(|block| !any_reserved(block));
    let start = BLOCK * clean.count();
    let (words, tail) = bytes[start..].as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let reserved = reserved_bytes(u64::from_le_bytes(*word));
        if reserved != 0 {
            return Some(start + index * 8 + (reserved.trailing_zeros() / 8) as usize);
        }
    }
    let at = tail.iter().position(|&byte| is_reserved(byte))?;
    Some(bytes.len() - tail.len() + at)
}

/// Sets the top bit of the lowest reserved byte of eight, and none below it; bits above it mean nothing,
/// because the subtractions borrow from there.
#[inline]
fn reserved_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const TOPS: u64 = u64::from_ne_bytes([0x80; 8]);
    let swapped = word ^ u64::from_ne_bytes([SWAP; 8]);
    let backslash = word ^ u64::from_ne_bytes([b'\\'; 8]);
    let is_low = swapped.wrapping_sub(u64::from_ne_bytes([SWAPPED; 8])) & !swapped;
    let is_backslash = backslash.wrapping_sub(ONES) & !backslash;
    (is_low | is_backslash) & TOPS
}

/// Swaps quote and space: control characters and the quote are then what is below one number, for which one comparison will do.
const SWAP: u8 = b'"' ^ b' ';
/// That number.
const SWAPPED: u8 = b' ' + 1;

#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "no branches")]
fn is_reserved(byte: u8) -> bool {
    ((byte ^ SWAP) < SWAPPED) | (byte == b'\\')
}

#[cold]
fn write_escaped(out: &mut Vec<u8>, reserved: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match reserved {
        b'"' | b'\\' => reserved,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0C => b'f',
        _ => {
            let high = HEX[usize::from(reserved >> 4)];
            let low = HEX[usize::from(reserved & 0xF)];
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::{Escaper, write_string};

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write_string(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_reserved_byte_is_escaped_at_every_place_of_a_word() {
        for reserved in (0..0x20).chain([b'"', b'\\', 0x7F, b'a']) {
            for before in 0..20 {
                for after in 0..10 {
                    let (before, after) = ("x".repeat(before), "é".repeat(after));
                    let text = format!("{before}{}{after}", char::from(reserved));
                    assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
                }
            }
        }
    }

    #[test]
    fn text_in_pieces_is_escaped_as_in_one() {
        let mut out = Vec::new();
        let mut escaper = Escaper(&mut out);
        escaper.write_str("a\"").unwrap();
        escaper.write_all("ü\n".as_bytes()).unwrap();
        escaper.flush().unwrap();
        assert_eq!(out, "a\\\"ü\\n".as_bytes());
    }

    proptest! {
        #[test]
        fn a_string_is_written_as_serde_json_writes_it(text in any::<String>()) {
            prop_assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        }

        #[test]
        fn a_string_full_of_reserved_characters_too(text in "[\u{0}-\u{30}\"\\\\\u{7f}-\u{2ff}]{0,40}") {
            prop_assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        }
    }
}
