//! Whether a struct can name the rule's file, against which the derive then checks it.
//!
//! The derive has no values for what a document leaves open, and reads JSON only. And what it refuses in a struct written by hand may be at work in a rule that was deployed long ago, and the reader
//! warns of it. The struct for such a stream holds its columns' types itself.

use azlogs_dcr::{DataFlow, Document, Stream, check_column_name};

use crate::model::TIME_GENERATED;

/// Whether the derive takes a row of the stream as the document has it.
pub(crate) fn is_linkable(document: &Document, stream: &Stream) -> bool {
    if !document.is_self_contained() {
        return false;
    }
    let declaring = || {
        document
            .rules()
            .iter()
            .filter_map(|rule| Some((rule, rule.stream(&stream.name)?)))
    };
    if declaring().any(|(_, other)| !has_same_columns(stream, other)) {
        return false;
    }
    let flows: Vec<&DataFlow> = declaring()
        .flat_map(|(rule, _)| rule.flows_of(&stream.name))
        .collect();
    if flows.is_empty() || !flows.iter().all(|flow| flow.is_pass_through()) {
        return true;
    }
    let has_names = || {
        stream
            .columns
            .iter()
            .all(|column| check_column_name(&column.name).is_ok())
    };
    stream.column(TIME_GENERATED).is_some()
        && (flows.iter().any(|flow| flow.goes_to_azure_table()) || has_names())
}

fn has_same_columns(one: &Stream, other: &Stream) -> bool {
    let columns = |stream: &Stream| {
        let columns = stream.columns.iter();
        let mut columns: Vec<_> = columns
            .map(|column| (column.name.clone(), column.column_type))
            .collect();
        columns.sort();
        columns
    };
    columns(one) == columns(other)
}

#[cfg(test)]
mod tests {
    use azlogs_dcr::Document;

    use super::is_linkable;

    fn is_linkable_with(columns: &str, transform: &str, table: &str) -> bool {
        let text = format!(
            r#"{{"properties": {{
                "streamDeclarations": {{ "Custom-A": {{ "columns": [{columns}] }} }},
                "dataFlows": [{{ "streams": ["Custom-A"], "destinations": ["w"], "transformKql": "{transform}", "outputStream": "{table}" }}]
            }}}}"#
        );
        let document = Document::parse("dcr.json", text.as_bytes());
        let (_, stream) = document.stream("Custom-A").unwrap();
        is_linkable(&document, stream)
    }

    const TIME: &str = r#"{ "name": "TimeGenerated", "type": "datetime" }"#;
    const ID: &str = r#"{ "name": "id", "type": "string" }"#;

    #[test]
    fn a_row_that_goes_to_its_table_as_it_is_has_to_fit_the_table() {
        let both = format!("{TIME}, {ID}");
        assert!(is_linkable_with(TIME, "source", "Custom-A_CL"));
        assert!(!is_linkable_with(ID, "source", "Custom-A_CL"));
        assert!(!is_linkable_with(&both, "source", "Custom-A_CL"));
        assert!(is_linkable_with(&both, "source", "Microsoft-Syslog"));
        assert!(is_linkable_with(
            ID,
            "source | extend TimeGenerated = now()",
            "Custom-A_CL"
        ));
    }

    #[test]
    fn two_rules_have_to_declare_a_stream_alike() {
        let rule = |columns: &str| {
            format!(
                r#"{{ "properties": {{ "streamDeclarations": {{ "Custom-A": {{ "columns": [{columns}] }} }} }} }}"#
            )
        };
        for (first, second, expected) in [(TIME, TIME, true), (TIME, ID, false)] {
            let text = format!("[{}, {}]", rule(first), rule(second));
            let document = Document::parse("dcr.json", text.as_bytes());
            let (_, stream) = document.stream("Custom-A").unwrap();
            assert_eq!(is_linkable(&document, stream), expected);
        }
    }
}
