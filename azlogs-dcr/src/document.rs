//! A document that holds one or more rules.

use std::path::{Path, PathBuf};

use crate::{Diagnostic, Rule, Stream};

/// A document, the rules found in it, and the findings.
#[derive(Clone, Debug)]
pub struct Document {
    file: String,
    text: String,
    rules: Vec<Rule>,
    diagnostics: Vec<Diagnostic>,
}

/// A file couldn't be read at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}")]
pub struct ReadError {
    path: PathBuf,
    source: std::io::Error,
}

impl Document {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where the file can't be read. What is wrong *in* it is in [`diagnostics`](Self::diagnostics).
    pub fn read_file(path: impl AsRef<Path>) -> Result<Self, ReadError> {
        let path = path.as_ref();
        match std::fs::read(path) {
            Ok(bytes) => Ok(Self::parse(path.display().to_string(), &bytes)),
            Err(source) => Err(ReadError {
                path: path.to_path_buf(),
                source,
            }),
        }
    }

    /// Reads text, calling it `file` in findings. Any bytes will do; what is wrong with them is a finding.
    pub fn parse(file: impl Into<String>, text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text).into_owned();
        Self {
            file: file.into(),
            text,
            rules: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The document's name, as the user gave it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rules, in the order of the document.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The findings, in the order of the document.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The stream of that name, and its rule: the first, where several rules declare it.
    pub fn stream(&self, name: &str) -> Option<(&Rule, &Stream)> {
        self.rules.iter().find_map(|rule| {
            rule.streams
                .iter()
                .find(|stream| stream.name == name)
                .map(|stream| (rule, stream))
        })
    }
}
