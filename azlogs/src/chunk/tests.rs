use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;
use serde_json::Value;

use super::*;

#[cfg(feature = "client")]
#[test]
fn of_many_chunks_only_some_buffers_are_kept() {
    let mut chunker = Chunker::new(1_000);
    let mut done = Vec::new();
    for _ in 0..1_000 {
        done.extend(push(&mut chunker, &row_of(100)).unwrap());
    }
    assert!(done.len() > 50);
    for chunk in done {
        chunker.recycle(chunk.into_parts().0);
    }
    assert_eq!(chunker.spares.len(), SPARES);
}

#[cfg(feature = "client")]
#[test]
fn chunks_are_marked_where_rows_end_and_no_oftener_than_asked() {
    let mut chunker = Chunker::new(1_000).marking(250);
    let mut done = Vec::new();
    for _ in 0..20 {
        done.extend(push(&mut chunker, &row_of(99)).unwrap());
        chunker.skip();
    }
    // A bracket or comma before each: 100 bytes a row.
    let marks = [3, 6, 9].map(|rows| Mark {
        at: 100 * rows,
        rows,
    });
    assert_eq!(done.len(), 2);
    for chunk in done {
        let (json, rows, found) = chunk.into_parts();
        assert_eq!((json.len(), rows.count()), (901, 9));
        assert_eq!(found, marks);
        assert_eq!(marks.map(|mark| json[mark.at]), [b',', b',', b']']);
    }
}

/// A row of exactly `size` bytes, 8 at least.
fn row_of(size: usize) -> Vec<u8> {
    format!(r#"{{"A":"{}"}}"#, "x".repeat(size - 8)).into_bytes()
}

fn push(chunker: &mut Chunker, row: &[u8]) -> Result<Option<Chunk>, UnsendableRow> {
    chunker.push_with(|out| {
        out.extend_from_slice(row);
        Ok(RowStats::default())
    })
}

/// The chunks of rows, and the numbers of those that are too large.
fn chunks(limit: usize, rows: impl IntoIterator<Item = Vec<u8>>) -> (Vec<Chunk>, Vec<usize>) {
    let mut chunker = Chunker::new(limit);
    let mut chunks = Vec::new();
    let mut rejected = Vec::new();
    for (number, row) in rows.into_iter().enumerate() {
        match push(&mut chunker, &row) {
            Ok(chunk) => chunks.extend(chunk),
            Err(UnsendableRow::TooLarge(error)) => {
                assert_eq!((error.size(), error.limit()), (row.len(), limit));
                rejected.push(number);
            }
            Err(error) => panic!("{error}"),
        }
    }
    chunks.extend(chunker.finish());
    (chunks, rejected)
}

fn row_counts(limit: usize, sizes: &[usize]) -> Vec<usize> {
    let (chunks, _) = chunks(limit, sizes.iter().map(|&size| row_of(size)));
    chunks
        .iter()
        .map(|chunk| chunk.rows().iter().map(Range::len).sum())
        .collect()
}

proptest! {
    #[test]
    fn every_row_is_in_one_chunk_in_order_or_rejected(
        sizes in prop::collection::vec(8_usize..120, 0..60),
        limit in 0_usize..250,
    ) {
        let (chunks, rejected) = chunks(limit, sizes.iter().map(|&size| row_of(size)));
        let too_large = |&number: &usize| sizes[number] + 2 > limit;
        prop_assert_eq!(&rejected, &(0..sizes.len()).filter(too_large).collect::<Vec<_>>());

        let mut numbers = Vec::new();
        for chunk in &chunks {
            prop_assert!(chunk.body().len() <= limit);
            let rows: Vec<Value> = serde_json::from_slice(chunk.body()).unwrap();
            prop_assert!(!rows.is_empty());
            let in_chunk = chunk.rows().iter().cloned().flatten().collect::<Vec<_>>();
            let expected = in_chunk.iter().map(|&n| serde_json::from_slice::<Value>(&row_of(sizes[n])).unwrap()).collect::<Vec<_>>();
            prop_assert_eq!(rows, expected);
            numbers.extend(in_chunk);
        }
        prop_assert_eq!(numbers, (0..sizes.len()).filter(|number| !too_large(number)).collect::<Vec<_>>());
    }

    #[test]
    fn no_chunk_could_have_held_the_row_after_it(
        sizes in prop::collection::vec(8_usize..100, 1..60),
        limit in 102_usize..400,
    ) {
        let (chunks, _) = chunks(limit, sizes.iter().map(|&size| row_of(size)));
        for chunk in &chunks[..chunks.len() - 1] {
            let next = sizes[chunk.rows()[0].end];
            prop_assert!(chunk.body().len() + 1 + next > limit);
        }
    }
}

#[test]
fn brackets_and_commas_count() {
    const L: usize = CHUNK_LIMIT;
    assert_eq!(row_counts(L, &[20, L - 23, 12]), [2, 1]);
    assert_eq!(row_counts(L, &[20, L - 22, 12]), [1, 2]);
    assert_eq!(row_counts(L, &[20, L - 2, 12]), [1, 1, 1]);
    assert_eq!(row_counts(L, &[20, L - 3, 12]), [1, 1, 1]);
    assert_eq!(row_counts(L, &[L - 1]), [0; 0]);
}

#[test]
fn the_smallest_rows_stay_within_the_limit() {
    let (chunks, _) = chunks(CHUNK_LIMIT, std::iter::repeat_n(b"{}".to_vec(), 600_000));
    let lengths = chunks
        .iter()
        .map(|chunk| chunk.body().len())
        .collect::<Vec<_>>();
    assert_eq!(lengths, [CHUNK_LIMIT, 3 * 600_000 + 2 - CHUNK_LIMIT]);
}

#[test]
fn no_rows_are_no_chunk() {
    let mut chunker = Chunker::new(CHUNK_LIMIT);
    assert_eq!(chunker.finish(), None);
    assert!(push(&mut chunker, &row_of(CHUNK_LIMIT)).is_err());
    assert_eq!(chunker.finish(), None);
}

#[test]
fn a_row_that_panics_leaves_nothing_behind() {
    let mut chunker = Chunker::new(100);
    push(&mut chunker, b"{}").unwrap();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        chunker.push_with(|out| {
            out.extend_from_slice(br#"{"A":"#);
            panic!("in the middle of a row");
        })
    }));
    assert!(panicked.is_err());
    push(&mut chunker, b"{}").unwrap();
    let chunk = chunker.finish().unwrap();
    assert_eq!(chunk.body(), b"[{},{}]");
    assert_eq!(chunk.rows(), [0..1, 2..3]);
}

#[test]
fn values_written_as_null_are_counted_by_chunk() {
    let mut chunker = Chunker::new(9);
    let mut push = |nulled| {
        chunker
            .push_with(|out| {
                out.extend_from_slice(b"{}");
                Ok(RowStats { nulled })
            })
            .unwrap()
    };
    assert_eq!(push(1), None);
    assert_eq!(push(2), None);
    assert_eq!(push(4).unwrap().nulled(), 3);
    assert_eq!(chunker.finish().unwrap().nulled(), 4);
}
