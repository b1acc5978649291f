//! Generated code compiles: in a crate of its own, with warnings denied, under Clippy's pedantic lints and in rustdoc.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

mod package;
mod published;

use std::fs;
use std::path::Path;
use std::process::Command;

use azlogs_dcr_gen::{Config, DateTime, Document, Strings};

use crate::package::Package;

const BUILD_SCRIPT: &str = r#"//! Generates rows as the crate is built.

fn main() -> Result<(), azlogs_dcr_gen::Error> {
    azlogs_dcr_gen::Config::new().dcr("rules/requests.json").compile()?;
    azlogs_dcr_gen::Config::new()
        .dcr("rules/deployed.json")
        .dcr("rules/several_rules.json")
        .out_file("rules.rs")
        .compile()
}
"#;

const LIBRARY: &str = r#"//! Generated code.

#![deny(warnings, missing_docs, clippy::all, clippy::pedantic)]

/// How bad it is.
#[derive(Clone, Debug, PartialEq, Eq, azlogs::LogColumn, serde::Serialize)]
pub enum Level {
    /// Not at all.
    Fine,
    /// Very.
    Bad,
}

/// Rows of which only some are used.
mod included {
    azlogs::include_dcr!();
}

/// Rows of which none are used, in a module each.
mod unused {
    azlogs::include_dcr!("rules.rs");
}

/// A row.
///
/// # Errors
///
/// Where it can't be written.
pub fn row(at: time::OffsetDateTime) -> Result<String, azlogs::RowError> {
    azlogs::to_json(&included::AppRequests {
        status: Some(200),
        ..included::AppRequests::new(at)
    })
}

"#;

fn this_package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Rules by name: those that were written to be hard, and those of the generator's own tests that generate something.
fn rules() -> Vec<(String, Vec<u8>)> {
    let mut rules = Vec::new();
    for entry in fs::read_dir(this_package().join("tests/generated/rules")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        rules.push((name, fs::read(path).unwrap()));
    }
    for entry in fs::read_dir(this_package().join("../azlogs-dcr-gen/tests/fixtures")).unwrap() {
        let folder = entry.unwrap().path();
        if folder.join("expected.rs").exists() {
            let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
            rules.push((name, fs::read(folder.join("dcr.json")).unwrap()));
        }
    }
    rules.sort();
    rules
}

/// The code for a rule that lies in the crate's folder `rules`.
fn generate(file: &str, text: &[u8], configure: impl FnOnce(&mut Config)) -> String {
    let mut config = Config::new();
    config.document(Document::parse(file, text));
    configure(&mut config);
    config
        .generate()
        .unwrap_or_else(|error| panic!("{error:?}"))
}

/// Each rule in four ways, which have each kind of type and link in them.
fn modules() -> Vec<(String, String)> {
    let mut modules = Vec::new();
    for (name, text) in rules() {
        let file = format!("rules/{name}.json");
        for (kind, standalone, datetime, strings) in [
            ("time", true, DateTime::Time, Strings::Owned),
            ("chrono", false, DateTime::Chrono, Strings::Cow),
            ("jiff", false, DateTime::Jiff, Strings::Borrowed),
            ("system_time", true, DateTime::SystemTime, Strings::Owned),
        ] {
            let code = generate(&file, &text, |config| {
                config
                    .standalone(standalone)
                    .datetime(datetime)
                    .strings(strings);
            });
            modules.push((format!("{name}_{kind}"), code));
        }
    }
    modules.push(("every_option".to_owned(), with_every_option()));
    modules
}

fn with_every_option() -> String {
    let file = "rules/requests.json";
    let (_, text) = rules()
        .into_iter()
        .find(|(name, _)| name == "requests")
        .unwrap();
    generate(file, &text, |config| {
        config
            .module(file, "app")
            .strings(Strings::Borrowed)
            .datetime(DateTime::SystemTime)
            .record_derive("Custom-AppErrors", "serde::Serialize")
            .record_attribute("Custom-AppErrors", "#[serde(rename_all = \"camelCase\")]")
            .record_attribute("Custom-AppRequests", "#[non_exhaustive]")
            .record_name("Custom-AppErrors", "Failure")
            .field_name("Custom-AppRequests", "DurationMs", "type")
            .field_type(
                "Custom-AppErrors",
                "Context",
                "::std::collections::BTreeMap<String, String>",
            )
            .field_type("Custom-AppErrors", "Level", "crate::Level")
            .field_attribute("Custom-AppRequests", "User", "#[log_record(null)]");
        for column in [
            "Method",
            "Status",
            "DurationMs",
            "User",
            "Message",
            "Context",
        ] {
            config.required("*", column);
        }
    })
}

/// Clippy checks what the compiler does and more, but not every toolchain has it.
fn has_clippy() -> bool {
    let asked = Command::new(env!("CARGO"))
        .args(["clippy", "--version"])
        .output();
    asked.is_ok_and(|output| output.status.success())
}

#[test]
fn generated_code_compiles_without_a_warning_and_documents_itself() {
    assert!(rules().len() >= 20, "there are to be twenty rules and more");
    let package = Package {
        name: "generated",
        library: LIBRARY,
        build_script: Some(BUILD_SCRIPT),
        modules: modules(),
        rules: rules(),
    };
    package.write();
    package.cargo(&[if has_clippy() { "clippy" } else { "check" }]);
    package.cargo(&["doc", "--no-deps"]);
}
