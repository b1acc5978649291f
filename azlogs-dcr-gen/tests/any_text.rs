//! Whatever a rule or an option says, what is generated is Rust, and holds what it has to hold and nothing else.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::collections::{BTreeMap, HashSet};

use azlogs_dcr_gen::{Config, Document};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;
use syn::{Attribute, Expr, ImplItem, Item, ItemImpl, ItemStruct, Lit, LitStr, Meta};

/// What might end a literal or a comment, or begin something in Markdown or a shell.
const HOSTILE: [&str; 48] = [
    "\"",
    "'",
    "\\",
    "*/",
    "/*",
    "//",
    "///",
    "//!",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "r#\"",
    "\"#",
    "#[doc]",
    "#![x]",
    "{",
    "}",
    "{}",
    "[x]",
    "](y)",
    "<b>",
    "`",
    "```",
    "~~~",
    "# ",
    "- ",
    "1. ",
    "|",
    "&amp;",
    "https://example.com",
    "fn main() {}",
    "pub struct Escaped;",
    "macro_rules! x { () => {} }",
    "self",
    "Self",
    "crate",
    "type",
    "_",
    "日志",
    "é",
];

const TYPES: [&str; 7] = [
    "string", "int", "long", "real", "boolean", "datetime", "dynamic",
];

fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        select(&HOSTILE[..]).prop_map(str::to_owned),
        "[A-Za-z0-9_.]{1,8}",
        any::<char>().prop_map(String::from),
        Just(" ".to_owned()),
    ];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

/// A name that a stream can have where the code stands without the rule.
fn stream_name() -> impl Strategy<Value = String> {
    text().prop_filter_map("resolved", |text| {
        let kept = |c: &char| !c.is_whitespace() && !c.is_control() && !"/\\?#%".contains(*c);
        let name = format!("Custom-{}x", text.chars().filter(kept).collect::<String>());
        (!azlogs_dcr::is_unresolved(&name)).then_some(name)
    })
}

fn column_name() -> impl Strategy<Value = String> {
    let odd = text().prop_filter("resolved", |name| {
        !name.is_empty() && !azlogs_dcr::is_unresolved(name)
    });
    prop_oneof![odd, Just("TimeGenerated".to_owned())]
}

#[derive(Debug, Clone)]
struct Stream {
    name: String,
    columns: Vec<(String, &'static str, Option<String>)>,
    transform: Option<String>,
    table: String,
}

fn stream() -> impl Strategy<Value = Stream> {
    let column = (column_name(), select(&TYPES[..]), prop::option::of(text()));
    let columns = prop::collection::vec(column, 0..6);
    (
        stream_name(),
        columns,
        prop::option::of(transform()),
        text(),
    )
        .prop_map(|(name, mut columns, transform, table)| {
            let mut seen = HashSet::new();
            columns.retain(|(name, ..)| seen.insert(name.clone()));
            Stream {
                name,
                columns,
                transform,
                table,
            }
        })
}

/// A transform that Azure takes, with any text in it: in a comment, and as a value.
fn transform() -> impl Strategy<Value = String> {
    (text(), text()).prop_map(|(comment, value)| {
        let comment = comment.replace(['\n', '\r', '\u{2028}'], " ");
        let value = value.replace('\\', "\\\\").replace('\'', "\\'");
        let value = value.replace('\n', "\\n").replace('\r', "\\r");
        format!("source // {comment}\n| extend TimeGenerated = now(), Note = '{value}'")
    })
}

fn document(rule: &str, kind: &str, streams: &[Stream]) -> Document {
    let declarations = streams.iter().map(|stream| {
        let columns: Vec<_> = stream
            .columns
            .iter()
            .map(|(name, column_type, description)| json!({"name": name, "type": column_type, "description": description}))
            .collect();
        (stream.name.clone(), json!({"columns": columns}))
    });
    let declarations: serde_json::Map<_, _> = declarations.collect();
    let flows: Vec<_> = streams
        .iter()
        .map(|stream| {
            let output = format!("Custom-{}_CL", stream.table);
            json!({"streams": [stream.name], "destinations": ["w"], "transformKql": stream.transform, "outputStream": output})
        })
        .collect();
    let document = json!({
        "type": "Microsoft.Insights/dataCollectionRules",
        "name": rule,
        "kind": kind,
        "properties": {
            "immutableId": "dcr-0123456789abcdef0123456789abcdef",
            "streamDeclarations": declarations,
            "dataFlows": flows,
        },
    });
    Document::parse("infra/dcr.json", document.to_string().as_bytes())
}

/// The string that stands after the key in a `log_record` attribute.
fn said(attributes: &[Attribute], key: &str) -> Option<String> {
    let mut found = None;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("log_record"))
    {
        attribute
            .parse_nested_meta(|meta| {
                let value: LitStr = meta.value()?.parse()?;
                if meta.path.is_ident(key) {
                    found = Some(value.value());
                }
                Ok(())
            })
            .unwrap();
    }
    found
}

