//! Templates made to hang, to explode, or to exhaust the stack.

use std::fmt::Write as _;

use azlogs_dcr::{Code, Document};
use proptest::prelude::*;

use super::{COLUMNS, template};
use crate::hostile;

/// Variables each of which is an expression over the one before it, from `v0`.
fn chain(count: usize, first: &str, next: impl Fn(String) -> String) -> String {
    let mut variables = format!(r#""variables": {{ "v0": {first}"#);
    for n in 1..=count {
        let before = format!("variables('v{}')", n - 1);
        let _ = write!(variables, r#", "v{n}": "[{}]""#, next(before));
    }
    variables + "},"
}

fn errors(text: &str) -> Vec<String> {
    let document = Document::parse("main.json", text.as_bytes());
    hostile::check(&document);
    let findings = document.diagnostics().iter();
    findings.map(|finding| finding.message.clone()).collect()
}

#[track_caller]
fn check_bound(text: &str, expected: &str) {
    let errors = errors(text);
    assert!(
        errors.iter().any(|error| error.contains(expected)),
        "{expected}: {errors:?}"
    );
}

const TOO_MUCH: &str = "make more work than is done here";

#[test]
fn text_that_doubles_is_bounded() {
    let variables = chain(60, "\"xxxxxxxx\"", |before| {
        format!("concat({before}, {before})")
    });
    check_bound(
        &template(&variables, "\"[variables('v60')]\"", COLUMNS),
        TOO_MUCH,
    );
}

#[test]
fn arrays_that_double_are_bounded() {
    let variables = chain(60, COLUMNS, |before| format!("concat({before}, {before})"));
    check_bound(
        &template(&variables, "\"Custom-A\"", "\"[variables('v60')]\""),
        TOO_MUCH,
    );
}

#[test]
fn trees_that_double_are_bounded_where_they_are_walked() {
    let variables = chain(60, "\"x\"", |before| {
        format!("createArray({before}, {before})")
    });
    for walk in [
        "string(variables('v60'))",
        "if(equals(variables('v60'), variables('v60')), 'a', 'b')",
        "join(union(variables('v60'), variables('v60')), '')",
    ] {
        check_bound(
            &template(&variables, &format!("\"[{walk}]\""), COLUMNS),
            TOO_MUCH,
        );
    }
}

#[test]
fn trees_that_double_are_not_read() {
    let variables = chain(60, COLUMNS, |before| {
        format!("createArray({before}, {before})")
    });
    let text = template(&variables, "\"Custom-A\"", "\"[variables('v60')]\"");
    let document = Document::parse("main.json", text.as_bytes());
    assert_eq!(document.diagnostics()[0].code, Code::TooLarge);
}

#[test]
fn many_streams_of_the_same_many_columns_are_not_read() {
    let columns = "map(range(0, 1000), lambda('i', createObject('name', concat('Column', lambdaVariables('i')), 'type', 'int')))";
    let streams = "[toObject(range(0, 9000), lambda('i', concat('Custom-', lambdaVariables('i'))), lambda('i', createObject('columns', variables('c'))))]";
    let text = format!(
        r#"{{ "$schema": "x", "variables": {{ "c": "[{columns}]" }}, "resources": [ {{ "type": "Microsoft.Insights/dataCollectionRules", "name": "x",
           "properties": {{ "streamDeclarations": "{streams}" }} }} ] }}"#
    );
    check_bound(&text, "too large to work out");
}

