//! Each chunk is one sender's, however many share the spool.

use super::super::format::Header;
use super::super::{Key, Lease, Spool, WhenFull};
use super::memory::Memory;
use super::{append, body, drain, header, open_with};

const STREAM: &str = "Custom-Rows";

fn rule() -> String {
    header(0, b"").rule
}

fn lease(spool: &Spool, stream: &str) -> (Lease, Vec<u64>) {
    let (lease, chunks) = spool.lease(&rule(), stream);
    let keys = chunks.into_iter().map(|(Key(number), _)| number);
    (lease, keys.collect())
}

/// Room for so many chunks, which take a block each.
fn room(chunks: u64) -> Spool {
    let options = Spool::options().max_bytes(chunks * 4096 + 100);
    open_with(&Memory::default(), options.when_full(WhenFull::DropOldest)).unwrap()
}

#[test]
fn the_chunks_of_a_stream_are_told_from_those_of_another() {
    let spool = room(9);
    append(&spool, 0).unwrap();
    let body = body(1);
    let other = Header {
        stream: "Custom-Others".to_owned(),
        rows: 3,
        ..header(1, &body)
    };
    spool.append(&other, &body).unwrap();
    append(&spool, 2).unwrap();
    let rows = |stream: &str| -> Vec<u64> {
        let (_lease, chunks) = spool.lease(&rule(), stream);
        chunks.into_iter().map(|(_, rows)| rows).collect()
    };
    assert_eq!(rows(STREAM), [1, 1]);
    assert_eq!(rows("Custom-Others"), [3]);
    assert_eq!(rows("Custom-Nobodys"), [0_u64; 0]);
}

#[test]
fn a_chunk_is_given_to_one_and_to_the_next_when_that_has_gone() {
    let spool = room(9);
    append(&spool, 0).unwrap();
    append(&spool, 1).unwrap();
    let (first, chunks) = lease(&spool, STREAM);
    assert_eq!(chunks, [0, 1]);
    first.append(&header(2, &body(2)), &body(2)).unwrap();
    assert_eq!(first.rows(), 3);
    let (second, chunks) = lease(&spool, STREAM);
    assert_eq!(chunks, [0_u64; 0]);
    second.append(&header(3, &body(3)), &body(3)).unwrap();
    first.remove(Key(0));
    first.let_go(vec![Key(1)]);
    assert!(first.is_let_go() && !second.is_let_go());
    assert_eq!((first.rows(), second.rows(), spool.usage().rows), (2, 1, 3));
    drop(first);
    assert_eq!(spool.usage().chunks, 2);
    let (third, chunks) = lease(&spool, STREAM);
    assert_eq!(chunks, [2], "not that of the second");
    drop((second, third));
    assert_eq!(drain(&spool), [2, 3], "nobody claims what was left");
}

#[test]
fn who_loses_a_chunk_is_told_and_nobody_else() {
    let spool = room(3);
    for n in 0..3 {
        append(&spool, n).unwrap();
    }
    let (first, _) = lease(&spool, STREAM);
    let (second, _) = lease(&spool, STREAM);
    for n in 3..5 {
        second.append(&header(n, &body(n)), &body(n)).unwrap();
    }
    assert_eq!(second.take_lost(), []);
    assert_eq!(first.take_lost(), [Key(0), Key(1)]);
    assert_eq!(first.take_lost(), []);
}
