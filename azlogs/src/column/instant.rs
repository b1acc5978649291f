//! Instants: the types of the standard library and of the crates time, chrono and jiff that name a point in time.

use std::time::{SystemTime, UNIX_EPOCH};

use super::natural::natural;
use super::reason::HoldsInstants;
use super::value::{ColumnValue, ValueError, ValueWriter, Written};

impl<K: HoldsInstants> ColumnValue<K> for SystemTime {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        let (seconds, nanoseconds) = match self.duration_since(UNIX_EPOCH) {
            Ok(after) => (
                i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
                after.subsec_nanos(),
            ),
            Err(error) => {
                let before = error.duration();
                let seconds = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
                match before.subsec_nanos() {
                    0 => (-seconds, 0),
                    nanoseconds => (-seconds - 1, 1_000_000_000 - nanoseconds),
                }
            }
        };
        out.instant(seconds, nanoseconds)
    }
}

#[cfg(feature = "time")]
impl<K: HoldsInstants> ColumnValue<K> for time::OffsetDateTime {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        if self.offset().is_utc() {
            return time::UtcDateTime::new(self.date(), self.time()).write_value(out);
        }
        out.instant(self.unix_timestamp(), self.nanosecond())
    }
}

#[cfg(feature = "time")]
impl<K: HoldsInstants> ColumnValue<K> for time::UtcDateTime {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        // It holds its parts; the seconds from 1970 would have to be computed from them, and they from these again.
        match u32::try_from(self.year()) {
            Ok(year @ 1..=9999) => {
                let date = [year, u8::from(self.month()).into(), self.day().into()];
                let (hour, minute, second) = self.as_hms();
                let time = [hour, minute, second].map(u32::from);
                Ok(out.civil(date, time, self.nanosecond()))
            }
            _ => out.instant(self.unix_timestamp(), self.nanosecond()),
        }
    }
}

#[cfg(feature = "chrono")]
impl<K: HoldsInstants, Tz: chrono::TimeZone> ColumnValue<K> for chrono::DateTime<Tz> {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        out.instant(self.timestamp(), self.timestamp_subsec_nanos())
    }
}

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> super::NaturalColumn for chrono::DateTime<Tz> {
    type Kind = super::DateTime;
}

#[cfg(feature = "jiff")]
impl<K: HoldsInstants> ColumnValue<K> for jiff::Timestamp {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        // Before 1970 both parts are negative.
        let (seconds, nanoseconds) = (self.as_second(), self.subsec_nanosecond());
        match u32::try_from(nanoseconds) {
            Ok(nanoseconds) => out.instant(seconds, nanoseconds),
            Err(_) => out.instant(seconds - 1, 1_000_000_000 - nanoseconds.unsigned_abs()),
        }
    }
}

#[cfg(feature = "jiff")]
impl<K: HoldsInstants> ColumnValue<K> for jiff::Zoned {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        self.timestamp().write_value(out)
    }
}

natural! {
    DateTime: SystemTime;
}

#[cfg(feature = "time")]
natural! {
    DateTime: time::OffsetDateTime, time::UtcDateTime;
}

#[cfg(feature = "jiff")]
natural! {
    DateTime: jiff::Timestamp, jiff::Zoned;
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use crate::column::DateTime;
    use crate::column::value::{ColumnValue, written};

    const EPOCH: &str = r#""1970-01-01T00:00:00.0000000Z""#;
    const AFTER: &str = r#""2026-11-22T09:05:03.1234567Z""#;
    const BEFORE: &str = r#""1969-12-31T23:59:58.9999999Z""#;
    const AFTER_SECONDS: u64 = 1_795_338_303;

    fn text(value: &impl ColumnValue<DateTime>) -> String {
        written(value).unwrap().0
    }

    fn error(value: &impl ColumnValue<DateTime>) -> String {
        written(value).unwrap_err().to_string()
    }

    #[test]
    fn a_system_time_is_written_to_the_tick_before_1970_too() {
        assert_eq!(text(&UNIX_EPOCH), EPOCH);
        assert_eq!(
            text(&(UNIX_EPOCH + Duration::new(AFTER_SECONDS, 123_456_789))),
            AFTER
        );
        assert_eq!(text(&(UNIX_EPOCH - Duration::new(1, 100))), BEFORE);
        let whole = r#""1969-12-31T23:59:58.0000000Z""#;
        assert_eq!(text(&(UNIX_EPOCH - Duration::from_secs(2))), whole);
    }

    #[test]
    fn an_instant_outside_the_years_of_the_service_is_an_error_that_says_so() {
        let year_10000 = UNIX_EPOCH + Duration::from_secs(253_402_300_800);
        assert_eq!(
            error(&year_10000),
            "the instant 253402300800 s from 1970 is after the year 9999, which no datetime column holds"
        );
        let year_0 = UNIX_EPOCH - Duration::from_secs(62_135_596_801);
        assert_eq!(
            error(&year_0),
            "the instant -62135596801 s from 1970 is before the year 0001, which no datetime column holds"
        );
    }

    #[cfg(feature = "time")]
    #[test]
    fn instants_of_the_time_crate_are_written_in_utc() {
        use time::macros::{datetime, utc_datetime};

        assert_eq!(
            text(&datetime!(2026-11-22 11:35:03.123_456_789 +2:30)),
            AFTER
        );
        assert_eq!(text(&utc_datetime!(2026-11-22 9:05:03.123_456_789)), AFTER);
        assert_eq!(text(&datetime!(1969-12-31 23:59:58.999_999_9 UTC)), BEFORE);
        let utc_year_0 = datetime!(0001-01-01 0:30 +1);
        assert!(error(&utc_year_0).contains("before the year 0001"));
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn instants_of_the_chrono_crate_are_written_in_utc() {
        use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Utc};

        let after = DateTime::from_timestamp(1_795_338_303, 123_456_789).unwrap();
        assert_eq!(text(&after), AFTER);
        let offset = FixedOffset::east_opt(2 * 3600 + 30 * 60).unwrap();
        assert_eq!(text(&after.with_timezone(&offset)), AFTER);
        assert_eq!(
            text(&DateTime::from_timestamp(-2, 999_999_900).unwrap()),
            BEFORE
        );

        let leap = NaiveDate::from_ymd_opt(2016, 12, 31)
            .and_then(|day| day.and_hms_milli_opt(23, 59, 59, 1500))
            .unwrap();
        let next_second = r#""2017-01-01T00:00:00.5000000Z""#;
        assert_eq!(text(&Utc.from_utc_datetime(&leap)), next_second);
        assert!(error(&DateTime::<Utc>::MAX_UTC).contains("after the year 9999"));
        assert!(error(&DateTime::<Utc>::MIN_UTC).contains("before the year 0001"));
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn instants_of_the_jiff_crate_are_written_in_utc() {
        use jiff::Timestamp;
        use jiff::tz::{Offset, TimeZone};

        let after = Timestamp::new(1_795_338_303, 123_456_789).unwrap();
        assert_eq!(text(&after), AFTER);
        let zone = TimeZone::fixed(Offset::from_seconds(-9000).unwrap());
        assert_eq!(text(&after.to_zoned(zone)), AFTER);
        assert_eq!(text(&Timestamp::new(-1, -100).unwrap()), BEFORE);
        assert_eq!(text(&Timestamp::UNIX_EPOCH), EPOCH);
        assert!(error(&Timestamp::MIN).contains("before the year 0001"));
    }
}
