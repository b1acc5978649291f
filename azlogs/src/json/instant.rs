//! Instants: UTC, RFC 3339, with the 7 fractional digits that the service keeps.

const SECONDS_A_DAY: i64 = 86_400;
const DAYS_FROM_YEAR_ZERO_MARCH: i64 = 719_468;
const DAYS_FROM_MARCH_TO_JANUARY: u32 = 306;
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
    let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_A_DAY));
    let second_of_day = part(seconds.rem_euclid(SECONDS_A_DAY));
    let time = [
        second_of_day / 3600,
        second_of_day / 60 % 60,
        second_of_day % 60,
    ];
    write_civil(out, [year, month, day], time, nanoseconds % 1_000_000_000);
    Ok(())
}

/// Writes an instant, given in UTC as year, month and day, and as hours, minutes and seconds.
#[inline]
pub(crate) fn write_civil(out: &mut Vec<u8>, date: [u32; 3], time: [u32; 3], nanoseconds: u32) {
    let [year, month, day] = date;
    let ticks = nanoseconds / 100;
    // Patched in the buffer: copied from the stack, the digits would have to be loaded before they're all stored.
    out.extend_from_slice(b"\"0000-00-00T00:00:00.0000000Z\"");
    if let Some(text) = out.last_chunk_mut::<30>() {
        put_pair(text, 1, year / 100);
        put_pair(text, 3, year);
        put_pair(text, 6, month);
        put_pair(text, 9, day);
        put_pair(text, 12, time[0]);
        put_pair(text, 15, time[1]);
        put_pair(text, 18, time[2]);
        put_pair(text, 21, ticks / 100_000);
        put_pair(text, 23, ticks / 1000);
        put_pair(text, 25, ticks / 10);
        // Over the last digit of the pair before.
        put_pair(text, 26, ticks);
    }
}

/// The year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
///
/// Years begin in March here, so that the leap day is a year's last. Source: Cassio Neri and Lorenz Schneider,
/// "Euclidean affine functions and their application to calendar algorithms".
#[inline]
fn civil_from_days(days: i64) -> (u32, u32, u32) {
    let quarter_days = 4 * part(days + DAYS_FROM_YEAR_ZERO_MARCH) + 3;
    let century = quarter_days / 146_097;
    let of_century = u64::from((quarter_days % 146_097) | 3) * 2_939_745;
    let (year_of_century, rest) = halves(of_century);
    let day_of_year = rest / 2_939_745 / 4;
    let year = 100 * century + year_of_century;

    let month_and_day = 2_141 * day_of_year + 197_913;
    let (month, day) = (month_and_day >> 16, (month_and_day & 0xFFFF) / 2_141 + 1);
    if day_of_year < DAYS_FROM_MARCH_TO_JANUARY {
        (year, month, day)
    } else {
        (year + 1, month - 12, day)
    }
}

/// The upper and the lower half of a number.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "halves")]
fn halves(number: u64) -> (u32, u32) {
    ((number >> 32) as u32, number as u32)
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

/// Writes a number's last two digits.
#[inline]
fn put_pair<const LENGTH: usize>(text: &mut [u8; LENGTH], start: usize, number: u32) {
    let pair = PAIRS[(number % 100) as usize];
    text[start] = pair[0];
    text[start + 1] = pair[1];
}

/// The numbers below 100 in two digits.
const PAIRS: [[u8; 2]; 100] = {
    const DIGITS: &[u8; 10] = b"0123456789";
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < pairs.len() {
        pairs[number] = [DIGITS[number / 10], DIGITS[number % 10]];
        number += 1;
    }
    pairs
};

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
