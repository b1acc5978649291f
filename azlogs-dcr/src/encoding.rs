//! From a file's bytes to text.

/// A file's text.
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// Where in the text the first bytes stood that aren't text; a replacement character is there now.
    pub(crate) first_error: Option<usize>,
}

/// Reads UTF-8 and UTF-16, with or without a byte order mark. JSON begins with a character of ASCII, by which UTF-16 shows.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xff, 0xfe, utf16 @ ..] => decode_utf16(utf16, u16::from_le_bytes),
        [0xfe, 0xff, utf16 @ ..] => decode_utf16(utf16, u16::from_be_bytes),
        [b'{' | b'[' | b'/' | b' ' | b'\n' | b'\r' | b'\t', 0, ..] => {
            decode_utf16(bytes, u16::from_le_bytes)
        }
        [0, b'{' | b'[' | b'/' | b' ' | b'\n' | b'\r' | b'\t', ..] => {
            decode_utf16(bytes, u16::from_be_bytes)
        }
        [0xef, 0xbb, 0xbf, utf8 @ ..] | utf8 => decode_utf8(utf8),
    }
}

fn decode_utf8(bytes: &[u8]) -> Decoded {
    Decoded {
        text: String::from_utf8_lossy(bytes).into_owned(),
        first_error: std::str::from_utf8(bytes)
            .err()
            .map(|error| error.valid_up_to()),
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut first_error = None;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        if decoded.is_err() {
            first_error.get_or_insert(text.len());
        }
        text.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !odd.is_empty() {
        first_error.get_or_insert(text.len());
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Decoded { text, first_error }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn text_is_read_with_and_without_a_byte_order_mark() {
        for bytes in [
            b"\xef\xbb\xbf{\xc3\xa4".as_slice(),
            b"{\xc3\xa4",
            b"\xff\xfe{\0\xe4\0",
            b"\xfe\xff\0{\0\xe4",
            b"{\0\xe4\0",
            b"\0{\0\xe4",
        ] {
            let decoded = decode(bytes);
            assert_eq!((decoded.text.as_str(), decoded.first_error), ("{ä", None));
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_placed_and_replaced() {
        let decoded = decode(b"\xef\xbb\xbf\xc3\xa4\xff!");
        assert_eq!(
            (decoded.text.as_str(), decoded.first_error),
            ("ä\u{fffd}!", Some(2))
        );
    }

    #[test]
    fn utf_16_that_is_cut_or_broken_is_placed_and_replaced() {
        let decoded = decode(b"\xff\xfe{\0\x00\xd8{\0}");
        assert_eq!(
            (decoded.text.as_str(), decoded.first_error),
            ("{\u{fffd}{\u{fffd}", Some(1))
        );
    }
}
