//! Rows filled up to what a compressed request may have, beside the same bytes through one deflater.
//!
//! The rows are of the kinds that otel-arrow's exporter for Azure Monitor is measured with: a log's line, hexadecimal
//! digits, and printable ASCII.

#![expect(clippy::unwrap_used, reason = "a benchmark that can't run ends")]

use azlogs::{Compression, LogRecord, Packing, RowWriter, StreamSchema, column};
use azlogs_benches::upload::stream_to_nowhere;
use divan::{Bencher, counter::BytesCount};
use fastrand::Rng;
use flate2::{Compress, FlushCompress};

/// The bytes of JSON that are uploaded: a few requests' worth.
const TOTAL: usize = 8 << 20;

const CASES: [(Kind, usize, u8); 18] = cases();

#[derive(Clone, Copy, Debug)]
enum Kind {
    Log,
    Hex,
    Ascii,
}

/// A row of a few columns, the last of which makes it as long as it should be.
struct Row {
    log: Option<(i32, i64, &'static str)>,
    text: String,
}

impl LogRecord for Row {
    const SCHEMA: StreamSchema = StreamSchema::new("Custom-Bench_CL", &[]);

    fn write_row(&self, row: &mut RowWriter<'_>) {
        let Some((id, timestamp, severity)) = &self.log else {
            row.column::<column::String, _>("v", &self.text);
            return;
        };
        row.column::<column::Int, _>("id", id);
        row.column::<column::Long, _>("timestamp", timestamp);
        row.column::<column::String, _>("severity", *severity);
        row.column::<column::String, _>("service", "my-service");
        row.column::<column::String, _>("host", "host-01");
        row.column::<column::String, _>("msg", &self.text);
    }
}

const fn cases() -> [(Kind, usize, u8); 18] {
    let (kinds, sizes, levels) = (
        [Kind::Log, Kind::Hex, Kind::Ascii],
        [256, 512, 1024],
        [1, 6],
    );
    let mut cases = [(Kind::Log, 0, 0); 18];
    let mut at = 0;
    while at < cases.len() {
        cases[at] = (kinds[at / 6], sizes[at / 2 % 3], levels[at % 2]);
        at += 1;
    }
    cases
}

fn main() {
    divan::main();
}

fn rows(kind: Kind, size: usize) -> Vec<Row> {
    let mut random = Rng::with_seed(7);
    std::iter::repeat_with(|| row(&mut random, kind, size))
        .take(TOTAL / size)
        .collect()
}

fn row(random: &mut Rng, kind: Kind, size: usize) -> Row {
    let (log, characters): (_, &[u8]) = match kind {
        Kind::Log => {
            let severity = random.choice(["DEBUG", "INFO", "WARN", "ERROR"]);
            let second = random.i64(1_700_000_000..1_700_100_000);
            let log = (random.i32(100_000..999_999), second, severity.unwrap());
            (Some(log), b"abcdefghijklmnopqrstuvwxyz")
        }
        Kind::Hex => (None, b"0123456789abcdef"),
        Kind::Ascii => (None, PRINTABLE),
    };
    let mut row = Row {
        log,
        text: String::new(),
    };
    let others = azlogs::to_json(&row).unwrap().len();
    let character = || char::from(*random.choice(characters).unwrap());
    row.text = std::iter::repeat_with(character)
        .take(size.saturating_sub(others))
        .collect();
    row
}

/// All that JSON doesn't escape.
const PRINTABLE: &[u8] = b" !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

#[divan::bench(args = CASES, sample_count = 20)]
fn azlogs(bencher: Bencher<'_, '_>, (kind, size, level): (Kind, usize, u8)) {
    let rows = rows(kind, size);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_time()
        .build()
        .unwrap();
    let stream = stream_to_nowhere::<Row>()
        .unwrap()
        .packing(Packing::Wire)
        .compression(Compression::level(level));
    bencher.counter(BytesCount::new(TOTAL)).bench_local(|| {
        let report = runtime.block_on(async { stream.upload(&rows).await });
        report.into_result().unwrap()
    });
}

#[divan::bench(args = CASES, sample_count = 20)]
fn deflate_alone(bencher: Bencher<'_, '_>, (kind, size, level): (Kind, usize, u8)) {
    let mut json = Vec::with_capacity(TOTAL + TOTAL / size);
    for row in rows(kind, size) {
        azlogs::write_row(&row, &mut json).unwrap();
        json.push(b',');
    }
    let mut deflate = Compress::new(flate2::Compression::new(level.into()), false);
    let mut out = vec![0; json.len()];
    bencher
        .counter(BytesCount::new(json.len()))
        .bench_local(|| {
            deflate.reset();
            deflate
                .compress(&json, &mut out, FlushCompress::Finish)
                .unwrap()
        });
}
