//! A column's key, ready to be copied: what expansions have for each column.

/// `,"Name":`, then what doesn't matter, and in the last byte how many bytes of that there are, itself included.
///
/// So a key is copied by its room, which is a constant: without a call, and without asking how long it is.
pub(crate) type Key<const ROOM: usize> = [u8; ROOM];

#[inline]
pub(super) fn write<const ROOM: usize>(out: &mut Vec<u8>, key: &Key<ROOM>) {
    out.extend_from_slice(key);
    out.truncate(out.len() - rest(key));
}

/// The name, as it stands in the key.
pub(super) fn name(key: &'static [u8]) -> &'static str {
    let text = key.get(..key.len() - rest(key)).unwrap_or_default();
    let text = str::from_utf8(text).unwrap_or_default();
    let name = text
        .strip_prefix(",\"")
        .and_then(|rest| rest.strip_suffix("\":"));
    name.unwrap_or(text)
}

#[inline]
fn rest(key: &[u8]) -> usize {
    key.last().copied().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::{name, write};

    const KEY: &[u8; 16] = b",\"Status\":\0\0\0\0\0\x06";

    #[test]
    fn a_key_is_written_as_long_as_it_says() {
        let mut out = b"before".to_vec();
        write(&mut out, KEY);
        assert_eq!(out, b"before,\"Status\":");
    }

    #[test]
    fn a_name_is_what_is_between_the_quotes() {
        assert_eq!(name(KEY), "Status");
        assert_eq!(name(b",\"\xc3\xa9\":\0\x02"), "é");
    }
}
