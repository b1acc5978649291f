//! Date and time as text: the forms that a `datetime` column takes.

use std::fmt::Write as _;

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// The instant that a text means in a `datetime` column; none where the column can't hold it.
///
/// ISO 8601 and RFC 3339, with a blank for the `T`, without seconds or without a time of day; RFC 822 and RFC 850.
/// Without a zone it is UTC. Source: "Scalar data types: datetime" of Kusto, to which the rule's documentation refers.
pub fn parse_datetime(text: &str) -> Option<OffsetDateTime> {
    let text = text.trim_ascii();
    if !text.is_ascii() {
        return None;
    }
    iso(text).or_else(|| rfc822(text))
}

/// Appends an instant as the query API prints it: UTC, up to 7 digits of a second, no zeros at the end.
pub fn write_datetime(instant: OffsetDateTime, out: &mut String) {
    let ticks = instant.nanosecond() / 100;
    let (year, month, day) = (instant.year(), u8::from(instant.month()), instant.day());
    let (hour, minute, second) = (instant.hour(), instant.minute(), instant.second());
    // Writing to a string can't fail.
    let _ = write!(
        out,
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    );
    if ticks != 0 {
        let fraction = format!("{ticks:07}");
        out.push('.');
        out.push_str(fraction.trim_end_matches('0'));
    }
    out.push('Z');
}

/// `2021-12-08T23:51:14.1104269Z`, and what may be left out of it.
fn iso(text: &str) -> Option<OffsetDateTime> {
    let mut rest = Rest(text);
    let year = rest.digits(4)?;
    rest.one_of("-")?;
    let month = rest.digits(2)?;
    rest.one_of("-")?;
    let day = rest.digits(2)?;
    let date = date(year, month, day)?;
    if rest.0.is_empty() {
        return Some(PrimitiveDateTime::new(date, Time::MIDNIGHT).assume_utc());
    }
    rest.one_of("Tt ")?;
    let time = rest.time_of_day()?;
    at(date, time, zone(rest.0)?)
}

/// `Sat, 8 Nov 2014 15:05:02 GMT`, `Saturday, 08-Nov-14 15:05:02 GMT`, and both without the weekday.
fn rfc822(text: &str) -> Option<OffsetDateTime> {
    let text = match text.split_once(',') {
        Some((weekday, rest)) if weekday.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            rest.trim_ascii_start()
        }
        Some(_) => return None,
        None => text,
    };
    let day_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&day_digits) {
        return None;
    }
    let mut rest = Rest(text);
    let day = rest.digits(day_digits)?;
    rest.one_of(" -")?;
    let month = month(rest.0.get(..3)?)?;
    rest = Rest(rest.0.get(3..)?);
    rest.one_of(" -")?;
    let year = match rest.0.bytes().take_while(u8::is_ascii_digit).count() {
        4 => rest.digits(4)?,
        2 => match rest.digits(2)? {
            short @ 0..50 => 2000 + short,
            short => 1900 + short,
        },
        _ => return None,
    };
    rest.one_of(" ")?;
    let time = rest.time_of_day()?;
    at(date(year, month, day)?, time, zone(rest.0)?)
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    /// Exactly so many digits.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        digits.parse().ok()
    }

    /// One character out of a few.
    fn one_of(&mut self, allowed: &str) -> Option<()> {
        self.0 = self
            .0
            .strip_prefix(|character| allowed.contains(character))?;
        Some(())
    }

    /// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f…`; what is finer than a tick of 100 ns is cut off.
    fn time_of_day(&mut self) -> Option<Time> {
        let hour = self.digits(2)?;
        self.one_of(":")?;
        let minute = self.digits(2)?;
        let mut second = 0;
        let mut nanosecond = 0;
        if self.one_of(":").is_some() {
            second = self.digits(2)?;
            if self.one_of(".").is_some() {
                nanosecond = self.fraction()?;
            }
        }
        let small = |number: u32| u8::try_from(number).ok();
        Time::from_hms_nano(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()
    }

    /// The digits after the point of a second, in nanoseconds.
    fn fraction(&mut self) -> Option<u32> {
        let count = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        if digits.is_empty() {
            return None;
        }
        let ticks: u32 = format!("{digits:0<7}").get(..7)?.parse().ok()?;
        Some(ticks * 100)
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i32::try_from(year).ok().filter(|year| *year > 0)?;
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()
}

fn month(name: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let index = NAMES.iter().position(|n| n.eq_ignore_ascii_case(name))?;
    u32::try_from(index + 1).ok()
}

/// What follows the time of day: nothing, `Z`, `GMT`, `UTC`, `+01:00`, `+0100` or `+01`.
fn zone(text: &str) -> Option<UtcOffset> {
    let text = text.trim_ascii_start();
    if ["", "Z", "GMT", "UTC"]
        .iter()
        .any(|utc| utc.eq_ignore_ascii_case(text))
    {
        return Some(UtcOffset::UTC);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let mut rest = Rest(text);
    rest.one_of("+-")?;
    let hours = i8::try_from(rest.digits(2)?).ok()?;
    let minutes = if rest.0.is_empty() {
        0
    } else {
        let _ = rest.one_of(":");
        i8::try_from(rest.digits(2)?).ok()?
    };
    if !rest.0.is_empty() || hours > 14 || minutes > 59 {
        return None;
    }
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

fn at(date: Date, time: Time, offset: UtcOffset) -> Option<OffsetDateTime> {
    PrimitiveDateTime::new(date, time)
        .assume_offset(offset)
        .checked_to_offset(UtcOffset::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let mut out = String::new();
        write_datetime(parse_datetime(text)?, &mut out);
        Some(out)
    }

    #[test]
    fn every_documented_form_is_read() {
        for (text, expected) in [
            (
                "2021-12-08T23:51:14.1104269Z",
                "2021-12-08T23:51:14.1104269Z",
            ),
            ("2023-11-14 15:10:02", "2023-11-14T15:10:02Z"),
            ("2023-11-14T15:10:02.5000000Z", "2023-11-14T15:10:02.5Z"),
            (
                "2023-11-14T15:10:02.123456789+01:00",
                "2023-11-14T14:10:02.1234567Z",
            ),
            ("2023-11-14T15:10:02-0530", "2023-11-14T20:40:02Z"),
            ("2023-11-14T15:10:02+01", "2023-11-14T14:10:02Z"),
            ("2014-05-25T08:20", "2014-05-25T08:20:00Z"),
            ("2014-05-25", "2014-05-25T00:00:00Z"),
            (" 2014-11-08 15:55:55 GMT ", "2014-11-08T15:55:55Z"),
            ("2023-11-14t15:10:02z", "2023-11-14T15:10:02Z"),
            ("Sat, 8 Nov 2014 15:05:02 GMT", "2014-11-08T15:05:02Z"),
            ("Sat, 8 Nov 14 15:05 GMT", "2014-11-08T15:05:00Z"),
            ("8 Nov 2014 15:05:02", "2014-11-08T15:05:02Z"),
            ("Saturday, 08-Nov-14 15:05:02 GMT", "2014-11-08T15:05:02Z"),
            ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "now",
            "1699974602",
            "2023-13-01",
            "2023-02-29",
            "2023-11-14T24:00:00Z",
            "2023-11-14T15:10:60Z",
            "2023-11-14T15:10:02.Z",
            "2023-11-14T15:10:02+15:00",
            "2023-11-14T15:10:02 Z Z",
            "2023-11-14T",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-14:00",
            "14.11.2023 15:10",
            "2023-11-14T15:10:02é",
            "123 Nov 2014 15:05:02",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
