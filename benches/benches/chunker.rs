//! Rows to the bodies of requests, beside `serde_json` into one buffer that isn't cut.

#![expect(clippy::unwrap_used, reason = "a benchmark that can't run ends")]

use azlogs::{CHUNK_LIMIT, Chunker, LogRecord};
use azlogs_benches::data;
use azlogs_benches::rows::{Fat, Small, Stamp, Wide};
use divan::{Bencher, counter::BytesCount};
use serde::Serialize;

fn main() {
    divan::main();
}

fn with_azlogs<T: LogRecord + Sync>(bencher: Bencher<'_, '_>, rows: &[T], bytes: usize) {
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let mut chunker = Chunker::new(CHUNK_LIMIT);
        for row in rows {
            divan::black_box(chunker.push(row).unwrap());
        }
        chunker.finish()
    });
}

fn with_serde_json<T: Serialize>(bencher: Bencher<'_, '_>, rows: &[T], bytes: usize) {
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| serde_json::to_vec(rows).unwrap());
}

macro_rules! shape {
    ($shape:ident, $row:ident, $count:literal) => {
        mod $shape {
            use super::*;

            #[divan::bench]
            fn azlogs(bencher: Bencher<'_, '_>) {
                let rows = data::$shape($count);
                let typed: Vec<$row<Stamp>> = data::retyped(&rows);
                with_azlogs(bencher, &typed, data::json_len(&rows));
            }

            #[divan::bench]
            fn serde_json(bencher: Bencher<'_, '_>) {
                let rows = data::$shape($count);
                with_serde_json(bencher, &rows, data::json_len(&rows));
            }
        }
    };
}

shape!(small, Small, 24_000);
shape!(wide, Wide, 1_800);
shape!(fat, Fat, 240);
