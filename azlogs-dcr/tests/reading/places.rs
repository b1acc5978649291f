//! Lines, columns, spans and paths.

use azlogs_dcr::{Document, Place};

use crate::document;

/// The line and column, the text meant, and the path.
fn shown<'a>(document: &'a Document, place: &'a Place) -> (u32, u32, &'a str, &'a str) {
    (
        place.line,
        place.column,
        &document.text()[place.span.clone()],
        &place.path,
    )
}

const TEXT: &str = "{\n  // ünïcode 😀\n  \"properties\": { \"streamDeclarations\": {\n    \"Custom-Größe\": { \"columns\": [\n\
    \x20     { \"name\": \"Straße😀\", \"type\": \"long\" }, { \"name\": \"b\", \"type\": \"int\" }\n    ] } },\n\
    \x20 \"dataFlows\": [ { \"streams\": [\"Custom-Größe\"], \"transformKql\": \"source | extend TimeGenerated = now()\" } ],\n\
    \x20 \"immutableId\": \"dcr-0123456789abcdef0123456789abcdef\" } }\n";

fn check(text: &str) {
    let document = document(text);
    assert_eq!(document.diagnostics(), []);
    let rule = &document.rules()[0];
    assert_eq!(
        (rule.place.line, rule.place.column, rule.place.path.as_str()),
        (1, 1, "$")
    );
    let stream = &rule.streams[0];
    let streams = "$.properties.streamDeclarations['Custom-Größe']";
    assert_eq!(
        shown(&document, &stream.place),
        (4, 5, "\"Custom-Größe\"", streams)
    );
    let [first, second] = stream.columns.as_slice() else {
        panic!("two columns: {stream:?}");
    };
    let column = |index: u32, key: &str| format!("{streams}.columns[{index}].{key}");
    assert_eq!(
        shown(&document, &first.place),
        (5, 17, "\"Straße😀\"", column(0, "name").as_str())
    );
    assert_eq!(
        shown(&document, &first.type_place),
        (5, 36, "\"long\"", column(0, "type").as_str())
    );
    assert_eq!(
        shown(&document, &second.place),
        (5, 56, "\"b\"", column(1, "name").as_str())
    );
    let flow = &rule.data_flows[0];
    let path = "$.properties.dataFlows[0].streams[0]";
    assert_eq!(
        shown(&document, &flow.streams[0].place),
        (7, 32, "\"Custom-Größe\"", path)
    );
    assert_eq!((flow.place.line, flow.place.column), (7, 18));
    let id = rule.immutable_id.as_ref().unwrap();
    assert_eq!(
        (id.place.line, id.place.column, id.place.path.as_str()),
        (8, 18, "$.properties.immutableId")
    );
}

#[test]
fn columns_count_characters() {
    check(TEXT);
}

#[test]
fn carriage_returns_move_nothing() {
    check(&TEXT.replace('\n', "\r\n"));
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    check(&format!("\u{feff}{TEXT}"));
}

#[test]
fn keys_that_are_no_names_are_quoted_in_paths() {
    let document = document(
        r#"{ "resources": { "it's \\ \n": { "type": "Microsoft.Insights/dataCollectionRules", "properties": {} } } }"#,
    );
    assert_eq!(
        document.rules()[0].place.path,
        r"$.resources['it\'s \\ \u000a']"
    );
}

#[test]
fn a_long_key_is_cut_in_paths() {
    let name = format!("Custom-{}", "x".repeat(10_000));
    let document = document(&format!(
        r#"{{ "{name}": {{ "columns": [ {{ "name": "Xx", "type": "int" }} ] }} }}"#
    ));
    let stream = &document.rules()[0].streams[0];
    assert_eq!(stream.name, name);
    assert_eq!(stream.place.path, format!("$['{}…']", &name[..100]));
}

#[test]
fn a_syntax_error_is_placed() {
    for (text, line, column) in [
        ("{\n  \"ä\": 1,\n  \"é\" 2\n}", 3, 7),
        ("{\r\n  \"ä\": tru\r\n}", 2, 8),
        ("", 1, 1),
        ("{} {}", 1, 4),
        ("[1, 2", 1, 1),
    ] {
        let document = document(text);
        let place = document.diagnostics()[0].place.clone().unwrap();
        assert_eq!((place.line, place.column), (line, column), "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_are_placed_and_the_rest_is_read() {
    let text = b"{\n \"Custom-A\": { \"columns\": [ { \"name\": \"Xx\", \"type\": \"int\", \"description\": \"\xc3\xa4\xff\" } ] } }";
    let document = Document::parse("dcr.json", text);
    let [finding] = document.diagnostics() else {
        panic!("one finding: {:?}", document.diagnostics());
    };
    assert_eq!(finding.code.as_str(), "AZL0002");
    let place = finding.place.as_ref().unwrap();
    assert_eq!((place.line, place.column), (2, 77));
    assert_eq!(document.rules()[0].streams[0].columns.len(), 1);
}
