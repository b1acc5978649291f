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
macro_rules! time_instants {
    ($($type:ty),+) => {$(
        impl<K: HoldsInstants> ColumnValue<K> for $type {
            #[inline]
            fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
                out.instant(self.unix_timestamp(), self.nanosecond())
            }
        }
    )+};
}

#[cfg(feature = "time")]
time_instants!(time::OffsetDateTime, time::UtcDateTime);

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
