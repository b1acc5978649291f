//! What the emulator really received, byte for byte.

use std::io::Read;

use azlogs_emulator::{Emulator, RecordedRequest};
use bytes::Bytes;
use flate2::read::GzDecoder;
use serde_json::Value;

/// A request that arrived whole.
pub(crate) struct Received {
    pub(crate) request: RecordedRequest,
    /// The body as it was on the wire.
    pub(crate) wire: Bytes,
    /// The body as JSON.
    pub(crate) json: Vec<u8>,
}

impl Received {
    /// The elements of the body's array.
    pub(crate) fn rows(&self) -> Vec<Value> {
        serde_json::from_slice(&self.json).unwrap()
    }
}

/// The requests, in the order of their arrival.
pub(crate) fn received(emulator: &Emulator) -> Vec<Received> {
    let whole = |request: RecordedRequest| {
        let wire = request.body.clone().unwrap();
        let json = json_of(&request, &wire);
        Received {
            request,
            wire,
            json,
        }
    };
    emulator.requests().into_iter().map(whole).collect()
}

/// The body of a request as JSON.
pub(crate) fn json_of(request: &RecordedRequest, wire: &[u8]) -> Vec<u8> {
    match request.header("content-encoding") {
        Some("gzip") => gunzip(wire),
        Some(encoding) => panic!("{encoding} isn't known"),
        None => wire.to_vec(),
    }
}

/// What `wire` was before it was compressed.
pub(crate) fn gunzip(wire: &[u8]) -> Vec<u8> {
    let mut json = Vec::new();
    GzDecoder::new(wire).read_to_end(&mut json).unwrap();
    json
}

/// The number of rows of each request.
pub(crate) fn row_counts(received: &[Received]) -> Vec<u64> {
    received.iter().map(|it| it.request.rows).collect()
}

/// The bytes of JSON of each request.
pub(crate) fn json_lengths(received: &[Received]) -> Vec<usize> {
    received.iter().map(|it| it.json.len()).collect()
}
