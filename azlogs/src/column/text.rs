//! Text.

use super::natural::natural;
use super::reason::HoldsText;
use super::value::{ColumnValue, ValueError, ValueWriter, Written};

impl<K: HoldsText> ColumnValue<K> for str {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        Ok(out.string(self))
    }
}

impl<K: HoldsText> ColumnValue<K> for String {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        Ok(out.string(self))
    }
}

impl<K: HoldsText> ColumnValue<K> for char {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        Ok(out.string(self.encode_utf8(&mut [0; 4])))
    }
}

natural! {
    String: str, String, char;
}
