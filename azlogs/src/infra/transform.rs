//! The transform between a stream and its table.

use crate::ColumnSchema;

/// The column that every table has.
pub(super) const TIME_GENERATED: &str = "TimeGenerated";

/// What the table needs made of the stream's rows; `None` where they go to it as they are.
pub(super) fn transform(columns: &[ColumnSchema]) -> Option<String> {
    let mut made: Vec<String> = columns
        .iter()
        .filter_map(|column| {
            let cast = column.table_type.cast_from(column.column_type)?;
            let name = identifier(column.name);
            Some(format!("{name} = {cast}({name})"))
        })
        .collect();
    if columns.iter().all(|column| column.name != TIME_GENERATED) {
        made.push(format!("{TIME_GENERATED} = now()"));
    }
    (!made.is_empty()).then(|| format!("source | extend {}", made.join(", ")))
}

/// The name as Kusto's language has it. Its words are lower case, and so is `source`, so that names of lower case are quoted.
fn identifier(name: &str) -> String {
    if name.starts_with(|first: char| first.is_ascii_uppercase()) {
        name.to_owned()
    } else {
        format!("['{name}']")
    }
}

#[cfg(test)]
mod tests {
    use super::transform;
    use crate::{ColumnSchema, ColumnType, TableColumnType};

    const TIME: ColumnSchema = ColumnSchema::new("TimeGenerated", ColumnType::DateTime);
    const ID: ColumnSchema =
        ColumnSchema::new("Id", ColumnType::String).table_type(TableColumnType::Guid);
    const SOURCE: ColumnSchema =
        ColumnSchema::new("source", ColumnType::String).table_type(TableColumnType::Guid);

    #[test]
    fn rows_that_are_as_the_table_is_go_to_it_as_they_are() {
        assert_eq!(transform(&[TIME]), None);
    }

    #[test]
    fn what_differs_is_cast_and_what_is_missing_made() {
        assert_eq!(
            transform(&[ID]).as_deref(),
            Some("source | extend Id = toguid(Id), TimeGenerated = now()")
        );
    }

    #[test]
    fn a_name_that_may_be_a_word_of_the_language_is_quoted() {
        assert_eq!(
            transform(&[TIME, SOURCE]).as_deref(),
            Some("source | extend ['source'] = toguid(['source'])")
        );
    }
}
