//! Types that fit no column, implemented on conditions that no kind of column meets, so that the compiler says why.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::value::{ColumnValue, ValueError, ValueWriter, Written};
use super::{NaturalColumn, kind, reason};

// The kind is the one for which the refusal is told where no rule names one. One line a type, because the compiler shows
// that line.
macro_rules! misfit {
    ($type:ty, $kind:ident, $condition:ident) => {
        impl<K: reason::$condition> ColumnValue<K> for $type {
            fn write_value(&self, _: ValueWriter<'_, K>) -> Result<Written, ValueError> {
                K::never()
            }
        }

        impl NaturalColumn for $type {
            type Kind = kind::$kind;
        }
    };
}

misfit!(u64, Long, HoldsU64);
misfit!(usize, Long, HoldsUsize);
misfit!(isize, Long, HoldsIsize);
misfit!(u128, Long, HoldsU128);
misfit!(i128, Long, HoldsI128);
misfit!(Duration, Real, HoldsDurations);
misfit!(Instant, DateTime, HoldsMonotonicTimes);
misfit!(Path, String, HoldsPaths);
misfit!(PathBuf, String, HoldsPaths);

#[cfg(feature = "time")]
mod time {
    use super::{ColumnValue, NaturalColumn, ValueError, ValueWriter, Written, kind, reason};

    misfit!(::time::PrimitiveDateTime, DateTime, HoldsTimeWithoutOffset);
    misfit!(::time::Date, DateTime, HoldsTimeWithoutOffset);
    misfit!(::time::Time, DateTime, HoldsTimeWithoutOffset);
    misfit!(::time::Duration, Real, HoldsDurations);
}

#[cfg(feature = "chrono")]
mod chrono {
    use super::{ColumnValue, NaturalColumn, ValueError, ValueWriter, Written, kind, reason};

    misfit!(::chrono::NaiveDateTime, DateTime, HoldsChronoWithoutOffset);
    misfit!(::chrono::NaiveDate, DateTime, HoldsChronoWithoutOffset);
    misfit!(::chrono::NaiveTime, DateTime, HoldsChronoWithoutOffset);
    misfit!(::chrono::TimeDelta, Real, HoldsDurations);
}

#[cfg(feature = "jiff")]
mod jiff {
    use super::{ColumnValue, NaturalColumn, ValueError, ValueWriter, Written, kind, reason};

    misfit!(::jiff::civil::DateTime, DateTime, HoldsJiffWithoutOffset);
    misfit!(::jiff::civil::Date, DateTime, HoldsJiffWithoutOffset);
    misfit!(::jiff::civil::Time, DateTime, HoldsJiffWithoutOffset);
    misfit!(::jiff::SignedDuration, Real, HoldsDurations);
    misfit!(::jiff::Span, Real, HoldsDurations);
}