fn has_only_expected_attributes(attributes: &[Attribute]) -> bool {
    attributes.iter().all(|attribute| match &attribute.meta {
        Meta::NameValue(doc) => {
            doc.path.is_ident("doc")
                && matches!(&doc.value, Expr::Lit(lit) if matches!(lit.lit, Lit::Str(_)))
        }
        Meta::List(list) => ["derive", "log_record", "allow"]
            .iter()
            .any(|name| list.path.is_ident(name)),
        Meta::Path(path) => path.is_ident("must_use"),
    })
}

fn is_expected_impl(item: &ItemImpl) -> bool {
    let expected = if item.trait_.is_some() {
        "default"
    } else {
        "new"
    };
    matches!(item.items.as_slice(), [ImplItem::Fn(function)] if function.sig.ident == expected && has_only_expected_attributes(&function.attrs))
}

/// The structs of the code, having looked that there is nothing else but constants and constructors.
fn structs(code: &str) -> Vec<ItemStruct> {
    let file = syn::parse_file(code).unwrap();
    let mut structs = Vec::new();
    for item in file.items {
        match item {
            Item::Struct(item) => {
                assert!(has_only_expected_attributes(&item.attrs), "{code}");
                structs.push(item);
            }
            Item::Impl(item) => assert!(is_expected_impl(&item), "{code}"),
            Item::Const(item) => assert!(
                item.ident == "IMMUTABLE_ID" && has_only_expected_attributes(&item.attrs),
                "{code}"
            ),
            _ => panic!("something escaped: {code}"),
        }
    }
    structs
}

/// Cases that failed become tests of their own, not files.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn nothing_escapes_from_a_rule(
        rule in text(),
        kind in text(),
        streams in prop::collection::vec(stream(), 1..4),
        standalone: bool,
    ) {
        // By name, in which order the JSON writer puts them.
        let streams: BTreeMap<String, Stream> = streams.into_iter().map(|stream| (stream.name.clone(), stream)).collect();
        let streams: Vec<Stream> = streams.into_values().collect();
        let mut config = Config::new();
        let code = config.document(document(&rule, &kind, &streams)).standalone(standalone).generate();
        let code = code.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        let raw = ['\r', '\0', '\u{1b}', '\u{202e}', '\u{2066}'];
        prop_assert!(!code.contains(raw));

        let structs = structs(&code);
        prop_assert_eq!(structs.len(), streams.len());
        let names: HashSet<String> = structs.iter().map(|item| item.ident.to_string()).collect();
        prop_assert_eq!(names.len(), streams.len(), "{}", code);
        for (item, stream) in structs.iter().zip(&streams) {
            prop_assert_eq!(said(&item.attrs, "stream"), Some(stream.name.clone()));
            let columns: Vec<String> = item.fields.iter().map(|field| said(&field.attrs, "column").unwrap()).collect();
            let expected: Vec<String> = stream.columns.iter().map(|(name, ..)| name.clone()).collect();
            prop_assert_eq!(columns, expected);
            prop_assert!(item.fields.iter().all(|field| has_only_expected_attributes(&field.attrs)));
            let names: HashSet<String> = item.fields.iter().map(|field| field.ident.as_ref().unwrap().to_string()).collect();
            prop_assert_eq!(names.len(), stream.columns.len(), "{}", code);
        }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn any_transform_is_refused_at_its_place_or_stays_in_its_comment(mut stream in stream(), kql in text()) {
        stream.transform = Some(kql);
        let document = document("r", "Direct", &[stream]);
        let text = document.text().to_owned();
        match Config::new().document(document).standalone(true).generate() {
            Ok(code) => prop_assert_eq!(structs(&code).len(), 1),
            Err(error) => for finding in error.diagnostics().iter().filter(|finding| finding.severity == azlogs_dcr_gen::Severity::Error) {
                prop_assert!(finding.code.azure_code().is_some(), "{finding:?}");
                let place = finding.place.as_ref().unwrap();
                prop_assert!(text.get(place.span.clone()).is_some());
                prop_assert!(!finding.message.contains(['\n', '\r', '\0', '\u{1b}', '\u{202e}']), "{finding:?}");
            }
        }
    }
}

