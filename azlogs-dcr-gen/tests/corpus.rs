//! Hundreds of published rules: each gives code that has every stream, or findings. They aren't part of this repository: the
//! test looks for them beside it, and says so where they aren't there.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use azlogs_dcr::is_unresolved;
use azlogs_dcr_gen::{Config, Document, Error, Severity};
use serde_json::Value;
use syn::{Item, LitStr};

#[allow(clippy::print_stdout, reason = "what a test skips it says")]
fn corpus(folder: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/corpus")
        .join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        println!("skipped: there is no folder {}", path.display());
        return Vec::new();
    };
    let files = entries.map(|entry| entry.unwrap().path());
    let is_rule = |file: &PathBuf| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    };
    let mut files: Vec<PathBuf> = files.filter(is_rule).collect();
    files.sort();
    files
}

/// What every `streamDeclarations` declares, wherever it is.
#[derive(Default)]
struct Declared {
    names: BTreeSet<String>,
    /// Some streams are declared by expressions, which say more than the names here.
    has_expressions: bool,
}

impl Declared {
    fn find(&mut self, value: &Value) {
        match value {
            Value::Object(map) => {
                match map.get("streamDeclarations") {
                    Some(Value::Object(streams)) => self.add(streams.keys()),
                    Some(Value::String(_)) => self.has_expressions = true,
                    _ => {}
                }
                map.values().for_each(|value| self.find(value));
            }
            Value::Array(items) => items.iter().for_each(|item| self.find(item)),
            _ => {}
        }
    }

    fn add<'n>(&mut self, names: impl Iterator<Item = &'n String>) {
        for name in names {
            if is_unresolved(name) || name == "copy" {
                self.has_expressions = true;
            } else {
                self.names.insert(name.clone());
            }
        }
    }
}

/// The streams for which the code has a struct.
fn generated(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&syn::parse_file(code).unwrap().items, &mut found);
    found
}

fn collect(items: &[Item], found: &mut BTreeSet<String>) {
    for item in items {
        match item {
            Item::Mod(module) => collect(&module.content.as_ref().unwrap().1, found),
            Item::Struct(item) => {
                let attribute = item
                    .attrs
                    .iter()
                    .find(|attribute| attribute.path().is_ident("log_record"))
                    .unwrap();
                let parsed = attribute.parse_nested_meta(|meta| {
                    let value: LitStr = meta.value()?.parse()?;
                    if meta.path.is_ident("stream") {
                        found.insert(value.value());
                    }
                    Ok(())
                });
                parsed.unwrap();
            }
            _ => {}
        }
    }
}

/// The streams that became code, all of them or just the one; none where the rule was refused with a reason.
fn generate(
    document: &Document,
    standalone: bool,
    stream: Option<&str>,
) -> Option<BTreeSet<String>> {
    let mut config = Config::new();
    config.document(document.clone()).standalone(standalone);
    if let Some(stream) = stream {
        config.stream(stream);
    }
    match config.generate() {
        Ok(code) => Some(generated(&code)),
        Err(error) => {
            assert!(explains(&error), "{error:?}");
            None
        }
    }
}

fn explains(error: &Error) -> bool {
    let mut errors = error
        .diagnostics()
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.clone().count() > 0
        && errors.all(|finding| !finding.message.is_empty() && !finding.file.is_empty())
}

#[test]
fn every_published_stream_is_generated_or_refused_with_a_reason() {
    let files = corpus("dcr").into_iter().chain(corpus("dcr-from-bicep"));
    for (index, file) in files.enumerate() {
        let standalone = index % 2 == 0;
        let document = Document::read_file(&file).unwrap();
        let mut declared = Declared::default();
        declared.find(&serde_json::from_str(document.text()).unwrap());
        if let Some(found) = generate(&document, standalone, None) {
            assert!(found.is_superset(&declared.names), "{}", file.display());
            let has_more = found.len() > declared.names.len();
            assert_eq!(has_more, declared.has_expressions, "{}", file.display());
            continue;
        }
        for stream in &declared.names {
            if let Some(found) = generate(&document, standalone, Some(stream)) {
                assert_eq!(
                    found,
                    BTreeSet::from([stream.clone()]),
                    "{}",
                    file.display()
                );
            }
        }
    }
}
