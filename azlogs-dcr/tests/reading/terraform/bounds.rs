//! Configurations made to hang, to explode, or to exhaust the stack.

use std::fmt::Write as _;

use azlogs_dcr::Document;
use proptest::prelude::*;

use crate::hostile;

fn errors(text: &str) -> Vec<String> {
    let document = Document::parse("main.tf", text.as_bytes());
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

fn rule(declarations: &str, name: &str, columns: &str) -> String {
    format!(
        "{declarations}\nresource \"azapi_resource\" \"r\" {{\n  type = \"Microsoft.Insights/dataCollectionRules@x\"\n  body = {{ properties = {{ streamDeclarations = {{ ({name}) = {{ columns = {columns} }} }} }} }}\n}}\n"
    )
}

/// Locals each of which is an expression over the one before it, from `v0`.
fn chain(count: usize, first: &str, next: impl Fn(String) -> String) -> String {
    let mut locals = format!("locals {{\n  v0 = {first}\n");
    for n in 1..=count {
        let _ = writeln!(locals, "  v{n} = {}", next(format!("local.v{}", n - 1)));
    }
    locals + "}\n"
}

const TOO_MUCH: &str = "make more work than is done here";

#[test]
fn what_doubles_is_bounded() {
    let locals = chain(60, "\"xxxxxxxx\"", |before| {
        format!("\"${{{before}}}${{{before}}}\"")
    });
    check_bound(&rule(&locals, "local.v60", "[]"), TOO_MUCH);
    let locals = chain(60, "[{ name = \"Xx\" }]", |before| {
        format!("concat({before}, {before})")
    });
    check_bound(&rule(&locals, "\"Custom-A\"", "local.v60"), TOO_MUCH);
    let locals = chain(60, "\"x\"", |before| format!("[{before}, {before}]"));
    check_bound(&rule(&locals, "jsonencode(local.v60)", "[]"), TOO_MUCH);
    check_bound(
        &rule(&locals, "\"Custom-A\"", "local.v60"),
        "too large to work out",
    );
}

#[test]
fn loops_in_loops_are_bounded() {
    let mut body = "1".to_owned();
    for n in 0..8 {
        body = format!("[for x{n} in range(1000) : {body}]");
    }
    check_bound(&rule("", "\"Custom-A\"", &body), TOO_MUCH);
    let mut body = "column { name = \"x\" }".to_owned();
    for n in 0..6 {
        body = format!(
            "dynamic \"stream_declaration\" {{\n for_each = range(1000)\n iterator = i{n}\n content {{\n {body}\n }}\n}}"
        );
    }
    let text = format!("resource \"azurerm_monitor_data_collection_rule\" \"r\" {{\n{body}\n}}\n");
    assert!(!errors(&text).is_empty());
}

#[test]
fn long_chains_are_bounded() {
    let locals = chain(4500, "\"Custom-A\"", |before| before);
    check_bound(
        &rule(&locals, "local.v4000", "[]"),
        "lead to each other more than",
    );
}

#[test]
fn deep_nesting_is_a_finding() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{ a = ", "}"),
        ("\"${", "}\""),
        ("f(", ")"),
        ("!", ""),
        ("x ? y : ", ""),
    ] {
        for depth in [60, 100_000] {
            let text = format!(
                "locals {{\n  x = {}1{}\n}}\n",
                open.repeat(depth),
                close.repeat(depth)
            );
            assert!(!errors(&text).is_empty());
        }
    }
    let blocks = format!("{}{}", "a {\n".repeat(100_000), "}\n".repeat(100_000));
    check_bound(&blocks, "this configuration of Terraform's can't be read");
}

#[test]
fn large_objects_and_files_are_findings() {
    let members: Vec<_> = (0..6000).map(|n| format!("k{n} = 1\n")).collect();
    let members = members.concat();
    check_bound(
        &format!("locals {{\n  x = {{\n{members}}}\n}}\n"),
        "an object has more than 5000 members",
    );
    check_bound(
        &"# comment\n".repeat(1_000_000),
        "the file is larger than 8 MiB",
    );
}

const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "=",
    "\n",
    "\"",
    "${",
    "%{ if true }",
    "%{ endif }",
    "<<-EOT\n",
    "EOT\n",
    ",",
    ".",
    "*",
    "[*]",
    "...",
    "for x in ",
    " : x",
    " => x",
    "local.a",
    "var.x",
    "each.value",
    "count.index",
    "column {",
    "stream_declaration {",
    "dynamic \"column\" {\n",
    "for_each = ",
    "content {\n",
    "name = ",
    "stream_name = ",
    "concat(",
    "format(\"%s\", ",
    "merge({}, ",
    "1 + ",
    "!",
    "ä😀",
    "# x\n",
];

const SEED: &str = r#"locals {
  a = [{ name = "Xx", type = "int" }]
}
resource "azurerm_monitor_data_collection_rule" "r" {
  for_each = { a = 1 }
  name     = "dcr-${each.key}"
  stream_declaration {
    stream_name = "Custom-${upper(each.key)}"
    dynamic "column" {
      for_each = local.a
      content {
        name = column.value.name
        type = column.value["type"]
      }
    }
  }
  data_flow {
    streams       = ["Custom-A"]
    transform_kql = <<-EOT
      source | where true
    EOT
  }
}
"#;

proptest! {
    #[test]
    fn any_mixture_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40)) {
        errors(&pieces.concat());
    }

    #[test]
    fn any_mutation_of_a_rule_is_read(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..30, prop::sample::select(PIECES.to_vec())), 1..5),
    ) {
        let mut text = SEED.to_owned();
        for (at, length, piece) in edits {
            let begin = at.index(text.len() + 1);
            let end = (begin + length).min(text.len());
            text.replace_range(begin..end, piece);
            if !text.is_ascii() {
                text = text.chars().filter(char::is_ascii).collect();
            }
        }
        errors(&text);
    }
}
