//! Writes to standard output and standard error.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;

use super::Exit;

pub(crate) const BOLD: &str = "\x1b[1m";
pub(crate) const GREEN: &str = "\x1b[32m";
pub(crate) const RED: &str = "\x1b[31m";
pub(crate) const YELLOW: &str = "\x1b[33m";
pub(crate) const RESET: &str = "\x1b[0m";

/// Writes to standard output, with colours where they are wanted, and gives `exit`, or what is worse. That the reader has
/// gone is no trouble.
pub(crate) fn show(text: &str, exit: Exit) -> Exit {
    let mut to = anstream::stdout();
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit,
        Err(error) => {
            complain(&format!("cannot write the output: {error}"));
            Exit::Trouble
        }
    }
}

/// The bar that stays below all that is told.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Has a bar stay below all that is told from now on.
pub(crate) fn set_bar(bar: Option<ProgressBar>) {
    *BAR.lock().unwrap_or_else(PoisonError::into_inner) = bar;
}

/// Writes to standard error. Where that can't be done, there is nobody to tell.
pub(crate) fn tell(text: &str) {
    let write = || {
        let _ = anstream::stderr().write_all(text.as_bytes());
    };
    let bar = BAR.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// Says on standard error what went wrong.
pub(crate) fn complain(message: &str) {
    tell(&format!("{BOLD}{RED}error{RESET}: {message}\n"));
}