/// Pieces of Rust, so that some of what they make is Rust.
const RUST: [&str; 63] = [
    "a",
    "Vec",
    "u8",
    "str",
    "String",
    "crate",
    "self",
    "Self",
    "super",
    "dyn",
    "impl",
    "for",
    "fn",
    "unsafe",
    "extern",
    "\"C\"",
    "const",
    "mut",
    "where",
    "match",
    "if",
    "else",
    "move",
    "async",
    "static",
    "type",
    "'a",
    "'static",
    "_",
    "::",
    "<",
    ">",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    "=",
    "->",
    "=>",
    "&",
    "*",
    "+",
    "-",
    "!",
    "?",
    "|",
    "..",
    "..=",
    "@",
    "~",
    "$",
    "1",
    "1.0",
    "'c'",
    "b\"x\"",
    "r#\"a\nb\"#",
    "serde",
    "doc",
];

fn rust() -> impl Strategy<Value = String> {
    let tokens = prop::collection::vec(select(&RUST[..]), 0..8);
    let soup = tokens.prop_map(|tokens| tokens.join(" "));
    prop_oneof![
        soup.clone(),
        soup.clone().prop_map(|soup| format!("#[{soup}]")),
        soup.clone().prop_map(|soup| format!("#[doc = {soup}]")),
        soup.clone().prop_map(|soup| format!("#[x({soup})]")),
        soup.clone().prop_map(|soup| format!("Vec<{soup}>")),
        soup.clone().prop_map(|soup| format!("[u8; {soup}]")),
        soup.prop_map(|soup| format!("fn({soup}) -> u8")),
        text(),
    ]
}

proptest! {
    #![proptest_config(cases(500))]

    /// An option is the user's own, so it may say anything in Rust; what isn't Rust is an error, and nothing panics.
    #[test]
    fn an_option_is_rust_or_refused(option in 0..7_usize, given in rust()) {
        let mut config = Config::new();
        let columns = vec![
            ("TimeGenerated".to_owned(), "datetime", None),
            ("Name".to_owned(), "string", None),
            ("Tags".to_owned(), "dynamic", None),
        ];
        let name = "Custom-X".to_owned();
        let stream = Stream { name, columns, transform: None, table: "X".to_owned() };
        config.document(document("rule", "Direct", &[stream]));
        match option {
            0 => config.derive(&given),
            1 => config.record_attribute("Custom-X", &given),
            2 => config.record_name("Custom-X", &given),
            3 => config.field_name("Custom-X", "Name", &given),
            4 => config.field_type("Custom-X", "Tags", &given),
            5 => config.field_attribute("Custom-X", "Name", &given),
            _ => config.module("rule", &given),
        };
        match config.generate() {
            Ok(code) => {
                prop_assert!(syn::parse_file(&code).is_ok(), "{}", code);
                prop_assert!(!code.contains("empty_line"), "{}", code);
            }
            Err(error) => prop_assert!(!error.diagnostics().is_empty()),
        }
    }
}

/// The formatter writes these two lifetimes as one word.
#[test]
fn an_attribute_that_the_formatter_garbles_is_kept() {
    let text = br#"{"Custom-X": {"columns": []}, "Custom-Y": {"columns": []}}"#;
    let mut config = Config::new();
    config
        .document(Document::parse("dcr.json", text))
        .record_attribute("Custom-X", "#[x('static 'a)]");
    let code = config.generate().unwrap();
    assert!(
        syn::parse_file(&code).is_ok() && !code.contains("empty_line"),
        "{code}"
    );
}
