//! A server that remembers the bytes it was sent, and answers as it is told.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;

/// What a server does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Answers with these bytes, and takes the next request.
    Bytes(Vec<u8>),
    /// Answers with these bytes, and says no more without closing, until the client does.
    Stall(Vec<u8>),
    /// Answers with these bytes, and then with `x` for ever.
    Endless(Vec<u8>),
    /// Resets the connection.
    Reset,
    /// Connects to that address and passes bytes on, as a proxy does after `CONNECT`.
    Tunnel(SocketAddr),
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    head: String,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    left: Arc<Notify>,
}

/// The answer that everything was accepted.
pub(crate) fn accepted() -> Reply {
    Reply::Bytes(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())
}

/// An answer with a body, and with header lines where given.
pub(crate) fn answer(status: u16, headers: &[&str], body: &str) -> Reply {
    let headers: String = headers.iter().flat_map(|line| [line, "\r\n"]).collect();
    let length = body.len();
    Reply::Bytes(
        format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n{headers}\r\n{body}")
            .into_bytes(),
    )
}

impl Seen {
    /// `POST /path HTTP/1.1`
    pub(crate) fn request_line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// The value of a header that is there once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.head.lines().skip(1).filter_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        });
        let value = values.next();
        assert_eq!(values.next(), None, "{name} is there twice");
        value
    }
}

impl Server {
    /// A server that does the same with every request.
    pub(crate) async fn always(reply: Reply) -> Self {
        Self::start(None, move |_| reply.clone()).await
    }

    /// A server that does one thing after the other, and then accepts.
    pub(crate) async fn in_turn(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies = Mutex::new(replies.into_iter().collect::<Vec<_>>().into_iter());
        Self::start(None, move |_| {
            replies.lock().unwrap().next().unwrap_or_else(accepted)
        })
        .await
    }

    pub(crate) async fn start(
        tls: Option<TlsAcceptor>,
        reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::default());
        let left = Arc::new(Notify::new());
        let (log, gone, reply) = (Arc::clone(&seen), Arc::clone(&left), Arc::new(reply));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, log, reply) = (tls.clone(), Arc::clone(&log), Arc::clone(&reply));
                let gone = Arc::clone(&gone);
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, &log, &gone, &*reply).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, &log, &gone, &*reply).await;
                            }
                        }
                    }
                });
            }
        });
        Self {
            address,
            seen,
            left,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until a client has left a request that stalls.
    pub(crate) async fn was_left(&self) {
        self.left.notified().await;
    }

    /// The one request that came.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }
}

/// What a connection is to the server, encrypted or not.
trait Connection: AsyncRead + AsyncWrite + Unpin + Send {
    fn reset(&self);
}

impl Connection for TcpStream {
    fn reset(&self) {
        self.set_zero_linger().unwrap();
    }
}

impl Connection for tokio_rustls::server::TlsStream<TcpStream> {
    fn reset(&self) {
        self.get_ref().0.set_zero_linger().unwrap();
    }
}

async fn serve(
    mut stream: impl Connection,
    log: &Mutex<Vec<Seen>>,
    gone: &Notify,
    reply: &(dyn Fn(&Seen) -> Reply + Send + Sync),
) {
    while let Some(seen) = read_request(&mut stream).await {
        let reply = reply(&seen);
        log.lock().unwrap().push(seen);
        match reply {
            Reply::Bytes(bytes) => {
                let _ = stream.write_all(&bytes).await;
            }
            Reply::Stall(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.read_u8().await;
                return gone.notify_one();
            }
            Reply::Endless(bytes) => {
                let _ = stream.write_all(&bytes).await;
                while stream.write_all(&[b'x'; 4096]).await.is_ok() {}
                return;
            }
            Reply::Reset => return stream.reset(),
            Reply::Tunnel(address) => {
                let mut onwards = TcpStream::connect(address).await.unwrap();
                let _ = stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await;
                let _ = tokio::io::copy_bidirectional(&mut stream, &mut onwards).await;
                return;
            }
        }
    }
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let body = bytes.split_off(end);
    let head = String::from_utf8(bytes).unwrap();
    let mut seen = Seen { head, body };
    let length = seen
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    while seen.body.len() < length {
        if stream.read_buf(&mut seen.body).await.ok()? == 0 {
            return None;
        }
    }
    Some(seen)
}
