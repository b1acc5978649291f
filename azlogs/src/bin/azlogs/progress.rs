//! Shows how far it has come: a bar on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal as _, stderr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::counts::Progress;
use super::output;
use super::summary::counted;

const BAR: &str = "{bar:30} {percent}% {bytes}/{total_bytes} {bytes_per_sec} ETA {eta} · {msg}";
const NO_END: &str = "{spinner} {bytes} {bytes_per_sec} · {msg}";

/// How often a bar moves.
const FRAME: Duration = Duration::from_millis(100);
/// How often a line is written.
const LINE: Duration = Duration::from_secs(10);

/// How far it has come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position {
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
    /// Nothing is left but to wait for the service.
    pub(crate) is_last: bool,
}

impl Position {
    fn rows(self) -> String {
        let rows = counted(self.rows, "row", "rows");
        if self.is_last {
            format!("{rows}, waiting for answers")
        } else {
            rows
        }
    }
}

/// What is shown until this is dropped.
pub(crate) struct Shown {
    task: JoinHandle<()>,
    bar: Option<ProgressBar>,
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.task.abort();
        if let Some(bar) = &self.bar {
            output::set_bar(None);
            bar.finish_and_clear();
        }
    }
}

/// Looks at what is counted elsewhere.
pub(crate) fn of(progress: &Arc<Progress>) -> impl Fn() -> Position + Send + 'static {
    let progress = Arc::clone(progress);
    move || Position {
        rows: progress.rows.load(Ordering::Relaxed),
        bytes: progress.bytes.load(Ordering::Relaxed),
        is_last: progress.has_ended.load(Ordering::Relaxed),
    }
}

/// Shows it on standard error. `size` is in bytes.
pub(crate) fn show(look: impl Fn() -> Position + Send + 'static, size: Option<u64>) -> Shown {
    if !stderr().is_terminal() {
        let started = Instant::now();
        let write = move || output::tell(&line(look(), size, started.elapsed()));
        let task = tokio::spawn(every(LINE, write));
        return Shown { task, bar: None };
    }
    let bar = bar(size);
    output::set_bar(Some(bar.clone()));
    let drawn = bar.clone();
    let draw = move || {
        let position = look();
        drawn.set_position(position.bytes);
        drawn.set_message(position.rows());
    };
    let task = tokio::spawn(every(FRAME, draw));
    Shown {
        task,
        bar: Some(bar),
    }
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

fn line(position: Position, size: Option<u64>, elapsed: Duration) -> String {
    let (rows, bytes) = (position.rows(), position.bytes);
    let all = size.map_or(String::new(), |size| format!(" of {}", HumanBytes(size)));
    let millis = elapsed.as_millis().max(1);
    let rate = u64::try_from(u128::from(bytes) * 1000 / millis).unwrap_or(u64::MAX);
    format!(
        "{}{all}, {}/s, {rows}\n",
        HumanBytes(bytes),
        HumanBytes(rate)
    )
}

/// Does it after each period, for ever.
async fn every(period: Duration, mut act: impl FnMut()) {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        act();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tokio::time::timeout;

    use super::*;

    #[test]
    fn a_line_has_rows_bytes_and_rate() {
        let position = Position {
            rows: 1200,
            bytes: 3 << 20,
            is_last: false,
        };
        let elapsed = Duration::from_secs(3);
        assert_eq!(
            line(position, Some(10 << 20), elapsed),
            "3.00 MiB of 10.00 MiB, 1.00 MiB/s, 1200 rows\n"
        );
        let position = Position {
            is_last: true,
            ..position
        };
        assert_eq!(
            line(position, None, Duration::ZERO),
            "3.00 MiB, 2.93 GiB/s, 1200 rows, waiting for answers\n"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_line_is_written_after_each_period() {
        let (to, written) = mpsc::channel();
        let lines = every(LINE, move || to.send(()).unwrap());
        assert!(timeout(LINE * 5 / 2, lines).await.is_err());
        assert_eq!(written.iter().count(), 2);
    }
}
