//! Waits until the command is told to stop: by Ctrl-C, and on Unix by `SIGTERM` too.

use std::io;

use tokio::runtime::{Builder, Runtime};

/// Listens from its making on, so that nothing said after that is lost to an early Ctrl-C.
pub(crate) struct Stop {
    runtime: Runtime,
    signals: Signals,
}

impl Stop {
    pub(crate) fn listen() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_io().build()?;
        let signals = {
            let _inside = runtime.enter();
            Signals::listen()?
        };
        Ok(Self { runtime, signals })
    }

    pub(crate) fn wait(self) {
        let Self {
            runtime,
            mut signals,
        } = self;
        runtime.block_on(signals.any());
    }
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
