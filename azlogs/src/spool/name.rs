//! The names of the files in a spool's directory: a number, by which chunks are in order, and what the file is.

/// The file that keeps other processes out.
pub(crate) const LOCK: &str = "lock";

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A chunk that was written whole.
    Chunk,
    /// One that was being written.
    Unfinished,
    /// Something that was set aside.
    SetAside,
}

impl Kind {
    const fn suffix(self) -> &'static str {
        match self {
            Self::Chunk => "chunk",
            Self::Unfinished => "tmp",
            Self::SetAside => "corrupt",
        }
    }
}

/// The highest number that a name may have, far beyond what is ever reached: there are always numbers after it.
const LAST: u64 = u64::MAX / 2;

/// The name of a file: `00000000000000000042.chunk`.
pub(crate) fn name(number: u64, kind: Kind) -> String {
    format!("{number:020}.{}", kind.suffix())
}

/// What a name says; nothing where it's no name of ours.
pub(crate) fn parse(name: &str) -> Option<(u64, Kind)> {
    let (digits, suffix) = name.split_once('.')?;
    let kind = [Kind::Chunk, Kind::Unfinished, Kind::SetAside]
        .into_iter()
        .find(|kind| kind.suffix() == suffix)?;
    if digits.len() != 20 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits.parse().ok().filter(|&number| number <= LAST)?;
    Some((number, kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_which_file_it_is_and_no_other_name_does() {
        for kind in [Kind::Chunk, Kind::Unfinished, Kind::SetAside] {
            for number in [0, 42, LAST] {
                assert_eq!(parse(&name(number, kind)), Some((number, kind)));
            }
        }
        for other in [
            "",
            "lock",
            "42.chunk",
            "00000000000000000042.chunk.gz",
            "0000000000000000004x.chunk",
            "99999999999999999999.chunk",
            "18446744073709551615.chunk",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
