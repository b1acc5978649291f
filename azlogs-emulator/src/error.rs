//! Why an emulator can't start.

use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;

use azlogs_dcr::{Document, ImmutableId, ImmutableIdError, ReadError};

use crate::FaultError;

/// An emulator can't start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// No document was given.
    #[error("no data collection rule was given: add `.dcr_file(path)` or `.dcr(name, text)`")]
    NoRule,
    /// A document can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A document has errors, so that Azure would refuse the rule. All documents are here, with their findings.
    #[error("{}", findings(.0))]
    Findings(Vec<Document>),
    /// The emulator is strict, and Azure would refuse transforms of the rules: where and why, one line each.
    #[error("Azure would refuse these transforms:\n{}", .0.join("\n"))]
    Transforms(Vec<String>),
    /// Two rules have the same immutable id.
    #[error("the immutable id {immutable_id} is in {} and again in {}", files[0], files[1])]
    SameId {
        /// The id.
        immutable_id: ImmutableId,
        /// The documents of both rules.
        files: [String; 2],
    },
    /// No id can be made of a rule's name.
    #[error("cannot make an immutable id for a rule that has none: {0}")]
    DerivedId(#[from] ImmutableIdError),
    /// A fault can't be ordered so.
    #[error("cannot order the fault: {0}")]
    Fault(#[from] FaultError),
    /// The address to listen on isn't loopback.
    #[error(
        "{0} can be reached from other machines, and the emulator takes any token: listen on 127.0.0.1, or allow \
         remote clients"
    )]
    NotLoopback(SocketAddr),
    /// The address can't be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The emulator's thread or runtime can't be started.
    #[error("cannot start the emulator's thread: {0}")]
    Thread(io::Error),
    /// No certificate can be made.
    #[error("cannot make a certificate: {0}")]
    Certificate(String),
}

/// All findings of all documents, as plain text.
fn findings(documents: &[Document]) -> String {
    let mut text = "the rules can't be served".to_owned();
    for diagnostic in documents.iter().flat_map(Document::diagnostics) {
        // Writing to a string can't fail.
        let _ = write!(text, "\n{}", diagnostic.to_plain());
    }
    text
}
