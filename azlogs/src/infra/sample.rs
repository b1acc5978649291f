//! A sample of a stream's rows, for the portal.

use azlogs_dcr::{ColumnType, TableColumnType};

use crate::json::write_string;
use crate::{ColumnSchema, StreamSchema};

/// A JSON array of one row that has every column, from which the portal's wizard for new custom tables tells the columns'
/// names and types.
///
/// Source: "Add or delete tables and columns in Azure Monitor Logs", "Create a custom table".
///
/// ```
/// # #[cfg(feature = "derive")] {
/// use azlogs::LogRecord;
///
/// #[derive(LogRecord)]
/// #[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
/// struct Order {
///     customer: String,
///     amount: f64,
/// }
///
/// assert_eq!(azlogs::infra::sample(&Order::SCHEMA), r#"[
///   {
///     "Customer": "text",
///     "Amount": 0.5
///   }
/// ]
/// "#);
/// # }
/// ```
pub fn sample(schema: &StreamSchema) -> String {
    let mut out = b"[\n  {".to_vec();
    for (index, column) in schema.columns().enumerate() {
        let separator: &[u8] = if index == 0 { b"\n    " } else { b",\n    " };
        out.extend_from_slice(separator);
        write_string(&mut out, column.name);
        out.extend_from_slice(b": ");
        out.extend_from_slice(value(column).as_bytes());
    }
    out.extend_from_slice(b"\n  }\n]\n");
    String::from_utf8_lossy(&out).into_owned()
}

/// A value of which one can tell the type: a fraction, a number too large for 32 bits, and so on.
const fn value(column: &ColumnSchema) -> &'static str {
    if matches!(column.table_type, TableColumnType::Guid) {
        return r#""00000000-0000-0000-0000-000000000000""#;
    }
    match column.column_type {
        ColumnType::Int => "1",
        ColumnType::Long => "4294967296",
        ColumnType::Real => "0.5",
        ColumnType::Boolean => "true",
        ColumnType::DateTime => r#""2025-01-31T23:59:59.0000000Z""#,
        ColumnType::Dynamic => r#"{"key": "value"}"#,
        // A type that is new to azlogs-dcr is text until it is known here.
        _ => r#""text""#,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::sample;
    use crate::{ColumnSchema, ColumnType, SchemaEntry, StreamSchema, TableColumnType};

    const GUID: ColumnSchema =
        ColumnSchema::new("a \"guid\"", ColumnType::String).table_type(TableColumnType::Guid);

    #[test]
    fn each_value_shows_its_type() {
        let columns = ColumnType::ALL.map(|it| ColumnSchema::new(it.as_str(), it));
        let entries = columns.into_iter().chain([GUID]).map(SchemaEntry::Column);
        let schema = StreamSchema::new("Custom-A", entries.collect::<Vec<_>>().leak());
        let sample: Value = serde_json::from_str(&sample(&schema)).unwrap();
        let row = &sample[0];
        assert!(row["string"].is_string() && row["boolean"].is_boolean());
        assert!(
            row["int"]
                .as_i64()
                .is_some_and(|int| i32::try_from(int).is_ok())
        );
        assert!(
            row["long"]
                .as_i64()
                .is_some_and(|long| i32::try_from(long).is_err())
        );
        assert!(row["real"].is_f64() && row["dynamic"].is_object());
        assert!(
            row["datetime"]
                .as_str()
                .is_some_and(|time| time.ends_with('Z'))
        );
        assert!(
            row["a \"guid\""]
                .as_str()
                .is_some_and(|guid| guid.len() == 36)
        );
        assert_eq!(row.as_object().unwrap().len(), 8);
    }
}
