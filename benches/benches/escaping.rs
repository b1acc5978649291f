//! Text to JSON strings, beside `serde_json` and a crate that does nothing else.

#![expect(clippy::unwrap_used, reason = "a benchmark that can't run ends")]

use azlogs::{LogRecord, write_row};
use divan::{Bencher, counter::BytesCount};
use serde::Serialize;

const COUNT: usize = 1_000;

/// Texts of these lengths, of which none, or the one in the middle, is to be escaped.
const TEXTS: [(usize, bool); 8] = [
    (4, false),
    (16, false),
    (64, false),
    (64, true),
    (256, false),
    (256, true),
    (4096, false),
    (4096, true),
];

#[derive(Serialize, LogRecord)]
#[log_record(stream = "Custom-Bench_CL", rename_all = "PascalCase")]
#[serde(rename_all = "PascalCase")]
struct Row {
    text: String,
}

fn main() {
    divan::main();
}

fn row((len, escapes): (usize, bool)) -> Row {
    let mut text = "retry of the job after the timeout ".repeat(len / 35 + 1);
    text.truncate(len);
    if escapes {
        text.replace_range(len / 2..=len / 2, "\"");
    }
    Row { text }
}

fn each(bencher: Bencher<'_, '_>, len: usize, mut write: impl FnMut(&mut Vec<u8>)) {
    let mut out = Vec::with_capacity((len + 16) * COUNT);
    bencher
        .counter(BytesCount::new(len * COUNT))
        .bench_local(move || {
            out.clear();
            for _ in 0..COUNT {
                write(divan::black_box(&mut out));
            }
        });
}

#[divan::bench(args = TEXTS)]
fn azlogs(bencher: Bencher<'_, '_>, text: (usize, bool)) {
    let row = row(text);
    each(bencher, text.0, |out| {
        write_row(divan::black_box(&row), out).unwrap();
    });
}

#[divan::bench(args = TEXTS)]
fn serde_json(bencher: Bencher<'_, '_>, text: (usize, bool)) {
    let row = row(text);
    each(bencher, text.0, |out| {
        serde_json::to_writer(out, divan::black_box(&row)).unwrap();
    });
}

#[divan::bench(args = TEXTS)]
fn json_escape_simd(bencher: Bencher<'_, '_>, text: (usize, bool)) {
    let row = row(text);
    each(bencher, text.0, |out| {
        out.extend_from_slice(b"{\"Text\":");
        json_escape_simd::escape_into(divan::black_box(&row.text), out);
        out.push(b'}');
    });
}
