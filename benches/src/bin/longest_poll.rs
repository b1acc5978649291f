//! How long an upload keeps the async thread: the longest polls of its future, in processor time.

#![expect(clippy::print_stdout, reason = "a program that prints")]

use std::error::Error;
use std::future::IntoFuture;
use std::pin::pin;
use std::time::Duration;

use azlogs::LogRecord;
use azlogs_benches::data;
use azlogs_benches::process::thread_cpu;
use azlogs_benches::rows::{Fat, Small, Stamp, Wide};
use azlogs_benches::upload::stream_to_nowhere;

const ROUNDS: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    println!("| shape | polls | median µs | 99th of 100 µs | longest µs |\n|---|---|---|---|---|");
    report::<Small<Stamp>>("small", &data::retyped(&data::small(6_000)))?;
    report::<Wide<Stamp>>("wide", &data::retyped(&data::wide(450)))?;
    report::<Fat<Stamp>>("fat", &data::retyped(&data::fat(60)))
}

/// Uploads the rows over and over, and prints a line of a table.
fn report<T: LogRecord + Sync>(shape: &str, rows: &[T]) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let stream = stream_to_nowhere::<T>()?;
    let mut polls = Vec::new();
    let report = runtime.block_on(async {
        let rows = rows.iter().cycle().take(ROUNDS * rows.len());
        let mut upload = pin!(stream.upload(rows).into_future());
        std::future::poll_fn(|cx| {
            let before = thread_cpu();
            let polled = upload.as_mut().poll(cx);
            polls.push(thread_cpu().saturating_sub(before));
            polled
        })
        .await
    });
    report.into_result()?;
    polls.sort_unstable();
    let at = |share: usize| {
        polls
            .get((polls.len() - 1) * share / 100)
            .map_or(0, Duration::as_micros)
    };
    println!(
        "| {shape} | {} | {} | {} | {} |",
        polls.len(),
        at(50),
        at(99),
        at(100)
    );
    Ok(())
}
