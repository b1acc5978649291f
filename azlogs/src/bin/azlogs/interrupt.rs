//! Ctrl-C, and `SIGTERM` on Unix: the first ends what is under way in good order, the second ends the process.

use std::io;
use std::process::exit;

use tokio::sync::watch;

use super::output;

/// What a shell says of a process that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

/// Listens from now on. The future is ready once Ctrl-C was pressed; clones of it are, too.
pub(crate) fn listen() -> Interrupt {
    let (told, pressed) = watch::channel(false);
    // Where signals can't be had, they end the process as they always do.
    if let Ok(mut signals) = Signals::listen() {
        tokio::spawn(async move {
            signals.any().await;
            output::tell("\nfinishing what is in flight; Ctrl-C again ends it at once\n");
            // Whoever waits may be over already.
            let _ = told.send(true);
            signals.any().await;
            exit(INTERRUPTED);
        });
    }
    Interrupt(pressed)
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn listen() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn any(&mut self) {
        self.0.recv().await;
    }
}

#[derive(Clone)]
pub(crate) struct Interrupt(watch::Receiver<bool>);

impl Interrupt {
    /// Whether Ctrl-C was pressed.
    pub(crate) fn is_pressed(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until Ctrl-C is pressed.
    pub(crate) async fn pressed(mut self) {
        if self.0.wait_for(|pressed| *pressed).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
