//! Rows to JSON, with typed instants, beside `serde_json` with instants that are text already.

#![expect(clippy::unwrap_used, reason = "a benchmark that can't run ends")]

use azlogs::{LogRecord, write_row};
use azlogs_benches::data;
use azlogs_benches::rows::{Fat, Small, Stamp, Wide};
use divan::{Bencher, counter::BytesCount};
use serde::Serialize;

fn main() {
    divan::main();
}

fn with_azlogs<T: LogRecord + Sync>(bencher: Bencher<'_, '_>, rows: &[T], bytes: usize) {
    let mut out = Vec::with_capacity(bytes + rows.len());
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(move || {
            out.clear();
            for row in rows {
                write_row(row, &mut out).unwrap();
            }
            divan::black_box(&mut out).len()
        });
}

fn with_serde_json<T: Serialize>(bencher: Bencher<'_, '_>, rows: &[T], bytes: usize) {
    let mut out = Vec::with_capacity(bytes + rows.len());
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(move || {
            out.clear();
            for row in rows {
                serde_json::to_writer(&mut out, row).unwrap();
            }
            divan::black_box(&mut out).len()
        });
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
                let rows: Vec<$row<String>> = data::retyped(&data::$shape($count));
                with_serde_json(bencher, &rows, data::json_len(&rows));
            }
        }
    };
}

shape!(small, Small, 6_000);
shape!(wide, Wide, 450);
shape!(fat, Fat, 60);
