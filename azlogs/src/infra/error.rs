//! Why nothing was written.

use std::fmt;

use azlogs_dcr::{Code, Diagnostic, Severity};

/// Why nothing was written: everything that Azure would refuse, or drop in silence, with the field that it is about.
///
/// `Debug` is for people too, since that is what Rust prints where a test or `main` returns an error.
#[derive(Clone)]
pub struct InfraError {
    findings: Vec<Diagnostic>,
}

impl InfraError {
    pub(super) const fn new(findings: Vec<Diagnostic>) -> Self {
        Self { findings }
    }

    /// What was found. [`Diagnostic::file`] is the place in the Rust source, as `file:line:column`, where there is one.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.findings
    }
}

impl fmt::Display for InfraError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, rest)) = self.findings.split_first() else {
            return f.write_str("nothing was written");
        };
        write!(f, "{} [{}]", first.message, first.code.as_str())?;
        match rest.len() {
            0 => Ok(()),
            1 => f.write_str(", and another error"),
            more => write!(f, ", and {more} other errors"),
        }
    }
}

impl fmt::Debug for InfraError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the deployment can't be written")?;
        for finding in &self.findings {
            write!(f, "\n\nerror: {}", finding.to_plain())?;
        }
        Ok(())
    }
}

impl std::error::Error for InfraError {}

/// What isn't written.
pub(super) fn refused(code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, message)
}
