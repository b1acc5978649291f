//! Integers and floats.

use std::num::NonZero;

use super::natural::natural;
use super::reason::{
    HoldsFractions, HoldsI64, HoldsI64Exactly, HoldsU32, NumberNotBoolean, NumberNotDynamic,
    NumberNotInstant, NumberNotText,
};
use super::value::{ColumnValue, ValueError, ValueWriter, Written};

macro_rules! numbers {
    ($($write:ident $type:ty $(where $($condition:ident),+)?;)*) => {$(
        impl<K> ColumnValue<K> for $type
        where
            K: NumberNotText + NumberNotBoolean + NumberNotInstant + NumberNotDynamic $($(+ $condition)+)?,
        {
            #[inline]
            fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
                Ok(out.$write(*self))
            }
        }
    )*};
}

numbers! {
    integer i8;
    integer i16;
    integer i32;
    integer u8;
    integer u16;
    integer u32 where HoldsU32;
    integer i64 where HoldsI64, HoldsI64Exactly;
    float f32 where HoldsFractions;
    float f64 where HoldsFractions;
}

macro_rules! non_zero {
    ($($type:ty),+) => {$(
        impl<K> ColumnValue<K> for NonZero<$type>
        where
            K: super::ColumnKind,
            $type: ColumnValue<K>,
        {
            #[inline]
            fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
                self.get().write_value(out)
            }
        }
    )+};
}

non_zero!(i8, i16, i32, u8, u16, u32, i64, u64, usize);

natural! {
    Int: i8, i16, i32, u8, u16, NonZero<i8>, NonZero<i16>, NonZero<i32>, NonZero<u8>, NonZero<u16>;
    Long: u32, i64, NonZero<u32>, NonZero<i64>, NonZero<u64>, NonZero<usize>;
    Real: f32, f64;
}
