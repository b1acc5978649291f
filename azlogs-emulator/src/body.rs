//! Reads a request's body: never more than the limit into memory, never longer than the time limit.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;

/// What is read and thrown away of a body that is too long, so that a client which sends first and reads then sees the
/// answer and not a reset connection.
const DRAIN: u64 = 256 * 1024 * 1024;

/// What came of a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Received {
    /// All of it.
    Whole(Bytes),
    /// It is longer than the limit: so many bytes, as far as is known.
    TooLong(u64),
    /// It took too long: so many bytes came.
    TooSlow(u64),
    /// The client went away, or broke off: so many bytes came.
    Broken(u64),
}

/// Reads a body whose `Content-Length` is `announced`, where there is one.
pub(crate) async fn receive(
    body: Incoming,
    announced: Option<u64>,
    limit: usize,
    time: Duration,
) -> Received {
    let mut reader = Reader {
        body,
        kept: Vec::new(),
        read: 0,
    };
    let all = limit_u64(limit);
    // What is longer than anybody drains isn't read at all.
    if let Some(announced) = announced.filter(|announced| *announced > all.saturating_add(DRAIN)) {
        return Received::TooLong(announced);
    }
    match tokio::time::timeout(time, reader.read(limit)).await {
        Err(_) => Received::TooSlow(reader.read),
        Ok(Err(Broken)) => Received::Broken(reader.read),
        Ok(Ok(())) if reader.read > all => Received::TooLong(announced.unwrap_or(reader.read)),
        Ok(Ok(())) => Received::Whole(reader.kept.into()),
    }
}

/// Reads about half of a body, and no more than that.
pub(crate) async fn receive_half(
    mut body: Incoming,
    announced: Option<u64>,
    time: Duration,
) -> u64 {
    let half = announced.unwrap_or(2) / 2;
    let mut read = 0;
    let reading = async {
        while let Some(Ok(frame)) = body.frame().await {
            read += frame.data_ref().map_or(0, |data| limit_u64(data.len()));
            if read >= half {
                break;
            }
        }
    };
    // However it ends, the connection is reset.
    let _ = tokio::time::timeout(time, reading).await;
    read
}

/// The connection failed under a body.
struct Broken;

struct Reader {
    body: Incoming,
    kept: Vec<u8>,
    read: u64,
}

impl Reader {
    /// Reads to the end, or until enough was drained.
    async fn read(&mut self, limit: usize) -> Result<(), Broken> {
        while let Some(frame) = self.body.frame().await {
            let Ok(data) = frame.map_err(|_| Broken)?.into_data() else {
                continue;
            };
            self.read += limit_u64(data.len());
            if self.read <= limit_u64(limit) {
                self.kept.extend_from_slice(&data);
            } else {
                self.kept = Vec::new();
            }
            if self.read > limit_u64(limit).saturating_add(DRAIN) {
                break;
            }
        }
        Ok(())
    }
}

fn limit_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
