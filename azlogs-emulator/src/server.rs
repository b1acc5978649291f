//! Accepts connections and serves HTTP/1.1 on them.

use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};

use crate::respond::AnswerBody;
use crate::route::{Route, route};
use crate::socket::{Cut, Line, Socket};
use crate::state::State;
use crate::tls::Tls;
use crate::{control, post};

/// How long to wait when the system has no file descriptor or memory for one more connection.
const BREATHER: Duration = Duration::from_millis(50);
/// The longest head of a request, in bytes.
const MAX_HEAD: usize = 64 * 1024;

/// Serves until it is told to end, or the handle that would tell it is gone.
pub(crate) async fn run(
    listener: TcpListener,
    state: Arc<State>,
    tls: Option<Tls>,
    end: oneshot::Receiver<()>,
) {
    tokio::select! {
        () = accept(listener, state, tls) => {}
        _ = end => {}
    }
}

async fn accept(listener: TcpListener, state: Arc<State>, tls: Option<Tls>) {
    let slots = Arc::new(Semaphore::new(state.settings.limits.connections));
    loop {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let (state, tls) = (Arc::clone(&state), tls.clone());
                tokio::spawn(async move {
                    let _slot = slot;
                    connection(stream, state, tls).await;
                });
            }
            Err(_) => tokio::time::sleep(BREATHER).await,
        }
    }
}

async fn connection(stream: TcpStream, state: Arc<State>, tls: Option<Tls>) {
    // Answers are small and waited for.
    let _ = stream.set_nodelay(true);
    let line = Line::default();
    let socket = Socket::new(stream, line.clone());
    match tls {
        None => serve(socket, state, line).await,
        Some(tls) => {
            let time = state.settings.limits.head_timeout;
            if let Some(secure) = tls.accept(socket, time).await {
                serve(secure, state, line).await;
            }
        }
    }
}

/// Serves one connection. What is wrong with it is the client's loss, and hyper has answered it where it could.
async fn serve<I>(io: I, state: Arc<State>, line: Line)
where
    I: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(|request| answer(&state, &line, request));
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(state.settings.limits.head_timeout)
        .max_header_size(MAX_HEAD)
        .serve_connection(TokioIo::new(io), service)
        .await;
}

async fn answer(
    state: &Arc<State>,
    line: &Line,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, Cut> {
    match route(request.uri()) {
        Route::Rows(target) => post::serve(state, Some(target), request, line).await,
        Route::Nowhere => post::serve(state, None, request, line).await,
        Route::Control(path) => Ok(control::answer(state, &path, request).await),
    }
}
