//! Why some Rust types don't fit some columns, in words.
//!
//! Both the compiler and the derive say these: here is what they share, a table for macros of theirs.

/// Calls a macro with the table: the conditions that a kind of column has to meet for some Rust type, the kinds that do, and what
/// is said of the others.
#[doc(hidden)]
#[macro_export]
macro_rules! __misfits {
    ($with:ident) => {
        $with! {
            some kinds {
                HoldsText met by String:
                    "text fits a string column only",
                    "parse it for an int, long, real, boolean or datetime column: what the service can't convert it stores as null",
                    "in a dynamic column it has to be asked for: azlogs::Dynamic(text), or #[log_record(dynamic)] on the field";

                HoldsBooleans met by Boolean:
                    "a `bool` fits a boolean column only",
                    "declare the column as boolean, or write the word or number you want in its place",
                    "in a dynamic column it has to be asked for: azlogs::Dynamic(truth), or #[log_record(dynamic)] on the field";

                NumberNotText met by Int, Long, Real, Boolean, DateTime, Dynamic:
                    "a number doesn't go into a string column",
                    "write it as text yourself (`to_string()`), or declare the column as int, long or real";

                NumberNotBoolean met by String, Int, Long, Real, DateTime, Dynamic:
                    "a number doesn't go into a boolean column",
                    "compare it (`number != 0`), or declare the column as int, long or real";

                NumberNotInstant met by String, Int, Long, Real, Boolean, Dynamic:
                    "a number doesn't go into a datetime column: the service documents no count of seconds",
                    "make an instant of it, such as `SystemTime::UNIX_EPOCH + Duration::from_secs(number)`";

                NumberNotDynamic met by String, Int, Long, Real, Boolean, DateTime:
                    "a number in a dynamic column has to be asked for",
                    "write azlogs::Dynamic(number) or #[log_record(dynamic)], or declare the column as int, long or real";

                HoldsU32 met by String, Long, Real, Boolean, DateTime, Dynamic:
                    "a `u32` may not fit a column of type int: the service stores null for what doesn't fit",
                    "use `i32` or `u16`, or declare the column as long";

                HoldsI64 met by String, Long, Real, Boolean, DateTime, Dynamic:
                    "an `i64` may not fit a column of type int: the service stores null for what doesn't fit",
                    "use `i32`, or declare the column as long";

                HoldsI64Exactly met by String, Int, Long, Boolean, DateTime, Dynamic:
                    "an `i64` may lose digits in a column of type real, which is exact up to 2^53 only",
                    "use `i32`, convert it to `f64` yourself, or declare the column as long";

                HoldsFractions met by String, Real, Boolean, DateTime, Dynamic:
                    "a float doesn't fit an int or long column: the service stores null for a fraction",
                    "round it and convert it to an integer, or declare the column as real";

                HoldsInstants met by DateTime:
                    "an instant fits a datetime column only",
                    "declare the column as datetime, or format the instant yourself and write it as text into a string column";

                HoldsStructure met by Dynamic:
                    "nested data fits a dynamic column only",
                    "declare the column as dynamic",
                    "#[log_record(json_string)] on the field writes its JSON text into a string column";
            }

            no kind {
                HoldsU64:
                    "a `u64` fits no column: a long column ends at 2^63 - 1, and the service stores null for what doesn't fit",
                    "use `i64` (`i64::try_from(number)`) or `u32`, or write it as text into a string column";

                HoldsUsize:
                    "a `usize` fits no column: a long column ends at 2^63 - 1, and the service stores null for what doesn't fit",
                    "use `i64` (`i64::try_from(number)`) or `u32`";

                HoldsIsize:
                    "an `isize` fits no column: how many bits it has depends on the machine",
                    "use `i64` in a long column, `i32` in an int column";

                HoldsU128:
                    "a `u128` fits no column: a long column ends at 2^63 - 1, and the service stores null for what doesn't fit",
                    "use `i64` (`i64::try_from(number)`), or write it as text into a string column";

                HoldsI128:
                    "an `i128` fits no column: a long column ends at 2^63 - 1, and the service stores null for what doesn't fit",
                    "use `i64` (`i64::try_from(number)`), or write it as text into a string column";

                HoldsDurations:
                    "a duration fits no column: the service has no type of column for it",
                    "write a number, and the unit into the column's name, such as `DurationMs`: `duration.as_secs_f64() * 1e3` in a real column";

                HoldsPaths:
                    "a path fits no column: it need not be Unicode",
                    "write `path.display().to_string()` into a string column";

                HoldsMonotonicTimes:
                    "a `std::time::Instant` fits no column: it has no date, only a distance to others of the same process",
                    "use `SystemTime`, or leave the field out with #[log_record(skip)]";

                #[cfg(feature = "time")]
                HoldsTimeWithoutOffset:
                    "a date or time without an offset fits no column: it names no instant",
                    "use `time::OffsetDateTime` or `time::UtcDateTime`; `assume_utc()` or `assume_offset(…)` makes one of a `PrimitiveDateTime`";

                #[cfg(feature = "chrono")]
                HoldsChronoWithoutOffset:
                    "a date or time without an offset fits no column: it names no instant",
                    "use `chrono::DateTime`; `and_utc()` or `and_local_timezone(…)` makes one of a `NaiveDateTime`";

                #[cfg(feature = "jiff")]
                HoldsJiffWithoutOffset:
                    "a date or time without an offset fits no column: it names no instant",
                    "use `jiff::Timestamp` or `jiff::Zoned`; `to_zoned(…)` makes one of a `civil::DateTime`";
            }
        }
    };
}
