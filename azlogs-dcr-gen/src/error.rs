//! Why nothing was generated.

use std::fmt;
use std::path::PathBuf;

use azlogs_dcr::{Diagnostic, ReadError, Severity};

/// Why nothing was generated.
///
/// `Debug` is for people too, since that is what Rust prints where `main` returns an error: it shows what `Display` says, and
/// every finding that Cargo hasn't been told.
#[non_exhaustive]
pub struct Error {
    kind: Kind,
    is_told: bool,
}

enum Kind {
    Read(ReadError),
    PathNotText(PathBuf),
    NoDcr,
    NoOutDir(PathBuf),
    Write(PathBuf, std::io::Error),
    Findings(Vec<Diagnostic>),
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            is_told: false,
        }
    }
}

impl Error {
    pub(crate) fn read(error: ReadError) -> Self {
        Self::from(Kind::Read(error))
    }

    pub(crate) fn path_not_text(path: PathBuf) -> Self {
        Self::from(Kind::PathNotText(path))
    }

    pub(crate) fn no_dcr() -> Self {
        Self::from(Kind::NoDcr)
    }

    pub(crate) fn no_out_dir(path: PathBuf) -> Self {
        Self::from(Kind::NoOutDir(path))
    }

    pub(crate) fn write(path: PathBuf, error: std::io::Error) -> Self {
        Self::from(Kind::Write(path, error))
    }

    pub(crate) fn findings(findings: Vec<Diagnostic>) -> Self {
        Self::from(Kind::Findings(findings))
    }

    /// Remembers that Cargo has been told.
    pub(crate) fn told(self) -> Self {
        Self {
            is_told: true,
            ..self
        }
    }

    /// Everything that was found wrong with the rules and the options; empty where a file couldn't be read or written.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match &self.kind {
            Kind::Findings(findings) => findings,
            _ => &[],
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Read(error) => error.fmt(f),
            Kind::PathNotText(path) => write!(f, "the path {} isn't UTF-8", path.display()),
            Kind::NoDcr => f.write_str("there is no rule to generate from: give one with `dcr`"),
            Kind::NoOutDir(path) => write!(
                f,
                "cannot write {}: OUT_DIR isn't set, because this is no build script",
                path.display()
            ),
            Kind::Write(path, error) => write!(f, "cannot write {}: {error}", path.display()),
            Kind::Findings(findings) => summary(findings, f),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)?;
        for finding in self.diagnostics().iter().filter(|_| !self.is_told) {
            write!(
                f,
                "\n\n{}: {}",
                finding.severity.as_str(),
                finding.to_plain()
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Read(error) => Some(error),
            Kind::Write(_, error) => Some(error),
            _ => None,
        }
    }
}

fn summary(findings: &[Diagnostic], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let Some(first) = errors.next() else {
        return f.write_str("nothing was generated");
    };
    match &first.place {
        Some(place) => write!(f, "{}:{}:{}: ", first.file, place.line, place.column)?,
        None if first.file.is_empty() => {}
        None => write!(f, "{}: ", first.file)?,
    }
    write!(f, "{} [{}]", first.message, first.code.as_str())?;
    match errors.count() {
        0 => Ok(()),
        1 => f.write_str(", and another error"),
        more => write!(f, ", and {more} other errors"),
    }
}
