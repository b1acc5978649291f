//! A disk that doesn't do what it's asked for: said once, and survived.

use std::io::ErrorKind;

use super::super::SpoolErrorKind;
use super::memory::{Memory, Mishap};
use super::{append, drain, open};

#[test]
fn a_full_disk_is_trouble_until_there_is_room_again() {
    let files = Memory::default();
    let spool = open(&files).unwrap();
    append(&spool, 0).unwrap();
    files.plan(0, Mishap::FromThenOn(ErrorKind::StorageFull), 1);
    for n in 1..4 {
        let error = append(&spool, n).unwrap_err();
        assert_eq!(error.kind(), SpoolErrorKind::Io);
        assert!(
            error
                .to_string()
                .starts_with("spool: cannot write `/spool/0000"),
            "{error}"
        );
    }
    assert!(spool.usage().trouble.is_some());
    assert_eq!((spool.usage().chunks, spool.usage().rows), (1, 1));
    files.plan(usize::MAX, Mishap::PowerLoss, 1);
    append(&spool, 4).unwrap();
    assert!(spool.usage().trouble.is_none());
    assert_eq!(drain(&spool), [0, 4]);
}

#[test]
fn a_chunk_that_cannot_be_read_is_not_sent_and_those_after_it_are() {
    let files = Memory::default();
    let spool = open(&files).unwrap();
    for n in 0..3 {
        append(&spool, n).unwrap();
    }
    files.plan(0, Mishap::Once(ErrorKind::Other), 1);
    assert_eq!(drain(&spool), [1, 2]);
    assert_eq!(
        (spool.usage().set_aside.chunks, spool.usage().set_aside.rows),
        (1, 1)
    );
    drop(spool);
    // It stayed where it was, and is tried again.
    assert_eq!(drain(&open(&files).unwrap()), [0]);
}

#[test]
fn a_spool_that_cannot_be_synced_or_listed_is_not_opened() {
    for (operation, doing) in [(0, "sync"), (1, "read")] {
        let mishap = Mishap::Once(ErrorKind::PermissionDenied);
        let error = open(&Memory::with_mishap(operation, mishap, 1)).unwrap_err();
        assert_eq!(error.kind(), SpoolErrorKind::Io);
        assert_eq!(
            error.to_string(),
            format!("spool: cannot {doing} `/spool`: permission denied")
        );
    }
}
