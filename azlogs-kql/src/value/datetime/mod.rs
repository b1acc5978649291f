//! `datetime` values: the calendar, reading and printing.
//!
//! A datetime is a number of ticks of 100 ns since 0001-01-01T00:00:00Z in the Gregorian calendar, without leap seconds.

mod read;

use std::fmt;
use std::time::{Duration, SystemTime};

pub(crate) use read::parse;

use super::timespan::{TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND};

/// The last tick there is: 9999-12-31T23:59:59.9999999Z.
pub(crate) const MAX: i64 = 3_652_059 * TICKS_PER_DAY - 1;

/// The ticks, if a datetime can have them.
pub(crate) fn valid(ticks: i64) -> Option<i64> {
    (0..=MAX).contains(&ticks).then_some(ticks)
}

/// The ticks of a moment of the system's clock; the calendar's ends stand for what is beyond.
pub(crate) fn of(moment: SystemTime) -> i64 {
    const UNIX_EPOCH: i64 = 719_162 * TICKS_PER_DAY;
    let ticks = |length: Duration| i64::try_from(length.as_nanos() / 100).unwrap_or(i64::MAX);
    let ticks = match moment.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => UNIX_EPOCH.saturating_add(ticks(after)),
        Err(before) => UNIX_EPOCH.saturating_sub(ticks(before.duration())),
    };
    ticks.clamp(0, MAX)
}

/// A moment later, or earlier, by a timespan.
pub(crate) fn shift(ticks: i64, by: i64) -> Option<i64> {
    ticks.checked_add(by).and_then(valid)
}

/// A day in the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
}

impl Date {
    /// The day in which a moment is.
    pub(crate) fn of(ticks: i64) -> Self {
        // Howard Hinnant's algorithm: years begin in March, so that the leap day is the last one.
        let days = ticks.div_euclid(TICKS_PER_DAY) + 306;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day,
        }
    }

    /// The day, if the calendar has it.
    pub(crate) fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let date = Self { year, month, day };
        ((1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day))
        .then_some(date)
    }

    /// The ticks of its midnight. Days that the calendar doesn't have are counted on, in years between 0 and 10000.
    pub(crate) fn midnight(self) -> i64 {
        let year = if self.month <= 2 {
            self.year - 1
        } else {
            self.year
        };
        let shifted_month = if self.month > 2 {
            self.month - 3
        } else {
            self.month + 9
        };
        let day_of_year = (153 * shifted_month + 2) / 5 + self.day - 1;
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        (era * 146_097 + day_of_era - 306) * TICKS_PER_DAY
    }

    /// 1 on the first of January.
    pub(crate) fn day_of_year(self) -> i64 {
        let new_year = Self {
            year: self.year,
            month: 1,
            day: 1,
        };
        (self.midnight() - new_year.midnight()) / TICKS_PER_DAY + 1
    }
}

/// 0 on a Sunday.
pub(crate) fn day_of_week(ticks: i64) -> i64 {
    // 0001-01-01 was a Monday.
    (ticks.div_euclid(TICKS_PER_DAY) + 1).rem_euclid(7)
}

pub(crate) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The number of the week by ISO 8601: weeks begin on Monday, and the year's first is the one with its first Thursday.
pub(crate) fn iso_week(ticks: i64) -> i64 {
    week(ticks, (day_of_week(ticks) + 6) % 7)
}

/// The number of the week as `weekofyear` counts: weeks begin on Sunday, and the year's first is the one with its first Wednesday.
pub(crate) fn sunday_week(ticks: i64) -> i64 {
    week(ticks, day_of_week(ticks))
}

/// A week belongs to the year in which its middle day is.
fn week(ticks: i64, days_since_start: i64) -> i64 {
    let middle = Date::of(ticks + (3 - days_since_start) * TICKS_PER_DAY);
    (middle.day_of_year() - 1) / 7 + 1
}

/// A moment as Kusto prints it: `2015-12-24T00:00:00.0000000Z`.
pub(crate) struct Printed(pub(crate) i64);

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Date { year, month, day } = Date::of(self.0);
        let time = self.0.rem_euclid(TICKS_PER_DAY);
        let (hour, minute) = (time / TICKS_PER_HOUR, time / TICKS_PER_MINUTE % 60);
        let (second, fraction) = (time / TICKS_PER_SECOND % 60, time % TICKS_PER_SECOND);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:07}Z"
        )
    }
}
