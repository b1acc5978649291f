//! An instant that is read from RFC 3339 text.

use azlogs::LogColumn;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An instant of the crate time.
#[derive(Clone, Copy, Debug, LogColumn)]
pub struct Stamp(pub OffsetDateTime);

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(text: D) -> Result<Self, D::Error> {
        let text = String::deserialize(text)?;
        OffsetDateTime::parse(&text, &Rfc3339)
            .map(Self)
            .map_err(D::Error::custom)
    }
}
