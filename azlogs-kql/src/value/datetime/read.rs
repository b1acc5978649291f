//! The forms in which a datetime can be written.
//!
//! Those that "The datetime data type" of Kusto lists (ISO 8601, RFC 822, RFC 850, sortable), and American dates
//! (`12/31/2015 11:59:59 PM`, `12-31-2015`), which its examples of `todatetime()` and of `parse` have.

use super::super::timespan::{TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND, fraction_ticks};
use super::{Date, shift};

/// The ticks of a moment. Without a zone it's in UTC.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let mut rest = Rest(text.trim());
    let date = date(&mut rest)?;
    let midnight = date.midnight();
    if rest.is_empty() {
        return Some(midnight);
    }
    if !rest.eat(&['T', 't']) && !rest.blanks() {
        return None;
    }
    rest.blanks();
    let time = time_of_day(&mut rest)?;
    let offset = zone(&mut rest)?;
    rest.is_empty().then(|| shift(midnight, time - offset))?
}

fn date(rest: &mut Rest<'_>) -> Option<Date> {
    if rest.0.starts_with(|c: char| c.is_ascii_alphabetic()) {
        weekday(rest)?;
    }
    let (first, digits) = rest.number(4)?;
    if digits == 4 {
        return year_first(first, rest);
    }
    if rest
        .0
        .trim_start_matches([' ', '-'])
        .starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return day_first(first, rest);
    }
    month_first(first, rest)
}

/// `Sat, ` or `Saturday, `.
fn weekday(rest: &mut Rest<'_>) -> Option<()> {
    const NAMES: [&str; 7] = [
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ];
    let word = rest.word().to_ascii_lowercase();
    if word.len() < 3 || !NAMES.iter().any(|name| *name == word || name[..3] == word) {
        return None;
    }
    rest.eat(&[',']);
    rest.blanks();
    Some(())
}

/// `2014-11-08`, `2014/11/8`, `2014-11`.
fn year_first(year: i64, rest: &mut Rest<'_>) -> Option<Date> {
    let separator = rest.one_of(&['-', '/', '.'])?;
    let (month, _) = rest.number(2)?;
    if rest.is_empty() {
        return Date::new(year, month, 1);
    }
    rest.one_of(&[separator])?;
    let (day, _) = rest.number(2)?;
    Date::new(year, month, day)
}

/// `8 Nov 14`, `08-Nov-2014`.
fn day_first(day: i64, rest: &mut Rest<'_>) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let separator = rest.one_of(&[' ', '-'])?;
    rest.blanks();
    let name = rest.word().to_ascii_lowercase();
    let month = MONTHS
        .iter()
        .position(|month| *month == name || month[..3] == name)?;
    rest.one_of(&[separator])?;
    rest.blanks();
    let year = year(rest)?;
    Date::new(year, i64::try_from(month).ok()? + 1, day)
}

/// `11/8/2014`, `11-08-2014`.
fn month_first(month: i64, rest: &mut Rest<'_>) -> Option<Date> {
    let separator = rest.one_of(&['/', '-'])?;
    let (day, _) = rest.number(2)?;
    rest.one_of(&[separator])?;
    let year = year(rest)?;
    Date::new(year, month, day)
}

/// Of two digits, up to 49 are in this century, as in .NET.
fn year(rest: &mut Rest<'_>) -> Option<i64> {
    match rest.number(4)? {
        (year, 4) => Some(year),
        (year @ 0..50, 2) => Some(2000 + year),
        (year, 2) => Some(1900 + year),
        _ => None,
    }
}

/// `15:05`, `15:05:02.1234567`, `3:05 PM`.
fn time_of_day(rest: &mut Rest<'_>) -> Option<i64> {
    let (mut hour, _) = rest.number(2)?;
    rest.one_of(&[':'])?;
    let (minute, _) = rest.number(2)?;
    let (mut second, mut fraction) = (0, 0);
    if rest.eat(&[':']) {
        second = rest.number(2)?.0;
        if rest.eat(&['.', ',']) {
            fraction = fraction_ticks(rest.digits())?;
        }
    }
    if let Some(half) = rest.half_of_day() {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + half;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(hour * TICKS_PER_HOUR + minute * TICKS_PER_MINUTE + second * TICKS_PER_SECOND + fraction)
}

/// How far ahead of UTC the zone is: `Z`, `GMT`, `UTC`, `+02:00`, `-0130`, `+02`, or nothing.
fn zone(rest: &mut Rest<'_>) -> Option<i64> {
    rest.blanks();
    if rest.is_empty() {
        return Some(0);
    }
    if let Some(sign) = rest.one_of(&['+', '-']) {
        let (hours, digits) = rest.number(4)?;
        let (hours, minutes) = match digits {
            4 => (hours / 100, hours % 100),
            1 | 2 if rest.eat(&[':']) => (hours, rest.number(2)?.0),
            1 | 2 => (hours, 0),
            _ => return None,
        };
        if hours > 14 || minutes > 59 {
            return None;
        }
        let offset = hours * TICKS_PER_HOUR + minutes * TICKS_PER_MINUTE;
        return Some(if sign == '-' { -offset } else { offset });
    }
    matches!(
        rest.word().to_ascii_uppercase().as_str(),
        "Z" | "GMT" | "UTC"
    )
    .then_some(0)
}

/// What hasn't been read yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn one_of(&mut self, choices: &[char]) -> Option<char> {
        let found = self.0.chars().next().filter(|c| choices.contains(c))?;
        self.0 = &self.0[found.len_utf8()..];
        Some(found)
    }

    fn eat(&mut self, choices: &[char]) -> bool {
        self.one_of(choices).is_some()
    }

    /// Skips blanks, if there are any.
    fn blanks(&mut self) -> bool {
        let rest = self.0.trim_start();
        let some = rest.len() < self.0.len();
        self.0 = rest;
        some
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }

    fn digits(&mut self) -> &'a str {
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        self.take(length)
    }

    fn word(&mut self) -> &'a str {
        let length = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        self.take(length)
    }

    /// A number of up to so many digits, and how many it has.
    fn number(&mut self, most: usize) -> Option<(i64, usize)> {
        let digits = self.digits();
        (digits.len() <= most).then(|| Some((digits.parse().ok()?, digits.len())))?
    }

    /// `AM`: 0, `PM`: 12.
    fn half_of_day(&mut self) -> Option<i64> {
        let rest = self.0.trim_start();
        let half = match rest.get(..2)?.to_ascii_uppercase().as_str() {
            "AM" => 0,
            "PM" => 12,
            _ => return None,
        };
        self.0 = &rest[2..];
        Some(half)
    }
}
