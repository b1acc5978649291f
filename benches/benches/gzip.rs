//! A chunk of each shape, compressed by the libraries, and uploaded to nowhere: written, compressed and accounted for.

#![expect(clippy::unwrap_used, reason = "a benchmark that can't run ends")]

use azlogs::{Compression, LogRecord};
use azlogs_benches::data;
use azlogs_benches::rows::{Fat, Small, Stamp, Wide};
use azlogs_benches::upload::stream_to_nowhere;
use divan::{Bencher, counter::BytesCount};
use flate2::{Compress, FlushCompress};
use libdeflater::{CompressionLvl, Compressor};
use serde::Serialize;

const LEVELS: [u8; 4] = [1, 2, 3, 6];
const LIBDEFLATE_LEVELS: [u8; 4] = [1, 2, 6, 12];

fn main() {
    divan::main();
}

fn with_azlogs<T: LogRecord + Sync>(
    bencher: Bencher<'_, '_>,
    rows: &[T],
    bytes: usize,
    compression: Compression,
) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_time()
        .build()
        .unwrap();
    let stream = stream_to_nowhere::<T>().unwrap().compression(compression);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let report = runtime.block_on(async { stream.upload(rows).await });
        report.into_result().unwrap()
    });
}

fn with_zlib_rs<T: Serialize>(bencher: Bencher<'_, '_>, rows: &[T], level: u8) {
    let json = serde_json::to_vec(rows).unwrap();
    let mut deflate = Compress::new(flate2::Compression::new(level.into()), false);
    let mut out = vec![0; json.len()];
    bencher
        .counter(BytesCount::new(json.len()))
        .bench_local(move || {
            deflate.reset();
            deflate
                .compress(&json, &mut out, FlushCompress::Finish)
                .unwrap()
        });
}

fn with_libdeflate<T: Serialize>(bencher: Bencher<'_, '_>, rows: &[T], level: u8) {
    let json = serde_json::to_vec(rows).unwrap();
    let mut deflate = Compressor::new(CompressionLvl::new(level.into()).unwrap());
    let mut out = vec![0; deflate.gzip_compress_bound(json.len())];
    bencher
        .counter(BytesCount::new(json.len()))
        .bench_local(move || deflate.gzip_compress(&json, &mut out).unwrap());
}

macro_rules! shape {
    ($shape:ident, $row:ident, $count:literal) => {
        mod $shape {
            use super::*;

            #[divan::bench(args = LEVELS)]
            fn azlogs(bencher: Bencher<'_, '_>, level: u8) {
                let rows = data::$shape($count);
                let typed: Vec<$row<Stamp>> = data::retyped(&rows);
                let compression = Compression::level(level);
                with_azlogs(bencher, &typed, data::json_len(&rows), compression);
            }

            #[divan::bench(args = LIBDEFLATE_LEVELS)]
            fn azlogs_with_libdeflate(bencher: Bencher<'_, '_>, level: u8) {
                let rows = data::$shape($count);
                let typed: Vec<$row<Stamp>> = data::retyped(&rows);
                let compression = Compression::libdeflate(level);
                with_azlogs(bencher, &typed, data::json_len(&rows), compression);
            }

            #[divan::bench(args = LEVELS)]
            fn zlib_rs(bencher: Bencher<'_, '_>, level: u8) {
                with_zlib_rs(bencher, &data::$shape($count), level);
            }

            #[divan::bench(args = LIBDEFLATE_LEVELS)]
            fn libdeflate(bencher: Bencher<'_, '_>, level: u8) {
                with_libdeflate(bencher, &data::$shape($count), level);
            }
        }
    };
}

shape!(small, Small, 6_000);
shape!(wide, Wide, 450);
shape!(fat, Fat, 60);
