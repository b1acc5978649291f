//! What becomes of a value, in a word.

use azlogs_dcr::values::Fate;

use super::output::{GREEN, RED, YELLOW};

/// What becomes of a value, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Accepted,
    Null,
    Filled,
    Nulled,
    Truncated,
    Replaced,
    Dropped,
    Repeated,
    /// The whole row is lost.
    Lost,
}

impl Outcome {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Null => "null",
            Self::Filled => "filled",
            Self::Nulled => "nulled",
            Self::Truncated => "truncated",
            Self::Replaced => "replaced",
            Self::Dropped => "dropped",
            Self::Repeated => "repeated",
            Self::Lost => "lost",
        }
    }

    /// Whether something of what was sent is lost.
    pub(super) const fn is_loss(self) -> bool {
        !matches!(self, Self::Accepted | Self::Null | Self::Filled)
    }

    /// None for what a later version of the library may tell.
    pub(super) fn of(fate: Fate) -> Option<Self> {
        Some(match fate {
            Fate::Accepted => Self::Accepted,
            Fate::Null => Self::Null,
            Fate::Filled => Self::Filled,
            Fate::Nulled(_) => Self::Nulled,
            Fate::Truncated(_) => Self::Truncated,
            Fate::Replaced(_) => Self::Replaced,
            Fate::Dropped => Self::Dropped,
            Fate::Repeated => Self::Repeated,
            _ => return None,
        })
    }

    /// The sequence that colours it.
    pub(super) fn colour(self) -> &'static str {
        match self {
            Self::Accepted | Self::Null | Self::Filled => GREEN,
            Self::Truncated | Self::Replaced => YELLOW,
            Self::Nulled | Self::Dropped | Self::Repeated | Self::Lost => RED,
        }
    }
}
