//! UUIDs, as text: lower case with hyphens. A stream's columns have no type of their own for them.

use uuid::Uuid;

use super::natural::natural;
use super::reason::HoldsText;
use super::value::{ColumnValue, ValueError, ValueWriter, Written};

impl<K: HoldsText> ColumnValue<K> for Uuid {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        let mut buffer = Uuid::encode_buffer();
        let text = self.as_hyphenated().encode_lower(&mut buffer);
        Ok(out.plain(|out| out.extend_from_slice(text.as_bytes())))
    }
}

natural! {
    String: Uuid;
}
