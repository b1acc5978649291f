//! Writes to standard output and standard error.

use std::io::{self, BufWriter, StdoutLock, Write};

use azlogs_dcr::{Diagnostic, Document, render_terminal};

use super::Exit;
use super::args::Format;

/// Writes text for people to standard output, with colours where they are wanted.
pub(super) fn show(text: &str) -> Exit {
    write(anstream::stdout(), text)
}

/// Writes text for people to standard error, with colours where they are wanted.
pub(super) fn tell(text: &str) {
    // Where standard error can't be written, there is nobody to tell.
    let _ = write(anstream::stderr(), text);
}

/// Writes text for programs to standard output, as it is.
pub(super) fn put(text: &str) -> Exit {
    write(io::stdout(), text)
}

/// Writes lines for programs to standard output, as they come.
pub(super) struct Lines {
    to: BufWriter<StdoutLock<'static>>,
    ended: Option<io::Error>,
}

impl Lines {
    pub(super) fn new() -> Self {
        Self {
            to: BufWriter::new(io::stdout().lock()),
            ended: None,
        }
    }

    pub(super) fn put(&mut self, line: &str) {
        if self.ended.is_none() {
            self.ended = self.to.write_all(line.as_bytes()).err();
        }
    }

    /// Whether nothing more can be written.
    pub(super) fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// Writes what is left.
    pub(super) fn finish(mut self) -> Exit {
        let ended = self.ended.take();
        written(ended.map_or_else(|| self.to.flush(), Err))
    }
}

/// Says on standard error what went wrong.
pub(super) fn complain(message: &str) {
    tell(&format!("{ERROR}error{RESET}: {message}\n"));
}

/// The findings in that format.
pub(super) fn formatted(format: Format, documents: &[Document], list: &[Diagnostic]) -> String {
    match format {
        Format::Human => findings(documents, list),
        Format::Json => lines(list, Diagnostic::to_json),
        Format::Github => lines(list, Diagnostic::to_github),
    }
}

/// A line for each.
pub(super) fn lines<T>(all: impl IntoIterator<Item = T>, line: impl Fn(T) -> String) -> String {
    all.into_iter().map(|one| line(one) + "\n").collect()
}

/// The findings with the lines that they are about; those that are about no document come last.
pub(super) fn findings(documents: &[Document], findings: &[Diagnostic]) -> String {
    let mut parts = Vec::new();
    for document in documents {
        let own: Vec<Diagnostic> = findings
            .iter()
            .filter(|finding| finding.file == document.file())
            .cloned()
            .collect();
        if !own.is_empty() {
            parts.push(render_terminal(document, &own, true));
        }
    }
    let others = findings.iter().filter(|finding| {
        documents
            .iter()
            .all(|document| document.file() != finding.file)
    });
    parts.extend(
        others.map(|finding| format!("{}: {}\n", finding.severity.as_str(), finding.to_plain())),
    );
    parts.join("\n")
}

const ERROR: &str = "\x1b[1;31m";
pub(super) const GREEN: &str = "\x1b[32m";
pub(super) const RED: &str = "\x1b[31m";
pub(super) const YELLOW: &str = "\x1b[33m";
pub(super) const BOLD: &str = "\x1b[1m";
pub(super) const RESET: &str = "\x1b[0m";

/// Writes all of it. That the reader has gone is no trouble: whoever pipes into `head` wants no more.
fn write(mut to: impl Write, text: &str) -> Exit {
    written(to.write_all(text.as_bytes()).and_then(|()| to.flush()))
}

fn written(result: io::Result<()>) -> Exit {
    match result {
        Ok(()) => Exit::Good,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Good,
        Err(error) => {
            let _ = writeln!(
                anstream::stderr(),
                "{ERROR}error{RESET}: cannot write the output: {error}"
            );
            Exit::Trouble
        }
    }
}
