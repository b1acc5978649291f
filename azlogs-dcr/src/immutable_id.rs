//! The immutable id of a rule.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::Quoted;

/// The id under which the ingestion API knows a rule: `dcr-` and 32 hexadecimal digits.
///
/// Azure gives it when the rule is created; `az monitor data-collection rule show --query immutableId` prints it.
/// Source: "Logs Ingestion API in Azure Monitor", "URI".
///
/// ```
/// # use azlogs_dcr::ImmutableId;
/// const ID: ImmutableId = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");
/// assert_eq!(ID, "dcr-000a00a000a00000a000000aa000a0aa".parse()?);
/// # Ok::<(), azlogs_dcr::ImmutableIdError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImmutableId(Cow<'static, str>);

/// A text is no immutable id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is no immutable id: it is `dcr-` and 32 hexadecimal digits", Quoted(.0))]
pub struct ImmutableIdError(String);

impl ImmutableId {
    /// The id in a literal, checked when it is compiled.
    ///
    /// # Panics
    ///
    /// Where the text is no immutable id. In a `const` that is a compile error; for text that comes from outside use
    /// [`str::parse`].
    pub const fn from_static(text: &'static str) -> Self {
        assert!(
            is_immutable_id(text),
            "an immutable id is `dcr-` and 32 hexadecimal digits"
        );
        Self(Cow::Borrowed(text))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const fn is_immutable_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 36 || !matches!(bytes, [b'd', b'c', b'r', b'-', ..]) {
        return false;
    }
    let mut at = 4;
    while at < bytes.len() {
        if !bytes[at].is_ascii_hexdigit() {
            return false;
        }
        at += 1;
    }
    true
}

impl FromStr for ImmutableId {
    type Err = ImmutableIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_immutable_id(text) {
            Ok(Self(Cow::Owned(text.to_owned())))
        } else {
            Err(ImmutableIdError(text.to_owned()))
        }
    }
}

impl AsRef<str> for ImmutableId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ImmutableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::ImmutableId;

    #[test]
    fn an_immutable_id_is_dcr_and_32_hexadecimal_digits() {
        for good in [
            "dcr-00000000000000000000000000000000",
            "dcr-0123456789abcdef0123456789ABCDEF",
        ] {
            assert_eq!(good.parse::<ImmutableId>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "dcr-",
            "dcr-0000000000000000000000000000000",
            "dcr-000000000000000000000000000000000",
            "DCR-00000000000000000000000000000000",
            "dce-00000000000000000000000000000000",
            "dcr-0000000000000000000000000000000g",
            " dcr-0000000000000000000000000000000",
            "dcr-000000000000000000000000000000é",
        ] {
            assert!(bad.parse::<ImmutableId>().is_err(), "{bad}");
        }
    }

    #[test]
    #[should_panic(expected = "32 hexadecimal digits")]
    fn a_bad_literal_is_refused() {
        let _ = ImmutableId::from_static("dcr-xyz");
    }
}
