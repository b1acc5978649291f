//! Types that fit no column, implemented on conditions that no kind of column meets, so that the compiler says why.

use std::time::{Duration, Instant};

use super::value::{ColumnValue, ValueError, ValueWriter, Written};
use super::{NaturalColumn, kind, reason};

// The kind is the one for which the refusal is told where no rule names one.
macro_rules! misfits {
    ($($type:ty, $kind:ident, $condition:ident;)*) => {$(
        impl<K: reason::$condition> ColumnValue<K> for $type {
            fn write_value(&self, _: ValueWriter<'_, K>) -> Result<Written, ValueError> {
                K::never()
            }
        }

        impl NaturalColumn for $type {
            type Kind = kind::$kind;
        }
    )*};
}

misfits! {
    u64, Long, HoldsU64;
    usize, Long, HoldsUsize;
    isize, Long, HoldsIsize;
    u128, Long, HoldsU128;
    i128, Long, HoldsI128;
    Duration, Real, HoldsDurations;
    Instant, DateTime, HoldsMonotonicTimes;
}

#[cfg(feature = "time")]
misfits! {
    time::PrimitiveDateTime, DateTime, HoldsTimeWithoutOffset;
    time::Date, DateTime, HoldsTimeWithoutOffset;
    time::Time, DateTime, HoldsTimeWithoutOffset;
    time::Duration, Real, HoldsDurations;
}

#[cfg(feature = "chrono")]
misfits! {
    chrono::NaiveDateTime, DateTime, HoldsChronoWithoutOffset;
    chrono::NaiveDate, DateTime, HoldsChronoWithoutOffset;
    chrono::NaiveTime, DateTime, HoldsChronoWithoutOffset;
    chrono::TimeDelta, Real, HoldsDurations;
}

#[cfg(feature = "jiff")]
misfits! {
    jiff::civil::DateTime, DateTime, HoldsJiffWithoutOffset;
    jiff::civil::Date, DateTime, HoldsJiffWithoutOffset;
    jiff::civil::Time, DateTime, HoldsJiffWithoutOffset;
    jiff::SignedDuration, Real, HoldsDurations;
    jiff::Span, Real, HoldsDurations;
}
