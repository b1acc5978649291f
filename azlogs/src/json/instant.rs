//! Instants: UTC, RFC 3339, with the 7 fractional digits that the service keeps.

const SECONDS_A_DAY: i64 = 86_400;
const DAYS_FROM_YEAR_ZERO_MARCH: i64 = 719_468;
/// 0001-01-01T00:00:00Z in seconds from 1970.
const FIRST_SECOND: i64 = -62_135_596_800;
/// 9999-12-31T23:59:59Z in seconds from 1970.
const LAST_SECOND: i64 = 253_402_300_799;

/// The instant isn't in the years 0001 to 9999, beyond which neither RFC 3339 nor Kusto's datetime goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfRange;

/// Writes an instant, given in seconds from 1970 (negative before) and nanoseconds after that second, as a string
/// like `"2026-11-22T09:05:03.0000001Z"`. What is finer than 100 ns is cut off.
///
/// Nanoseconds of a whole second or more, with which some types mark a leap second, run on into the next second.
#[inline]
pub(crate) fn write_instant(
    out: &mut Vec<u8>,
    seconds: i64,
    nanoseconds: u32,
) -> Result<(), OutOfRange> {
    let seconds = seconds.saturating_add(i64::from(nanoseconds / 1_000_000_000));
    if !(FIRST_SECOND..=LAST_SECOND).contains(&seconds) {
        return Err(OutOfRange);
    }
    let ticks = nanoseconds % 1_000_000_000 / 100;
    let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_A_DAY));
    let second_of_day = part(seconds.rem_euclid(SECONDS_A_DAY));

    let mut text = *b"\"0000-00-00T00:00:00.0000000Z\"";
    put_digits(&mut text, 1, 4, year);
    put_digits(&mut text, 6, 2, month);
    put_digits(&mut text, 9, 2, day);
    put_digits(&mut text, 12, 2, second_of_day / 3600);
    put_digits(&mut text, 15, 2, second_of_day / 60 % 60);
    put_digits(&mut text, 18, 2, second_of_day % 60);
    put_digits(&mut text, 21, 7, ticks);
    out.extend_from_slice(&text);
    Ok(())
}

/// The year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
///
/// Years begin in March here, so that the leap day is a year's last. Source: Howard Hinnant, "chrono-compatible low-level
/// date algorithms".
#[inline]
fn civil_from_days(days: i64) -> (u32, u32, u32) {
    let days = part(days + DAYS_FROM_YEAR_ZERO_MARCH);
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    (era * 400 + year_of_era + u32::from(month <= 2), month, day)
}

/// A number that the range check has bounded to what a `u32` holds.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bounded by the years 1 to 9999"
)]
fn part(number: i64) -> u32 {
    number as u32
}

#[inline]
fn put_digits<const LENGTH: usize>(
    text: &mut [u8; LENGTH],
    start: usize,
    count: usize,
    mut number: u32,
) {
    const DIGITS: &[u8; 10] = b"0123456789";
    for at in (start..start + count).rev() {
        text[at] = DIGITS[(number % 10) as usize];
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::OffsetDateTime;
    use time::macros::format_description;

    use super::{FIRST_SECOND, LAST_SECOND, OutOfRange, write_instant};

    fn written(seconds: i64, nanoseconds: u32) -> Result<String, OutOfRange> {
        let mut out = Vec::new();
        let result = write_instant(&mut out, seconds, nanoseconds);
        result.map(|()| String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_first_and_the_last_instant_are_written_and_none_beyond() {
        let first = written(FIRST_SECOND, 0).unwrap();
        assert_eq!(first, r#""0001-01-01T00:00:00.0000000Z""#);
        let last = written(LAST_SECOND, 999_999_999).unwrap();
        assert_eq!(last, r#""9999-12-31T23:59:59.9999999Z""#);

        assert_eq!(written(FIRST_SECOND - 1, 999_999_999), Err(OutOfRange));
        assert_eq!(written(LAST_SECOND + 1, 0), Err(OutOfRange));
        assert_eq!(written(i64::MIN, 0), Err(OutOfRange));
        assert_eq!(written(i64::MAX, u32::MAX), Err(OutOfRange));
    }

    #[test]
    fn what_is_finer_than_a_tick_is_cut_off_toward_the_past() {
        assert_eq!(
            written(0, 199).unwrap(),
            r#""1970-01-01T00:00:00.0000001Z""#
        );
        assert_eq!(
            written(-1, 199).unwrap(),
            r#""1969-12-31T23:59:59.0000001Z""#
        );
    }

    #[test]
    fn a_leap_second_runs_on_into_the_next_second() {
        let before_2017 = 1_483_228_799;
        let leap = written(before_2017, 1_500_000_000).unwrap();
        assert_eq!(leap, r#""2017-01-01T00:00:00.5000000Z""#);
        assert_eq!(written(LAST_SECOND, 1_000_000_000), Err(OutOfRange));
    }

    proptest! {
        #[test]
        fn an_instant_is_written_as_the_time_crate_formats_it(
            seconds in FIRST_SECOND..=LAST_SECOND,
            nanoseconds in 0_u32..1_000_000_000,
        ) {
            let instant = OffsetDateTime::from_unix_timestamp(seconds)
                .unwrap()
                .replace_nanosecond(nanoseconds / 100 * 100)
                .unwrap();
            let format = format_description!(
                "\"[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:7]Z\""
            );
            prop_assert_eq!(written(seconds, nanoseconds).unwrap(), instant.format(&format).unwrap());
        }

        #[test]
        fn no_instant_panics(seconds: i64, nanoseconds: u32) {
            let in_range = written(seconds, nanoseconds).is_ok();
            let seconds = seconds.saturating_add(i64::from(nanoseconds / 1_000_000_000));
            prop_assert_eq!(in_range, (FIRST_SECOND..=LAST_SECOND).contains(&seconds));
        }
    }
}
