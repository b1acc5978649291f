//! Shows how far reading has come: a bar on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal as _, stderr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::counts::Progress;
use super::output;

const BAR: &str = "{bar:30} {percent}% {bytes}/{total_bytes} {bytes_per_sec} ETA {eta} · {msg}";
const NO_END: &str = "{spinner} {bytes} {bytes_per_sec} · {msg}";

/// How often a bar moves.
const FRAME: Duration = Duration::from_millis(100);
/// How often a line is written.
const LINE: Duration = Duration::from_secs(10);

/// What is shown until this is dropped.
pub(crate) struct Shown {
    task: JoinHandle<()>,
    bar: Option<ProgressBar>,
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.task.abort();
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Shows it on standard error.
pub(crate) fn show(progress: Arc<Progress>, size: Option<u64>) -> Shown {
    let bar = stderr().is_terminal().then(|| bar(size));
    let task = tokio::spawn(follow(progress, bar.clone()));
    Shown { task, bar }
}

fn bar(size: Option<u64>) -> ProgressBar {
    let (bar, style) = match size {
        Some(size) => (ProgressBar::new(size), ProgressStyle::with_template(BAR)),
        None => (
            ProgressBar::new_spinner(),
            ProgressStyle::with_template(NO_END),
        ),
    };
    // A template that doesn't parse would show the default bar.
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

async fn follow(progress: Arc<Progress>, bar: Option<ProgressBar>) {
    let mut ticks = interval(if bar.is_some() { FRAME } else { LINE });
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let rows = progress.rows.load(Ordering::Relaxed);
        let bytes = progress.bytes.load(Ordering::Relaxed);
        if let Some(bar) = &bar {
            bar.set_position(bytes);
            bar.set_message(format!("{rows} rows"));
        } else {
            output::tell(&format!("{rows} rows read, {bytes} bytes\n"));
        }
    }
}
