//! Nothing panics, and nothing that is shown can do harm, whatever the bytes.

use azlogs_dcr::{Code, Diagnostic, Document, Place};
use proptest::prelude::*;

/// Real rules to start from.
const SEEDS: [&[u8]; 8] = [
    include_bytes!("../fixtures/expressions.json"),
    include_bytes!("../fixtures/template.json"),
    include_bytes!("../fixtures/masking.json"),
    include_bytes!("../fixtures/resources.json"),
    include_bytes!("../fixtures/resource.json"),
    include_bytes!("../fixtures/rule-file.json"),
    include_bytes!("../documents/activity-log.json"),
    include_bytes!("../documents/template-loops-in-loops.json"),
];

/// Pieces that bring a mutated rule to where the reader has to decide something.
const PIECES: [&str; 30] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "null",
    "\"type\"",
    "\"name\"",
    "\"columns\": 5,",
    "\"columns\": [],",
    "\"streamDeclarations\"",
    "\"Custom-X\": {}",
    "\"[parameters('x')]\"",
    "\"{{x}}\"",
    "\\u001b[31m",
    "\\n",
    "ä😀\u{202e}",
    "\"resources\": {",
    "\"properties\":",
    "// x\n",
    "\"[variables('suffix')]\"",
    "\"[parameters('tables')]\"",
    "\"copy\": [ { \"name\": \"columns\", \"count\": 2, \"input\":",
    "\"copy\": { \"name\": \"x\", \"count\": 3 },",
    "[copyIndex()]",
    "[[concat('a')]",
    "'a'",
    "concat(",
];

/// What has to hold for every document.
pub(crate) fn check(document: &Document) {
    for rule in document.rules() {
        let streams = rule.streams.iter().map(|stream| &stream.place);
        let columns = rule.streams.iter().flat_map(|stream| &stream.columns);
        let flows = rule.data_flows.iter().map(|flow| &flow.place);
        let places = streams
            .chain(flows)
            .chain(columns.flat_map(|column| [&column.place, &column.type_place]))
            .chain([&rule.place]);
        places.for_each(|place| check_place(document, place));
    }
    let starts = document
        .diagnostics()
        .iter()
        .map(|finding| &finding.place.as_ref().unwrap().span.start);
    assert!(starts.is_sorted());
    assert!(
        !document.rules().is_empty() || document.has_errors(),
        "nothing is read, and nothing is said"
    );
    for finding in &document.check() {
        check_finding(document, finding);
    }
}

fn check_place(document: &Document, place: &Place) {
    let before = &document.text()[..place.span.start];
    assert!(document.text().get(place.span.clone()).is_some());
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    assert_eq!((place.line as usize, place.column as usize), (line, column));
    assert!(place.path.starts_with('$'));
}

fn check_finding(document: &Document, finding: &Diagnostic) {
    check_place(document, finding.place.as_ref().unwrap());
    if let Some(related) = &finding.related {
        check_place(document, &related.place);
    }
    let plain = finding.to_plain();
    assert!(
        !plain.contains(|c: char| c != '\n' && c.is_control()),
        "{plain:?}"
    );
    let further = [
        finding.help.is_some(),
        finding.related.is_some(),
        finding.code.azure_code().is_some(),
    ];
    let lines = 2 + further.into_iter().filter(|is_there| *is_there).count();
    assert_eq!(plain.lines().count(), lines, "{plain:?}");
    for line in finding.to_cargo_errors() {
        assert!(
            line.starts_with("cargo::error=") || line.starts_with("cargo::warning="),
            "{line:?}"
        );
    }
    let json: serde_json::Value = serde_json::from_str(&finding.to_json()).unwrap();
    assert_eq!(json["message"], finding.message);
    assert!(!finding.to_github().contains('\n'));
    assert!(
        !finding.message.ends_with('.') && !finding.message.starts_with(char::is_uppercase),
        "{plain}"
    );
    #[cfg(feature = "terminal")]
    {
        let shown = azlogs_dcr::render_terminal(document, std::slice::from_ref(finding), false);
        assert!(
            !shown.contains(|c: char| c != '\n' && c.is_control()),
            "{shown:?}"
        );
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&Document::parse("dcr.json", &bytes));
    }

    #[test]
    fn any_mixture_of_json_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60)) {
        check(&Document::parse("dcr.json", pieces.concat().as_bytes()));
    }

    #[test]
    fn any_names_and_types_are_read(stream in ".{0,60}", name in ".{0,60}", column_type in ".{0,60}", kql in ".{0,60}") {
        let text = serde_json::json!({
            "streamDeclarations": { stream.clone(): { "columns": [ { "name": name, "type": column_type }, { "name": name, "type": "int" } ] } },
            "dataFlows": [ { "streams": [ stream ], "transformKql": kql, "outputStream": column_type } ],
            "immutableId": name, "endpoints": { "logsIngestion": kql },
        });
        check(&Document::parse("dcr.json", text.to_string().as_bytes()));
    }

    #[test]
    fn any_mutation_of_a_real_rule_is_read(
        seed in prop::sample::select(SEEDS.to_vec()),
        edits in prop::collection::vec(
            (any::<prop::sample::Index>(), 0_usize..40, prop::option::of(prop::sample::select(PIECES.to_vec())), any::<bool>()),
            1..6,
        ),
    ) {
        let mut bytes = seed.to_vec();
        for (at, length, piece, repeat) in edits {
            let begin = at.index(bytes.len() + 1);
            let end = (begin + length).min(bytes.len());
            let mut new = piece.unwrap_or_default().as_bytes().to_vec();
            if repeat {
                new.extend_from_slice(&bytes[begin..end]);
                new.extend_from_slice(&bytes[begin..end]);
            }
            bytes.splice(begin..end, new);
        }
        check(&Document::parse("dcr.json", &bytes));
    }
}

