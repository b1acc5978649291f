//! The immutable id of a rule.

use std::borrow::Cow;
use std::fmt;

/// The id under which the ingestion API knows a rule: `dcr-` and 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImmutableId(Cow<'static, str>);

/// A text is no immutable id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no immutable id: it is `dcr-` and 32 hexadecimal digits")]
pub struct ImmutableIdError(String);

impl ImmutableId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ImmutableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
