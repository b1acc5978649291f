//! Datetime columns: one text for one instant, whichever crate it's from.

use std::time::{Duration, SystemTime};

use azlogs::{LogRecord, to_json};
use proptest::prelude::*;
use time::macros::format_description;
use time::{OffsetDateTime, UtcDateTime, UtcOffset};

#[derive(LogRecord)]
#[log_record(stream = "Custom-Instants", rename_all = "PascalCase")]
struct Instants {
    time: OffsetDateTime,
    utc: UtcDateTime,
    chrono: chrono::DateTime<chrono::FixedOffset>,
    jiff: jiff::Timestamp,
    zoned: jiff::Zoned,
    #[log_record(null)]
    system: Option<SystemTime>,
}

/// Seconds since 1970, nanoseconds, and an offset in minutes.
type Moment = (i64, u32, i32);

const FIRST: i64 = -62_135_596_800; // 0001-01-01T00:00:00Z
const LAST: i64 = 253_402_300_799; // 9999-12-31T23:59:59Z

impl Instants {
    /// The same instant in each type; nothing where one of the crates can't hold it with that offset.
    fn at((seconds, nanoseconds, minutes): Moment) -> Option<Self> {
        let nanos = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
        let time = OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?;
        let offset = UtcOffset::from_whole_seconds(minutes * 60).ok()?;
        let jiff = jiff::Timestamp::new(seconds, i32::try_from(nanoseconds).ok()?).ok()?;
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::Offset::from_seconds(minutes * 60).ok()?);
        let chrono = chrono::DateTime::from_timestamp(seconds, nanoseconds)?;
        let chrono_offset = chrono::FixedOffset::east_opt(minutes * 60)?;
        let past = Duration::from_secs(seconds.unsigned_abs());
        let system = match seconds {
            0.. => SystemTime::UNIX_EPOCH.checked_add(past),
            _ => SystemTime::UNIX_EPOCH.checked_sub(past),
        };
        Some(Self {
            time: time.checked_to_offset(offset)?,
            utc: time.into(),
            chrono: chrono.with_timezone(&chrono_offset),
            jiff,
            zoned: jiff.to_zoned(zone),
            system: system?.checked_add(Duration::from_nanos(nanoseconds.into())),
        })
    }
}

/// The instant as another crate writes it: seven digits, the rest cut off.
fn expected((seconds, nanoseconds, _): Moment) -> String {
    let nanos = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
    let format =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:7]Z");
    let time = OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap();
    time.format(&format).unwrap()
}

fn instants() -> impl Strategy<Value = Moment> {
    let seconds = prop_oneof![
        4 => FIRST..=LAST,
        2 => 1_500_000_000_i64..2_000_000_000,
        1 => prop::sample::select(vec![FIRST, -1, 0, 1, 951_782_400, LAST]),
    ];
    let nanoseconds = prop_oneof![
        3 => 0_u32..1_000_000_000,
        1 => prop::sample::select(vec![0, 99, 100, 999_999_999]),
    ];
    (seconds, nanoseconds, -720_i32..=840)
}

proptest! {
    #[test]
    fn an_instant_has_one_text_whichever_crate_it_is_from(instant in instants()) {
        let text = expected(instant);
        let Some(row) = Instants::at(instant) else {
            return Err(TestCaseError::reject("an offset leaves the crates' years"));
        };
        let columns = ["Time", "Utc", "Chrono", "Jiff", "Zoned", "System"];
        let members = columns.map(|column| format!(r#""{column}":"{text}""#));
        prop_assert_eq!(to_json(&row).unwrap(), format!("{{{}}}", members.join(",")));
    }
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Instants", rename_all = "PascalCase")]
struct Instant {
    at: chrono::DateTime<chrono::Utc>,
}

#[test]
fn an_instant_that_no_datetime_column_holds_is_an_error_that_names_the_column() {
    for (seconds, is_held) in [
        (FIRST - 1, false),
        (FIRST, true),
        (LAST, true),
        (LAST + 1, false),
    ] {
        let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        match to_json(&Instant { at }) {
            Ok(json) => assert!(is_held, "{json}"),
            Err(error) => assert_eq!((is_held, error.column), (false, "At")),
        }
    }
}

#[test]
fn an_absent_instant_is_left_out_or_null() {
    let mut row = Instants::at((0, 0, 60)).unwrap();
    row.system = None;
    let json = to_json(&row).unwrap();
    assert!(json.ends_with(r#","System":null}"#), "{json}");
    assert!(
        json.contains(r#""Zoned":"1970-01-01T00:00:00.0000000Z""#),
        "{json}"
    );
}
