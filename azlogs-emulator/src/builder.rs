//! Says what to serve, and starts it.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use azlogs_dcr::Document;

use crate::state::{Observer, Settings};
use crate::{Emulator, Fault, Keep, Limits, Quotas, RecordedRequest, StartError, thread};

/// Makes an [`Emulator`].
#[derive(Default)]
#[must_use]
pub struct EmulatorBuilder {
    pub(crate) sources: Vec<Source>,
    pub(crate) settings: Settings,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) allow_remote: bool,
    pub(crate) tls: bool,
    pub(crate) observer: Option<Observer>,
}

/// Where a rule is from.
#[derive(Debug)]
pub(crate) enum Source {
    File(PathBuf),
    Text { name: String, text: String },
    Document(Box<Document>),
}

impl EmulatorBuilder {
    /// Serves the rules of a file, in any form that `azlogs-dcr` reads. Can be called more than once.
    pub fn dcr_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.sources.push(Source::File(path.into()));
        self
    }

    /// Serves the rules of a text; `name` stands for the file in findings, and for the rule where it has no name.
    pub fn dcr(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.sources.push(Source::Text {
            name: name.into(),
            text: text.into(),
        });
        self
    }

    /// Serves the rules of a document that was read already.
    pub fn document(mut self, document: Document) -> Self {
        self.sources.push(Source::Document(Box::new(document)));
        self
    }

    /// Listens here instead of on a port of 127.0.0.1 that the system chooses.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = Some(address);
        self
    }

    /// Allows an address that other machines can reach. Anybody there can then read and write all rows.
    pub fn allow_remote(mut self) -> Self {
        self.allow_remote = true;
        self
    }

    /// Speaks https, with a certificate for `localhost`, `127.0.0.1` and `::1` whose authority is in
    /// [`Emulator::certificate`]. Needs the feature `tls`.
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Answers 400 `SilentDataLoss` (a code of the emulator's own), and keeps nothing of the request, where the service
    /// would lose data without a word. What a transform filters out or drops is no such loss; a value that the table has no column
    /// for is. A rule with a transform that Azure
    /// would refuse isn't served: [`start`](Self::start) fails, as the deployment would.
    pub fn strict(mut self) -> Self {
        self.settings.strict = true;
        self
    }

    /// Takes this bearer token only, instead of any.
    pub fn require_token(mut self, token: impl Into<String>) -> Self {
        self.settings.required_token = Some(token.into());
        self
    }

    /// Keeps at most so many rows a table. The same as [`Keep::rows`].
    pub fn max_rows(mut self, rows: usize) -> Self {
        self.settings.keep.rows = rows;
        self
    }

    /// Keeps so much.
    pub fn keep(mut self, keep: Keep) -> Self {
        self.settings.keep = keep;
        self
    }

    /// Keeps the body of each request with it, for a test that looks at bytes. The same as [`Keep::bodies`].
    pub fn keep_bodies(mut self) -> Self {
        self.settings.keep.bodies = true;
        self
    }

    /// Has these limits for requests, values and connections.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// Has these quotas for rules.
    pub fn quotas(mut self, quotas: Quotas) -> Self {
        self.settings.quotas = quotas;
        self
    }

    /// Orders a fault, after those that were ordered before.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.settings.faults.push(fault);
        self
    }

    /// Orders faults, after those that were ordered before.
    pub fn faults(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.settings.faults.extend(faults);
        self
    }

    /// Is called with every request, on the emulator's thread, just before the answer goes out. It must neither wait for
    /// another request nor panic.
    pub fn on_request(
        mut self,
        observer: impl Fn(&RecordedRequest) + Send + Sync + 'static,
    ) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Starts the emulator on a thread of its own, with a runtime of its own, so that it works in any runtime.
    ///
    /// # Errors
    ///
    /// Where a rule can't be read or has errors, or the address can't be listened on.
    pub async fn start(self) -> Result<Emulator, StartError> {
        thread::start(self).await
    }

    /// Starts the emulator as [`start`](Self::start) does, for tests without a runtime.
    ///
    /// # Errors
    ///
    /// As with [`start`](Self::start).
    pub fn start_blocking(self) -> Result<Emulator, StartError> {
        thread::start_blocking(self)
    }

    /// The address to listen on: loopback, unless that was allowed explicitly.
    pub(crate) fn address(&self) -> Result<SocketAddr, StartError> {
        let address = self
            .listen
            .unwrap_or_else(|| (Ipv4Addr::LOCALHOST, 0).into());
        if address.ip().is_loopback() || self.allow_remote {
            Ok(address)
        } else {
            Err(StartError::NotLoopback(address))
        }
    }

    /// The documents, none of which has an error.
    pub(crate) fn documents(&mut self) -> Result<Vec<Document>, StartError> {
        let mut documents = Vec::new();
        for source in std::mem::take(&mut self.sources) {
            let document = match source {
                Source::File(path) => Document::read_file(path)?,
                Source::Text { name, text } => Document::parse(name, text.as_bytes()),
                Source::Document(document) => *document,
            };
            #[cfg(feature = "catalog")]
            let document = document.with_built_in_streams();
            documents.push(document);
        }
        if documents.is_empty() {
            Err(StartError::NoRule)
        } else if documents.iter().any(Document::has_errors) {
            Err(StartError::Findings(documents))
        } else {
            Ok(documents)
        }
    }
}

/// Without the token, if one is required.
impl fmt::Debug for EmulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorBuilder")
            .field("sources", &self.sources)
            .field("listen", &self.listen)
            .field("strict", &self.settings.strict)
            .finish_non_exhaustive()
    }
}
