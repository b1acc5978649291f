//! Rows to JSON, with typed instants, beside `serde_json` with instants that are text already.
//!
//! A megabyte of them, which stays in the cache, and 64, in the order in which they were read and in a random one.

#![expect(clippy::unwrap_used, reason = "a benchmark that can't run ends")]

use std::fmt;

use azlogs::{CHUNK_LIMIT, LogRecord, write_row};
use azlogs_benches::data;
use azlogs_benches::rows::{Fat, Small, Stamp, Wide};
use divan::{Bencher, counter::BytesCount};
use fastrand::Rng;
use serde::Serialize;
use serde::de::DeserializeOwned;

use self::Layout::{Cached, Loaded, Shuffled};

fn main() {
    divan::main();
}

/// How rows lie in memory that are to be written.
#[derive(Clone, Copy)]
enum Layout {
    Cached,
    Loaded,
    Shuffled,
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cached => "1 MB, cached",
            Loaded => "64 MB, as read",
            Shuffled => "64 MB, shuffled",
        })
    }
}

impl Layout {
    /// The rows, and the length of their JSON. `shape` makes rows, of which `megabyte` have a megabyte.
    fn rows<T, U>(self, shape: fn(usize) -> Vec<T>, megabyte: usize) -> (Vec<U>, usize)
    where
        T: Serialize,
        U: DeserializeOwned,
    {
        let times = if matches!(self, Cached) { 1 } else { 64 };
        let rows = shape(times * megabyte);
        let mut made = data::retyped(&rows);
        if matches!(self, Shuffled) {
            Rng::with_seed(42).shuffle(&mut made);
        }
        (made, data::json_len(&rows))
    }
}

/// Writes rows into a buffer that is emptied as soon as a chunk is full.
fn write<T>(
    bencher: Bencher<'_, '_>,
    (rows, bytes): (Vec<T>, usize),
    mut row: impl FnMut(&T, &mut Vec<u8>),
) {
    let mut out = Vec::with_capacity(2 * CHUNK_LIMIT);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for each in &rows {
            if out.len() >= CHUNK_LIMIT {
                out.clear();
            }
            row(each, &mut out);
        }
        divan::black_box(&mut out).len()
    });
}

fn with_azlogs<T: LogRecord>(bencher: Bencher<'_, '_>, rows: (Vec<T>, usize)) {
    write(bencher, rows, |row, out| {
        write_row(row, out).unwrap();
    });
}

fn with_serde_json<T: Serialize>(bencher: Bencher<'_, '_>, rows: (Vec<T>, usize)) {
    write(bencher, rows, |row, out| {
        serde_json::to_writer(out, row).unwrap();
    });
}

macro_rules! shape {
    ($shape:ident, $row:ident, $megabyte:literal) => {
        mod $shape {
            use super::*;

            #[divan::bench(args = [Cached, Loaded, Shuffled])]
            fn azlogs(bencher: Bencher<'_, '_>, layout: Layout) {
                with_azlogs::<$row<Stamp>>(bencher, layout.rows(data::$shape, $megabyte));
            }

            #[divan::bench(args = [Cached, Loaded, Shuffled])]
            fn serde_json(bencher: Bencher<'_, '_>, layout: Layout) {
                with_serde_json::<$row<String>>(bencher, layout.rows(data::$shape, $megabyte));
            }
        }
    };
}

shape!(small, Small, 6_000);
shape!(wide, Wide, 450);
shape!(fat, Fat, 60);
