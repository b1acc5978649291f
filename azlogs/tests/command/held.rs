//! An endpoint that answers when the test says so.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

pub(crate) struct Held(TcpListener);

/// A request that was read, and has no answer yet.
pub(crate) struct Request(TcpStream);

impl Held {
    pub(crate) fn listen() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    /// Waits for a request, and reads it whole.
    pub(crate) fn take(&self) -> Request {
        let (to, accepted) = mpsc::channel();
        let listener = self.0.try_clone().unwrap();
        thread::spawn(move || to.send(listener.accept().unwrap().0));
        let stream = accepted
            .recv_timeout(Duration::from_secs(60))
            .expect("a request");
        let mut reader = BufReader::new(&stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().unwrap();
                }
                None if line.trim_end().is_empty() => break,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        drop(reader);
        Request(stream)
    }
}

impl Request {
    pub(crate) fn accept(mut self) {
        let answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        self.0.write_all(answer.as_bytes()).unwrap();
    }
}
