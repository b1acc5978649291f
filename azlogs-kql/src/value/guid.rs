//! `guid` values as text.

use std::fmt;

/// The sixteen bytes of a GUID: 32 hexadecimal digits, with or without hyphens, in braces or parentheses or bare.
pub(crate) fn parse(text: &str) -> Option<[u8; 16]> {
    let text = text.trim();
    let bare = text
        .strip_prefix('{')
        .map(|inner| inner.strip_suffix('}'))
        .or_else(|| text.strip_prefix('(').map(|inner| inner.strip_suffix(')')))
        .unwrap_or(Some(text))?;
    let mut bytes = [0; 16];
    match bare.len() {
        32 if bare.len() == text.len() => read(bare, &mut bytes)?,
        36 => {
            let mut filled = 0;
            let mut groups = bare.split('-');
            for length in [8, 4, 4, 4, 12] {
                let group = groups.next().filter(|group| group.len() == length)?;
                read(group, &mut bytes[filled..filled + length / 2])?;
                filled += length / 2;
            }
            if groups.next().is_some() {
                return None;
            }
        }
        _ => return None,
    }
    Some(bytes)
}

/// Fills the bytes from twice as many hexadecimal digits.
fn read(digits: &str, bytes: &mut [u8]) -> Option<()> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(())
}

/// A GUID as Kusto prints it: `74be27de-1e4e-49d9-b579-fe0b331d3642`.
pub(crate) struct Printed<'a>(pub(crate) &'a [u8; 16]);

impl fmt::Display for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}
