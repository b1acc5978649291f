//! Integers and floats.

use std::num::NonZero;

use super::kind::ColumnKind;
use super::natural::{NaturalColumn, natural};
use super::reason::{
    HoldsFractions, HoldsI64, HoldsI64Exactly, HoldsU32, NumberNotBoolean, NumberNotDynamic,
    NumberNotInstant, NumberNotText,
};
use super::value::{ColumnValue, ValueError, ValueWriter, Written};

// One line a type, because the compiler shows that line where it says why a type doesn't fit.

macro_rules! number {
    ($type:ty, $write:ident $(, $condition:ident)*) => {
        impl<K> ColumnValue<K> for $type
        where
            K: NumberNotText + NumberNotBoolean + NumberNotInstant + NumberNotDynamic $(+ $condition)*,
        {
            #[inline]
            fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
                Ok(out.$write(*self))
            }
        }
    };
}

number!(i8, integer);
number!(i16, integer);
number!(i32, integer);
number!(u8, integer);
number!(u16, integer);
number!(u32, integer, HoldsU32);
number!(i64, integer, HoldsI64, HoldsI64Exactly);
number!(f32, float, HoldsFractions);
number!(f64, float, HoldsFractions);

macro_rules! non_zero {
    ($type:ty) => {
        impl<K> ColumnValue<K> for NonZero<$type>
        where
            K: ColumnKind,
            $type: ColumnValue<K>,
        {
            #[inline]
            fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
                self.get().write_value(out)
            }
        }

        impl NaturalColumn for NonZero<$type> {
            type Kind = <$type as NaturalColumn>::Kind;
        }
    };
}

non_zero!(i8);
non_zero!(i16);
non_zero!(i32);
non_zero!(u8);
non_zero!(u16);
non_zero!(u32);
non_zero!(i64);
non_zero!(u64);
non_zero!(usize);

natural! {
    Int: i8, i16, i32, u8, u16;
    Long: u32, i64;
    Real: f32, f64;
}
