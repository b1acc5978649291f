//! Directories in which anything may be: nothing panics, nothing is allocated for a forged length, nothing torn is sent.

use bytes::Bytes;
use proptest::prelude::*;

use super::super::format::{self, Flaw, Header};
use super::super::name::{self, Kind};
use super::memory::Memory;
use super::{append, body, drain, header, open};

/// The file of a chunk.
fn file(header: &Header, body: &[u8]) -> Vec<u8> {
    let mut file = format::write_head(header).unwrap();
    file.extend_from_slice(body);
    file
}

/// A name such as may be in a directory.
fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        (
            0_u64..6,
            prop_oneof![
                Just(Kind::Chunk),
                Just(Kind::Unfinished),
                Just(Kind::SetAside)
            ]
        )
            .prop_map(|(number, kind)| name::name(number, kind)),
        (u64::MAX / 2 - 2..).prop_map(|number| name::name(number, Kind::Chunk)),
        "[0-9]{20}\\.chunk",
        ".{0,30}",
    ]
}

/// Bytes that are nearly a chunk, or not at all.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let forged = (
        any::<u64>(),
        any::<u64>(),
        any::<u64>(),
        any::<u64>(),
        ".{0,40}",
    )
        .prop_map(|(rows, json_len, body_len, created_ms, text)| {
            let body = body(0);
            let header = Header {
                rows,
                json_len,
                body_len,
                created_ms,
                stream: text,
                ..header(0, &body)
            };
            file(&header, &body)
        });
    let prefix = (
        any::<u32>(),
        any::<u32>(),
        prop::collection::vec(any::<u8>(), 0..60),
    )
        .prop_map(|(len, crc, rest)| {
            let mut bytes = format!("azlogs-chunk 1 {len:08x} {crc:08x}\n").into_bytes();
            bytes.extend(rest);
            bytes
        });
    prop_oneof![prop::collection::vec(any::<u8>(), 0..200), forged, prefix]
}

/// The file with bits turned over, cut off, or with something added.
fn damaged() -> impl Strategy<Value = (u64, Vec<u8>)> {
    let damage = (
        prop::collection::vec((any::<prop::sample::Index>(), 0_u8..8), 0..4),
        any::<Option<prop::sample::Index>>(),
        prop::collection::vec(any::<u8>(), 0..3),
    );
    (0_u64..20, damage).prop_map(|(n, (flips, cut, more))| {
        let mut file = file(&header(n, &body(n)), &body(n));
        for (at, bit) in flips {
            let at = at.index(file.len());
            file[at] ^= 1 << bit;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        file.extend(more);
        (n, file)
    })
}

proptest! {
    #[test]
    fn a_directory_of_anything_is_opened_and_written_to(files in prop::collection::vec((any_name(), any_bytes()), 0..8)) {
        let memory = Memory::default();
        for (name, bytes) in &files {
            memory.put(name, bytes.clone());
        }
        let before: Vec<_> = memory.names();
        let spool = open(&memory).unwrap();
        let key = append(&spool, 7).unwrap();
        // What is there is read, whole as it may be.
        while let Some(other) = spool.claim() {
            if let Some((header, _)) = spool.read(other) {
                prop_assert!(header.rule().is_some());
                prop_assert_eq!(other == key, header.first_row == 7);
            }
            spool.remove(other);
        }
        // What isn't ours is left alone.
        for name in before.iter().filter(|name| name::parse(name).is_none()) {
            prop_assert!(memory.names().contains(name));
        }
    }

    #[test]
    fn a_damaged_chunk_is_set_aside_and_those_around_it_are_sent((n, bytes) in damaged()) {
        let memory = Memory::default();
        let whole = |n| file(&header(n, &body(n)), &body(n));
        memory.put(&name::name(1, Kind::Chunk), whole(100));
        memory.put(&name::name(2, Kind::Chunk), bytes.clone());
        memory.put(&name::name(3, Kind::Chunk), whole(101));
        let spool = open(&memory).unwrap();
        let found = drain(&spool);
        // A letter of a checksum in the other case says the same.
        let is_still_whole = format::read(&Bytes::from(bytes.clone())).is_ok();
        if is_still_whole {
            prop_assert_eq!(found, [100, n, 101]);
        } else {
            prop_assert_eq!(found, [100, 101]);
            prop_assert_eq!(spool.usage().set_aside.chunks, 1);
            let is_later = matches!(format::read_head(&bytes, bytes.len() as u64), Err(Flaw::Later(_)));
            let kept = if is_later { Kind::Chunk } else { Kind::SetAside };
            prop_assert_eq!(memory.bytes(&name::name(2, kept)), bytes);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any_bytes(), file_len in any::<u64>()) {
        let _ = format::read_head(&bytes, file_len);
        let _ = format::read(&Bytes::from(bytes));
    }

    #[test]
    fn what_was_written_is_read_whatever_its_names_hold(stream in ".{1,300}", endpoint in ".{0,100}", body in prop::collection::vec(any::<u8>(), 1..300)) {
        let header = Header { stream, endpoint, ..header(1, &body) };
        let (read, read_body) = format::read(&Bytes::from(file(&header, &body))).unwrap();
        prop_assert_eq!(read, header);
        prop_assert_eq!(read_body, body);
    }
}

#[test]
fn every_single_bit_counts() {
    let whole = file(&header(3, &body(3)), &body(3));
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            if let Ok((read, read_body)) = format::read(&Bytes::from(bytes)) {
                // Only a checksum's or a length's digit in upper case reads the same.
                assert!((15..33).contains(&at) && bit == 5, "byte {at}, bit {bit}");
                assert_eq!((read, &read_body[..]), (header(3, &body(3)), &body(3)[..]));
            }
        }
    }
}

#[test]
fn a_name_of_a_stream_that_makes_the_header_too_long_is_refused_before_it_is_written() {
    let body = body(0);
    let long = Header {
        stream: "x".repeat(70_000),
        ..header(0, &body)
    };
    assert_eq!(format::write_head(&long), None);
    let memory = Memory::default();
    let spool = open(&memory).unwrap();
    let error = spool.append(&long, &body).unwrap_err();
    assert_eq!(error.kind(), super::super::SpoolErrorKind::TooLarge);
    assert_eq!(memory.names(), [""; 0]);
}
