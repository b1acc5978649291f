//! `TimeGenerated`: kept, or replaced with the time of receipt.
//!
//! Source: "Standard columns in Azure Monitor Logs": a value older than 2 days or more than 1 day ahead is replaced.
//! What happens to a missing one isn't documented; here it is the time of receipt too.

use std::time::Duration;

use time::OffsetDateTime;

use super::convert::string_of;
use super::{Fate, ValueLimits, datetime};

/// Appends a row's `TimeGenerated` to `out`, given the JSON text of its value.
pub(super) fn write(
    raw: Option<&str>,
    received: OffsetDateTime,
    limits: &ValueLimits,
    out: &mut String,
) -> Fate {
    let (instant, fate) = match raw {
        None | Some("null") => (received, Fate::Filled),
        Some(raw) => match string_of(raw).as_deref().and_then(datetime::parse_datetime) {
            None => (received, Fate::Replaced("isn't a date and time")),
            Some(own) => match limits.fate_of_time(own, received) {
                Fate::Accepted => (own, Fate::Accepted),
                replaced => (received, replaced),
            },
        },
    };
    out.push('"');
    datetime::write_datetime(instant, out);
    out.push('"');
    fate
}

impl ValueLimits {
    /// Whether a row's own `TimeGenerated` is kept: [`Fate::Accepted`], or [`Fate::Replaced`].
    pub fn fate_of_time(&self, own: OffsetDateTime, received: OffsetDateTime) -> Fate {
        if is_over(received - own, self.oldest_time) {
            Fate::Replaced("is too long ago")
        } else if is_over(own - received, self.newest_time) {
            Fate::Replaced("is too far ahead")
        } else {
            Fate::Accepted
        }
    }
}

fn is_over(distance: time::Duration, limit: Option<Duration>) -> bool {
    limit.is_some_and(|limit| distance > limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_time_outside_the_window_is_replaced_and_the_edges_are_kept() {
        let now = datetime!(2026-11-22 12:00 UTC);
        let received = r#""2026-11-22T12:00:00Z""#;
        for (raw, held, fate) in [
            (
                Some(r#""2026-11-22T11:00:00Z""#),
                r#""2026-11-22T11:00:00Z""#,
                Fate::Accepted,
            ),
            (
                Some(r#""2026-11-20T12:00:00Z""#),
                r#""2026-11-20T12:00:00Z""#,
                Fate::Accepted,
            ),
            (
                Some(r#""2026-11-23 12:00:00""#),
                r#""2026-11-23T12:00:00Z""#,
                Fate::Accepted,
            ),
            (
                Some(r#""2026-11-20T11:59:59Z""#),
                received,
                Fate::Replaced("is too long ago"),
            ),
            (
                Some(r#""2026-11-23T12:00:01Z""#),
                received,
                Fate::Replaced("is too far ahead"),
            ),
            (
                Some("1699974602"),
                received,
                Fate::Replaced("isn't a date and time"),
            ),
            (Some("null"), received, Fate::Filled),
            (None, received, Fate::Filled),
        ] {
            let mut out = String::new();
            let given = write(raw, now, &ValueLimits::default(), &mut out);
            assert_eq!((out.as_str(), given), (held, fate), "{raw:?}");
        }
    }

    #[test]
    fn without_a_window_every_time_is_kept() {
        let limits = ValueLimits {
            oldest_time: None,
            newest_time: None,
            ..ValueLimits::default()
        };
        for raw in [r#""0001-01-01T00:00:00Z""#, r#""9999-12-31T23:59:59Z""#] {
            let mut out = String::new();
            let now = datetime!(2026-11-22 12:00 UTC);
            assert_eq!(write(Some(raw), now, &limits, &mut out), Fate::Accepted);
            assert_eq!(out, raw);
        }
    }
}
