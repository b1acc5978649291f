//! UUIDs, as text: lower case with hyphens. A stream's columns have no type of their own for them.

use azlogs_dcr::TableColumnType;
use uuid::Uuid;

use super::natural::natural;
use super::reason::HoldsText;
use super::value::{ColumnValue, ValueError, ValueWriter, Written};

impl<K: HoldsText> ColumnValue<K> for Uuid {
    const TABLE_TYPE: TableColumnType = TableColumnType::Guid;

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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::column::String;
    use crate::column::value::written;

    #[test]
    fn a_uuid_is_written_in_lower_case_with_hyphens() {
        let uuid = Uuid::from_u128(0x0123_4567_89AB_CDEF_0123_4567_89AB_CDEF);
        let text = r#""01234567-89ab-cdef-0123-456789abcdef""#;
        assert_eq!(written::<String, _>(&uuid).unwrap().0, text);
    }
}
