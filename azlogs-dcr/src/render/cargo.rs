//! For a build script's standard output.

use crate::{Diagnostic, Severity};

impl Diagnostic {
    /// What a build script prints, a line each: `cargo::error=…` for an error, `cargo::warning=…` for what is less.
    ///
    /// ```no_run
    /// # let document = azlogs_dcr::Document::parse("dcr.json", b"");
    /// for finding in document.diagnostics() {
    ///     for line in finding.to_cargo_errors() {
    ///         println!("{line}");
    ///     }
    /// }
    /// ```
    ///
    /// Every line has the prefix, so that no text can become an instruction of another kind.
    /// Source: The Cargo Book, "Build scripts", "Outputs of the build script".
    pub fn to_cargo_errors(&self) -> Vec<String> {
        let prefix = match self.severity {
            Severity::Error => "cargo::error=",
            Severity::Warning | Severity::Note => "cargo::warning=",
        };
        self.to_plain()
            .lines()
            .map(|line| format!("{prefix}{line}"))
            .collect()
    }
}
