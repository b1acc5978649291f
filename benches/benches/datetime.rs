//! Instants to RFC 3339 text, beside the crates that format them.

#![expect(clippy::unwrap_used, reason = "a benchmark that can't run ends")]

use std::io::Write;

use azlogs::{LogRecord, write_row};
use divan::{Bencher, counter::ItemsCount};
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

const SECOND: i64 = 1_795_338_303;
const NANOSECOND: u32 = 123_456_700;
const COUNT: usize = 1_000;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Bench_CL")]
struct Row {
    instant: OffsetDateTime,
}

#[derive(Serialize)]
struct Text {
    instant: &'static str,
}

fn main() {
    divan::main();
}

/// Writes `COUNT` of them.
fn each(bencher: Bencher<'_, '_>, mut write: impl FnMut(&mut Vec<u8>)) {
    let mut out = Vec::with_capacity(64 * COUNT);
    bencher
        .counter(ItemsCount::new(COUNT))
        .bench_local(move || {
            out.clear();
            for _ in 0..COUNT {
                write(divan::black_box(&mut out));
            }
        });
}

fn instant() -> OffsetDateTime {
    let second = OffsetDateTime::from_unix_timestamp(SECOND).unwrap();
    second.replace_nanosecond(NANOSECOND).unwrap()
}

#[divan::bench]
fn azlogs(bencher: Bencher<'_, '_>) {
    let row = Row { instant: instant() };
    each(bencher, |out| {
        write_row(divan::black_box(&row), out).unwrap();
    });
}

#[divan::bench]
fn serde_json_of_ready_text(bencher: Bencher<'_, '_>) {
    let row = Text {
        instant: "2026-11-22T09:05:03.1234567Z",
    };
    each(bencher, |out| {
        serde_json::to_writer(out, divan::black_box(&row)).unwrap();
    });
}

#[divan::bench]
fn time(bencher: Bencher<'_, '_>) {
    let instant = instant();
    each(bencher, |out| {
        divan::black_box(instant)
            .format_into(out, &Rfc3339)
            .unwrap();
    });
}

#[divan::bench]
fn chrono(bencher: Bencher<'_, '_>) {
    let instant = chrono::DateTime::from_timestamp(SECOND, NANOSECOND).unwrap();
    each(bencher, |out| {
        let format = chrono::SecondsFormat::Micros;
        let text = divan::black_box(instant).to_rfc3339_opts(format, true);
        out.extend_from_slice(text.as_bytes());
    });
}

#[divan::bench]
fn jiff(bencher: Bencher<'_, '_>) {
    let nanosecond = NANOSECOND.try_into().unwrap();
    let instant = jiff::Timestamp::new(SECOND, nanosecond).unwrap();
    each(bencher, |out| {
        write!(out, "{}", divan::black_box(instant)).unwrap();
    });
}
