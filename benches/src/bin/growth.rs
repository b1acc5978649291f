//! How an upload's cost grows with rows, columns, the length of rows, and concurrency; as lines of JSON.
//!
//! `benches/plots.py` draws them.

#![expect(clippy::print_stdout, reason = "a program that prints")]

use std::error::Error;
use std::time::{Duration, Instant};

use azlogs::{LogRecord, RowWriter, StreamSchema, column};
use azlogs_benches::data;
use azlogs_benches::process::Usage;
use azlogs_benches::rows::{Small, Stamp};
use azlogs_benches::upload::distant_stream_to_nowhere;
use fastrand::Rng;

/// The bytes of JSON of an upload whose rows have a number of columns, or a length.
const BYTES: usize = 64 << 20;

/// Of those so many are of rows that differ: more than gzip looks back.
const DIFFERENT_BYTES: usize = 4 << 20;

/// How far away the service is where requests are in flight at the same time.
const LATENCY: Duration = Duration::from_millis(50);

fn main() -> Result<(), Box<dyn Error>> {
    let small: Vec<Small<Stamp>> = data::retyped(&data::small(50_000));
    for exponent in 3..=7 {
        let count = 10_usize.pow(exponent);
        let rows = small.iter().cycle().take(count);
        measure("rows", count, rows, 2, Duration::ZERO)?;
    }
    for count in [5, 15, 50, 150, 500] {
        let names: Vec<&'static str> = (0..count).map(name).collect();
        let len = azlogs::to_json(&Columns::new(&names, 0))?.len();
        let (times, different) = (BYTES / len, DIFFERENT_BYTES / len);
        let rows: Vec<Columns<'_>> = (0..different)
            .map(|seed| Columns::new(&names, seed as u64))
            .collect();
        measure(
            "columns",
            count,
            rows.iter().cycle().take(times),
            2,
            Duration::ZERO,
        )?;
    }
    for len in [50, 500, 5_000, 50_000, 500_000, 1_000_000] {
        let different = 0..DIFFERENT_BYTES / len;
        let rows: Vec<Text> = different.map(|seed| Text::new(len, seed as u64)).collect();
        measure(
            "row length",
            len,
            rows.iter().cycle().take(BYTES / len),
            2,
            Duration::ZERO,
        )?;
    }
    for concurrency in [1, 2, 4, 8, 16, 32, 64] {
        let rows = small.iter().cycle().take(1_000_000);
        measure("concurrency", concurrency, rows, concurrency, LATENCY)?;
    }
    Ok(())
}

/// Uploads the rows, and prints what that took.
fn measure<'r, T: LogRecord + Sync + 'r>(
    series: &str,
    x: usize,
    rows: impl Iterator<Item = &'r T> + Send,
    concurrency: usize,
    latency: Duration,
) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let stream = distant_stream_to_nowhere::<T>(latency)?.concurrency(concurrency);
    let (usage, started) = (Usage::begin(), Instant::now());
    let report = runtime.block_on(async { stream.upload(rows).await });
    let (seconds, used) = (started.elapsed().as_secs_f64(), usage.end());
    let report = report.into_result()?;
    let line = serde_json::json!({
        "series": series,
        "x": x,
        "rows": report.accepted(),
        "bytes_json": report.json_bytes(),
        "requests": report.requests(),
        "seconds": seconds,
        "cpu_seconds": used.cpu_seconds,
        "kb_over_loaded": used.resident_peak.saturating_sub(used.resident_before),
    });
    println!("{line}");
    Ok(())
}

/// A column's name, for as long as the program runs.
fn name(column: usize) -> &'static str {
    Box::leak(format!("Column{column}").into_boxed_str())
}

/// A row of many numbers.
struct Columns<'k> {
    names: &'k [&'static str],
    numbers: Vec<i64>,
}

impl<'k> Columns<'k> {
    fn new(names: &'k [&'static str], seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let numbers = names.iter().map(|_| random.i64(0..1_000_000)).collect();
        Self { names, numbers }
    }
}

impl LogRecord for Columns<'_> {
    const SCHEMA: StreamSchema = StreamSchema::new("Custom-Bench_CL", &[]);

    fn write_row(&self, row: &mut RowWriter<'_>) {
        for (name, number) in self.names.iter().zip(&self.numbers) {
            row.column::<column::Long, _>(name, number);
        }
    }
}

/// A row of so many bytes of text.
struct Text(String);

impl Text {
    fn new(len: usize, seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let mut text = String::with_capacity(len);
        let words = [
            "retry", "of", "job", "timeout", "queue", "depth", "exceeds", "session",
        ];
        while text.len() < len.saturating_sub(11) {
            text.push_str(random.choice(words).unwrap_or_default());
            text.push(' ');
            text.push_str(&random.u16(..).to_string());
        }
        text.truncate(len.saturating_sub(11));
        Self(text)
    }
}

impl LogRecord for Text {
    const SCHEMA: StreamSchema = StreamSchema::new("Custom-Bench_CL", &[]);

    fn write_row(&self, row: &mut RowWriter<'_>) {
        row.column::<column::String, _>("Text", &self.0);
    }
}
