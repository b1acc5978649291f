//! For GitHub Actions: a workflow command, which becomes an annotation on the file.

use std::fmt::Write as _;

use crate::{Diagnostic, Severity};

impl Diagnostic {
    /// One line, such as `::error file=infra/dcr.json,line=4,col=7,title=AZL0007::…`.
    ///
    /// Source: "Workflow commands for GitHub Actions", "Setting an error message"; the escapes are those of
    /// `actions/toolkit`'s `command.ts`.
    pub fn to_github(&self) -> String {
        let command = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut out = format!("::{command} ");
        if !self.file.is_empty() {
            let _ = write!(out, "file={},", property(&self.file));
        }
        if let Some(place) = &self.place {
            let _ = write!(out, "line={},col={},", place.line, place.column);
        }
        let _ = write!(out, "title={}::{}", self.code.as_str(), data(&self.message));
        if let Some(related) = &self.related {
            let _ = write!(
                out,
                "%0Anote: {}: line {}",
                data(&related.value),
                related.place.line
            );
        }
        if let Some(refused) = self.refused() {
            let _ = write!(out, "%0Anote: {}", data(&refused));
        }
        if let Some(help) = &self.help {
            let _ = write!(out, "%0Ahelp: {}", data(help));
        }
        out
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
