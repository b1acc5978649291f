//! Reads what has an end: a file, a pipe, a device.

use std::io::{Error, ErrorKind, Read, Result};

use crate::DOCUMENT_MAX;

/// All of it, up to the most bytes that a document may have.
pub(crate) fn read(from: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(DOCUMENT_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > DOCUMENT_MAX {
        let most = DOCUMENT_MAX >> 20;
        let message = format!("it is larger than {most} MiB, the most that is read");
        return Err(Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, repeat};

    use super::read;

    #[test]
    fn what_has_no_end_is_an_error() {
        let error = read(repeat(0)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
        assert_eq!(
            error.to_string(),
            "it is larger than 128 MiB, the most that is read"
        );
        assert_eq!(read(b"abc".as_slice()).unwrap(), b"abc");
    }
}