#[test]
fn deep_nesting_is_a_finding() {
    let deep = 100_000;
    for text in [
        "[".repeat(deep),
        "{\"resources\":[".repeat(deep),
        "{\"properties\":{\"template\":".repeat(deep),
        format!("{}{}", "[".repeat(deep), "]".repeat(deep)),
        format!("{{\"x\":{}1{}}}", "{\"a\":".repeat(deep), "}".repeat(deep)),
    ] {
        let document = Document::parse("dcr.json", text.as_bytes());
        let [finding] = document.diagnostics() else {
            panic!("one finding: {:?}", document.diagnostics());
        };
        assert_eq!(finding.code, Code::NotJson);
        assert_eq!(finding.message, "not JSON: it is nested too deeply");
    }
}

#[test]
fn nested_deployments_are_followed_as_deep_as_json_is_read() {
    let wrap =
        |inner: String| format!(r#"{{"resources":[{{"properties":{{"template":{inner}}}}}]}}"#);
    let rule = r#"{"streamDeclarations":{"Custom-A":{"columns":[{"name":"Xx","type":"int"}]}}}"#
        .to_owned();
    let text = (0..60).fold(rule, |inner, _| wrap(inner));
    let document = Document::parse("dcr.json", text.as_bytes());
    assert_eq!(document.diagnostics(), []);
    assert!(document.stream("Custom-A").is_some());
}

/// A rule in a text that is JSON, in a text that is JSON …, each nested in arrays.
#[test]
fn texts_in_texts_are_looked_into_without_an_end_of_the_stack() {
    let rule = r#"{"dataFlows":[],"streamDeclarations":{"Custom-A":{"columns":[{"name":"Xx","type":"int"}]}}}"#;
    let texts = |count: usize, arrays: usize| {
        (0..count).fold(rule.to_owned(), |inner, _| {
            let text = serde_json::to_string(&inner).unwrap();
            format!("{}{text}{}", "[".repeat(arrays), "]".repeat(arrays))
        })
    };
    for (count, arrays) in [(1, 1), (3, 1), (3, 500)] {
        let document = Document::parse("dcr.json", texts(count, arrays).as_bytes());
        check(&document);
        assert!(document.stream("Custom-A").is_some(), "{count} {arrays}");
    }
    let document = Document::parse("dcr.json", texts(12, 500).as_bytes());
    assert_eq!(document.diagnostics()[0].code, Code::NoRule);
}

#[test]
fn a_long_name_costs_its_length_and_not_its_length_for_each_column() {
    let columns: Vec<_> = (0..5000)
        .map(|n| format!(r#"{{"name":"C{n}","type":"x"}}"#))
        .collect();
    let text = format!(
        r#"{{"Custom-{}":{{"columns":[{}]}}}}"#,
        "x".repeat(1_000_000),
        columns.join(",")
    );
    let document = Document::parse("dcr.json", text.as_bytes());
    assert_eq!(document.diagnostics().len(), 5000);
    let bytes: usize = document
        .diagnostics()
        .iter()
        .map(|finding| finding.to_plain().len())
        .sum();
    assert!(bytes < 5_000_000, "{bytes}");
}
