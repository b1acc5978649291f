//! Ctrl-C: the first ends what is under way in good order, the second ends the process.

use std::process::exit;

use tokio::signal::ctrl_c;
use tokio::sync::watch;

use super::output;

/// What a shell says of a process that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

/// Listens from now on. The future is ready once Ctrl-C was pressed; clones of it are, too.
pub(crate) fn listen() -> Interrupt {
    let (told, pressed) = watch::channel(false);
    tokio::spawn(async move {
        // Where signals can't be had, Ctrl-C ends the process as it always does.
        if ctrl_c().await.is_err() {
            return told.closed().await;
        }
        output::tell("\nfinishing what is in flight; Ctrl-C again ends it at once\n");
        // Whoever waits may be over already.
        let _ = told.send(true);
        if ctrl_c().await.is_ok() {
            exit(INTERRUPTED);
        }
    });
    Interrupt(pressed)
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
