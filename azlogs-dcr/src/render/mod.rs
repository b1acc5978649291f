//! Findings as text: for people, for compilers, for other programs.

mod cargo;
mod github;
mod json;
mod plain;
#[cfg(feature = "terminal")]
mod remark;
#[cfg(feature = "terminal")]
mod terminal;

#[cfg(feature = "terminal")]
pub use remark::{Remark, render_remarks};
#[cfg(feature = "terminal")]
pub use terminal::render_terminal;

use crate::{Code, Diagnostic, Severity};

impl Diagnostic {
    /// With which code Azure refuses a deployment for this.
    fn refused(&self) -> Option<String> {
        let code = self.code.azure_code()?;
        match (self.code, self.severity) {
            (_, Severity::Note) => None,
            (Code::NotWritable | Code::UnknownBuiltIn, Severity::Warning) => {
                Some(format!("Azure may refuse to deploy it: `{code}`"))
            }
            _ => Some(format!("Azure refuses to deploy it: `{code}`")),
        }
    }
}
