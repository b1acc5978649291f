//! Booleans.

use super::natural::natural;
use super::reason::HoldsBooleans;
use super::value::{ColumnValue, ValueError, ValueWriter, Written};

impl<K: HoldsBooleans> ColumnValue<K> for bool {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        Ok(out.json(if *self { "true" } else { "false" }))
    }
}

natural! {
    Boolean: bool;
}