#[test]
fn loops_in_loops_are_bounded() {
    let mut body = "1".to_owned();
    for n in 0..8 {
        body = format!("map(range(0, 1000), lambda('x{n}', {body}))");
    }
    check_bound(
        &template("", "\"Custom-A\"", &format!("\"[{body}]\"")),
        TOO_MUCH,
    );
    let mut copy = r#"{ "x": 1 }"#.to_owned();
    for n in 0..8 {
        copy = format!(r#"{{ "copy": [ {{ "name": "c{n}", "count": 800, "input": {copy} }} ] }}"#);
    }
    let variables = format!(r#""variables": {{ "v": {copy} }},"#);
    let text = template(&variables, "\"Custom-A\"", "\"[variables('v').c7]\"");
    assert!(!errors(&text).is_empty());
}

#[test]
fn deployments_in_loops_are_bounded() {
    let mut body = r#"{ "type": "Microsoft.Insights/dataCollectionRules", "name": "x", "properties": { "streamDeclarations": {} } }"#.to_owned();
    for n in 0..8 {
        body = format!(
            r#"{{ "type": "Microsoft.Resources/deployments", "name": "d", "copy": {{ "name": "c{n}", "count": 800 }},
               "properties": {{ "template": {{ "$schema": "x", "resources": [ {body} ] }} }} }}"#
        );
    }
    check_bound(
        &format!(r#"{{ "$schema": "x", "resources": [ {body} ] }}"#),
        TOO_MUCH,
    );
}

#[test]
fn long_chains_of_variables_are_bounded() {
    let variables = chain(5000, "\"Custom-A\"", |before| before);
    check_bound(
        &template(&variables, "\"[variables('v5000')]\"", COLUMNS),
        "lead to each other more than",
    );
    // Each is asked for before the next, and so none leads far.
    let list: Vec<_> = (0..600)
        .map(|n| format!("\"[variables('v{n}')]\""))
        .collect();
    let variables = chain(600, "[]", |before| format!("createArray({before})"));
    let variables = variables.replace("},", &format!(r#", "all": [ {} ] }},"#, list.join(",")));
    let text = template(&variables, "\"Custom-A\"", "\"[variables('all')]\"");
    assert!(!errors(&text).is_empty());
}

#[test]
fn a_template_nested_as_deep_as_json_is_read_is_resolved_or_refused() {
    let deep = format!("{}\"[concat('a')]\"{}", "[".repeat(500), "]".repeat(500));
    let variables = format!(r#""variables": {{ "deep": {deep} }},"#);
    for columns in [
        "variables('deep')",
        "union(variables('deep'), variables('deep'))",
    ] {
        let text = template(&variables, "\"Custom-A\"", &format!("\"[{columns}]\""));
        assert!(!errors(&text).is_empty());
    }
}

const PIECES: [&str; 44] = [
    "[",
    "]",
    "(",
    ")",
    ",",
    ".",
    "'",
    "''",
    " ",
    "0",
    "1",
    "-1",
    "9999999999",
    "'a'",
    "'{0}'",
    "'stream'",
    "parameters(",
    "variables(",
    "concat(",
    "format(",
    "createObject('a', ",
    "createArray(",
    "if(",
    "true()",
    "lambda('x', ",
    "lambdaVariables('x')",
    "map(",
    "toObject(",
    "copyIndex()",
    "union(",
    "split(",
    "range(0, ",
    "json(",
    "string(",
    "first(",
    "length(",
    "reference(",
    "substring(",
    "variables('list')",
    "parameters('p')",
    "variables('o').a",
    "[0]",
    "ä😀",
    "\u{202e}",
];

fn with_expression(expression: &str) -> String {
    let escaped = serde_json::to_string(&format!("[{expression}]")).unwrap();
    let declarations = format!(
        r#""parameters": {{ "p": {{ "type": "string" }} }}, "variables": {{ "list": [ 1, "b", {{ "name": "Xx" }} ], "o": {{ "a": {escaped} }}, "stream": {escaped} }},"#
    );
    template(
        &declarations,
        &escaped,
        &format!(r#"[ {{ "name": {escaped}, "type": "int" }}, {escaped} ]"#),
    )
}

proptest! {
    #[test]
    fn any_expression_is_worked_out_or_refused(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..25)) {
        errors(&with_expression(&pieces.concat()));
    }

    #[test]
    fn any_text_in_brackets_is_worked_out_or_refused(text in ".{0,60}") {
        errors(&with_expression(&text));
    }
}
