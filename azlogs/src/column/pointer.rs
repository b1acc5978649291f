//! Option, references and smart pointers: they fit where their content does.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use azlogs_dcr::TableColumnType;

use super::kind::ColumnKind;
use super::natural::NaturalColumn;
use super::value::{ColumnValue, ValueError, ValueWriter, Written};

impl<K: ColumnKind, T: ColumnValue<K>> ColumnValue<K> for Option<T> {
    const TABLE_TYPE: TableColumnType = T::TABLE_TYPE;

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
            const TABLE_TYPE: TableColumnType = T::TABLE_TYPE;

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

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::sync::Arc;

    use crate::column::value::written;
    use crate::column::{ColumnValue, Int, String};

    fn is_absent(value: &impl ColumnValue<Int>) -> bool {
        value.is_absent()
    }

    #[test]
    fn none_is_absent_however_deep_it_lies() {
        assert!(is_absent(&None::<i32>));
        assert!(is_absent(&Some(None::<i32>)));
        assert!(is_absent(&Some(&Box::new(Arc::new(None::<i32>)))));
        assert!(!is_absent(&Some(Some(0))));
    }

    #[test]
    fn none_is_written_as_null() {
        assert_eq!(written::<Int, _>(&Some(None::<i32>)).unwrap().0, "null");
    }

    #[test]
    fn pointers_write_their_content() {
        let text: Cow<'_, str> = Cow::Borrowed("a");
        assert_eq!(
            written::<String, _>(&Some(&Arc::new(Box::new(text))))
                .unwrap()
                .0,
            r#""a""#
        );
    }
}
