//! Reading and checking rules, and generating code for them: how long it takes, and how it grows.

#![expect(clippy::unwrap_used, reason = "a benchmark that can't run ends")]

use std::fmt::Write as _;
use std::path::Path;

use azlogs_dcr_gen::{Config, Document};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

const COLUMNS: [usize; 5] = [5, 15, 50, 150, 500];
const TYPES: [&str; 7] = [
    "string", "int", "long", "real", "boolean", "datetime", "dynamic",
];

fn main() {
    divan::main();
}

/// An object of columns a line, the way that a language writes it.
fn columns(count: usize, write: impl Fn(&mut String, &str, &str)) -> String {
    let mut text = String::new();
    for (index, kind) in (0..count).zip(TYPES.iter().cycle()) {
        write(&mut text, &format!("SomeColumn{index}"), kind);
    }
    text
}

/// A rule's resource, its transform making what tables need.
fn rule(name: &str, count: usize) -> String {
    let columns = columns(count, |text, name, kind| {
        let comma = if text.is_empty() { "" } else { ",\n" };
        write!(text, r#"{comma}{{"name": "{name}", "type": "{kind}"}}"#).unwrap();
    });
    format!(
        r#"{{"type": "Microsoft.Insights/dataCollectionRules", "apiVersion": "2023-03-11", "name": "{name}", "kind": "Direct",
"properties": {{"streamDeclarations": {{"[concat('Custom-', variables('{name}'))]": {{"columns": [{columns}]}}}},
"dataFlows": [{{"streams": ["[concat('Custom-', variables('{name}'))]"], "destinations": ["workspace"],
"transformKql": "source | extend TimeGenerated = now()", "outputStream": "[concat('Custom-', variables('{name}'), '_CL')]"}}]}}}}"#
    )
}

fn template(rules: usize, columns: usize) -> String {
    let names: Vec<String> = (0..rules).map(|index| format!("rule{index}")).collect();
    let variables: Vec<_> = names
        .iter()
        .map(|name| format!(r#""{name}": "{name}""#))
        .collect();
    let resources: Vec<_> = names.iter().map(|name| rule(name, columns)).collect();
    format!(
        r#"{{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
"contentVersion": "1.0.0.0", "variables": {{{}}}, "resources": [{}]}}"#,
        variables.join(", "),
        resources.join(",\n")
    )
}

fn configuration(count: usize) -> String {
    let columns = columns(count, |text, name, kind| {
        writeln!(text, "column {{\nname = \"{name}\"\ntype = \"{kind}\"\n}}").unwrap();
    });
    format!(
        r#"resource "azurerm_monitor_data_collection_rule" "rule" {{
  name = "rule"
  kind = "Direct"
  stream_declaration {{
    stream_name = "Custom-App"
    {columns}
  }}
  data_flow {{
    streams       = ["Custom-App"]
    destinations  = ["workspace"]
    transform_kql = "source | extend TimeGenerated = now()"
    output_stream = "Custom-App_CL"
  }}
}}"#
    )
}

/// Reads a text and checks what is in it, which has to be good.
fn read(bencher: Bencher<'_, '_>, file: &str, text: &str) {
    let read = || Document::parse(file, divan::black_box(text.as_bytes())).check();
    assert!(read().is_empty(), "{:?}", read());
    bencher.counter(BytesCount::of_str(text)).bench(read);
}

#[divan::bench(args = COLUMNS)]
fn read_template_by_columns(bencher: Bencher<'_, '_>, columns: usize) {
    read(bencher, "main.json", &template(1, columns));
}

#[divan::bench(args = [1, 10, 100, 1_000])]
fn read_template_by_rules(bencher: Bencher<'_, '_>, rules: usize) {
    read(bencher, "main.json", &template(rules, 50));
}

#[divan::bench(args = COLUMNS)]
fn read_terraform_by_columns(bencher: Bencher<'_, '_>, columns: usize) {
    read(bencher, "main.tf", &configuration(columns));
}

/// What a build script does, but for reading and writing files.
#[divan::bench(args = COLUMNS)]
fn generate_by_columns(bencher: Bencher<'_, '_>, columns: usize) {
    let text = template(1, columns);
    bencher.counter(ItemsCount::new(columns)).bench(|| {
        let mut config = Config::new();
        config.document(Document::parse("main.json", text.as_bytes()));
        config.standalone(true).generate().unwrap()
    });
}

/// Published rules, where they lie beside the repository.
fn corpora() -> Vec<&'static str> {
    let folders = ["dcr", "dcr-from-bicep"].into_iter();
    folders.filter(|folder| !texts(folder).is_empty()).collect()
}

fn texts(folder: &str) -> Vec<Vec<u8>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let Ok(entries) = std::fs::read_dir(corpus.join(folder)) else {
        return Vec::new();
    };
    let files = entries.map(|entry| entry.unwrap().path());
    let rules = files.filter(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    rules.map(|file| std::fs::read(file).unwrap()).collect()
}

/// All documents of a folder, one after the other.
#[divan::bench(args = corpora())]
fn read_published(bencher: Bencher<'_, '_>, folder: &str) {
    let texts = texts(folder);
    let bytes: usize = texts.iter().map(Vec::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let read = |text: &Vec<u8>| Document::parse("dcr.json", text).check().len();
        texts.iter().map(read).sum::<usize>()
    });
}
