//! The bound in bytes, and what is dropped.

use super::super::{Spool, SpoolErrorKind, WhenFull};
use super::memory::Memory;
use super::{append, drain, open_with};

/// Room for three chunks, which take a block each.
fn three() -> super::SpoolOptions {
    Spool::options().max_bytes(3 * 4096 + 100)
}

#[test]
fn a_full_spool_refuses_and_takes_again_when_there_is_room() {
    let files = Memory::default();
    let spool = open_with(&files, three()).unwrap();
    for n in 0..3 {
        append(&spool, n).unwrap();
    }
    let error = append(&spool, 3).unwrap_err();
    assert_eq!(error.kind(), SpoolErrorKind::Full);
    assert!(spool.usage().trouble.is_none(), "being full is no trouble");
    let key = spool.claim().unwrap();
    spool.remove(key);
    append(&spool, 3).unwrap();
    assert_eq!(drain(&spool), [1, 2, 3]);
    assert_eq!(spool.usage().dropped.chunks, 0);
}

#[test]
fn or_it_drops_the_oldest_that_nobody_is_sending_and_counts_them() {
    let files = Memory::default();
    let spool = open_with(&files, three().when_full(WhenFull::DropOldest)).unwrap();
    for n in 0..3 {
        append(&spool, n).unwrap();
    }
    let sending = spool.claim().unwrap();
    append(&spool, 3).unwrap();
    append(&spool, 4).unwrap();
    assert_eq!(
        (spool.usage().dropped.chunks, spool.usage().dropped.rows),
        (2, 2)
    );
    spool.set_claimed(sending, false);
    assert_eq!(drain(&spool), [0, 3, 4]);
    assert_eq!(spool.usage().bytes, 0);
}

#[test]
fn a_chunk_larger_than_the_spool_is_refused_whatever_is_dropped() {
    let files = Memory::default();
    let spool = open_with(
        &files,
        Spool::options()
            .max_bytes(100)
            .when_full(WhenFull::DropOldest),
    )
    .unwrap();
    assert_eq!(append(&spool, 0).unwrap_err().kind(), SpoolErrorKind::Full);
}

#[test]
fn what_an_earlier_process_left_counts_and_comes_first() {
    let files = Memory::default();
    let spool = open_with(&files, three()).unwrap();
    append(&spool, 0).unwrap();
    append(&spool, 1).unwrap();
    drop(spool);
    let spool = open_with(&files, three()).unwrap();
    assert_eq!(
        (
            spool.usage().chunks,
            spool.usage().rows,
            spool.usage().bytes
        ),
        (2, 2, 2 * 4096)
    );
    append(&spool, 2).unwrap();
    assert!(append(&spool, 3).is_err());
    assert_eq!(drain(&spool), [0, 1, 2]);
}
