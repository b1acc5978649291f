//! Option, references and smart pointers: they fit where their content does.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::kind::ColumnKind;
use super::natural::NaturalColumn;
use super::value::{ColumnValue, ValueError, ValueWriter, Written};

impl<K: ColumnKind, T: ColumnValue<K>> ColumnValue<K> for Option<T> {
    #[inline]
    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(ColumnValue::is_absent)
    }

    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        match self {
            Some(value) => value.write_value(out),
            None => Ok(out.null()),
        }
    }
}

impl<T: NaturalColumn> NaturalColumn for Option<T> {
    type Kind = T::Kind;
}

macro_rules! pointers {
    ($($pointer:ty where T: [$($bound:tt)+];)+) => {$(
        impl<K: ColumnKind, T: ColumnValue<K> + $($bound)+> ColumnValue<K> for $pointer {
            #[inline]
            fn is_absent(&self) -> bool {
                (**self).is_absent()
            }

            #[inline]
            fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
                (**self).write_value(out)
            }
        }

        impl<T: NaturalColumn + $($bound)+> NaturalColumn for $pointer {
            type Kind = T::Kind;
        }
    )+};
}

pointers! {
    &T where T: [?Sized];
    &mut T where T: [?Sized];
    Box<T> where T: [?Sized];
    Rc<T> where T: [?Sized];
    Arc<T> where T: [?Sized];
    Cow<'_, T> where T: [ToOwned + ?Sized];
}
