//! The thread that an emulator runs on, with its runtime.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::catalog::Catalog;
use crate::state::State;
use crate::tls::Tls;
use crate::{Emulator, EmulatorBuilder, StartError, server};

/// The clients that may wait to be accepted.
const BACKLOG: u32 = 4096;

/// A running server, as its handle sees it.
pub(crate) struct Started {
    pub(crate) address: SocketAddr,
    pub(crate) state: Arc<State>,
    pub(crate) authority: Option<String>,
    /// Ends the server when it is dropped.
    pub(crate) end: oneshot::Sender<()>,
}

/// All that the server needs.
struct Server {
    runtime: Runtime,
    listener: TcpListener,
    state: Arc<State>,
    tls: Option<Tls>,
}

pub(crate) async fn start(builder: EmulatorBuilder) -> Result<Emulator, StartError> {
    let (tell, told) = oneshot::channel();
    let thread = spawn(builder, |started| {
        // Whoever asked may have given up; then `started` is dropped, and the server ends.
        let _ = tell.send(started);
    })?;
    finish(thread, told.await.ok())
}

pub(crate) fn start_blocking(builder: EmulatorBuilder) -> Result<Emulator, StartError> {
    let (tell, told) = mpsc::sync_channel(1);
    let thread = spawn(builder, move |started| {
        let _ = tell.send(started);
    })?;
    finish(thread, told.recv().ok())
}

fn finish(
    thread: JoinHandle<()>,
    started: Option<Result<Started, StartError>>,
) -> Result<Emulator, StartError> {
    match started {
        Some(started) => Ok(Emulator::new(started?, thread)),
        None => Err(StartError::Thread(std::io::Error::other(
            "it ended at once",
        ))),
    }
}

/// Starts the thread, which tells how that went and then serves.
fn spawn(
    builder: EmulatorBuilder,
    tell: impl FnOnce(Result<Started, StartError>) + Send + 'static,
) -> Result<JoinHandle<()>, StartError> {
    let work = move || match Server::new(builder) {
        Err(error) => tell(Err(error)),
        Ok((server, address)) => {
            let (end, ended) = oneshot::channel();
            tell(Ok(Started {
                address,
                state: Arc::clone(&server.state),
                authority: server.tls.as_ref().map(|tls| tls.authority().to_owned()),
                end,
            }));
            server.run(ended);
        }
    };
    thread::Builder::new()
        .name("azlogs-emulator".to_owned())
        .spawn(work)
        .map_err(StartError::Thread)
}

impl Server {
    fn new(mut builder: EmulatorBuilder) -> Result<(Self, SocketAddr), StartError> {
        let address = builder.address()?;
        let catalog = Catalog::new(&builder.documents()?)?;
        let refused = catalog.refused();
        if builder.settings.strict && !refused.is_empty() {
            return Err(StartError::Transforms(refused));
        }
        let tls = if builder.tls { Some(Tls::new()?) } else { None };
        let state = State::new(catalog, builder.settings, builder.observer)?;
        let cannot_listen = |source| StartError::Listen { address, source };
        // Bodies are unpacked and read on threads of their own: no more than can work at a time, so that memory is
        // bounded.
        let workers = thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8));
        let runtime = Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(workers)
            .thread_name("azlogs-emulator-rows")
            .build()
            .map_err(StartError::Thread)?;
        let listener = {
            let _within = runtime.enter();
            listen(address).map_err(cannot_listen)?
        };
        let address = listener.local_addr().map_err(cannot_listen)?;
        let server = Self {
            runtime,
            listener,
            state: Arc::new(state),
            tls,
        };
        Ok((server, address))
    }

    /// Serves until the end; dropping the runtime then ends every connection.
    fn run(self, ended: oneshot::Receiver<()>) {
        let Self {
            runtime,
            listener,
            state,
            tls,
        } = self;
        runtime.block_on(server::run(listener, state, tls, ended));
    }
}

/// Listens, with more room for clients that all come at once than the 128 that the standard library asks for: each one
/// beyond waits a second until its system asks again.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // As the standard library does: a port of which old connections still linger can be had again. Elsewhere than on
    // Unix the option would let two servers share a port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
