//! What is generated from the documents in `tests/fixtures`, to the letter.

use azlogs_dcr_gen::{Config, DateTime, Strings};
use expect_test::expect_file;

/// The document's path as a user gives it: relative to the package.
fn document(case: &str) -> String {
    format!("tests/fixtures/{case}/dcr.json")
}

fn config(case: &str) -> Config {
    let mut config = Config::new();
    config.dcr(document(case));
    config
}

fn generates(case: &str, config: &Config) {
    let code = config
        .generate()
        .unwrap_or_else(|error| panic!("{case}: {error:?}"));
    expect_file![format!("fixtures/{case}/expected.rs")].assert_eq(&code);
}

fn refuses(case: &str, config: &Config) {
    let error = config.generate().expect_err(case);
    expect_file![format!("fixtures/{case}/expected.txt")]
        .assert_eq(&format!("{error}\n----\n{error:?}\n"));
}

#[test]
fn a_rule_as_the_azure_cli_shows_it() {
    generates("requests", &config("requests"));
}

#[test]
fn code_that_stands_without_the_rule() {
    generates("standalone", config("standalone").standalone(true));
}

#[test]
fn every_type() {
    generates(
        "every_type",
        config("every_type").datetime(DateTime::SystemTime),
    );
}

#[test]
fn names_that_are_no_rust_names() {
    generates("names", config("names").datetime(DateTime::Chrono));
}

#[test]
fn names_and_texts_that_try_to_become_code() {
    generates("hostile", config("hostile").standalone(true));
}

#[test]
fn several_rules_in_a_file() {
    generates("several_rules", &config("several_rules"));
}

#[test]
fn streams_without_time_generated() {
    generates(
        "no_time_generated",
        config("no_time_generated").required("Custom-Readings", "Sensor"),
    );
}

#[test]
fn every_option() {
    let mut config = config("options");
    config
        .module(document("options"), "app")
        .datetime(DateTime::Jiff)
        .strings(Strings::Borrowed)
        .derive("serde::Serialize")
        .derive("Clone")
        .record_derive("Custom-AppErrors", "Eq")
        .record_attribute(
            "Custom-AppRequests",
            "#[serde(rename_all = \"camelCase\")] #[non_exhaustive]",
        )
        .record_name("Custom-AppErrors", "Failure")
        .required("*", "Method")
        .required("*", "Message")
        .field_name("Custom-AppRequests", "DurationMs", "took")
        .field_type(
            "Custom-AppErrors",
            "Context",
            "std::collections::BTreeMap<String, String>",
        )
        .field_type("Custom-AppErrors", "Level", "crate::Level")
        .field_attribute("Custom-AppRequests", "User", "#[log_record(null)]");
    generates("options", &config);
}

#[test]
fn options_that_fit_nothing() {
    let mut config = config("wrong_options");
    config
        .stream("Custom-AppRequest")
        .stream("Custom-AppRequests")
        .module("infra/dcr.json", "app")
        .module("app-rule", "a module")
        .derive("serde Serialize")
        .record_derive("Custom-AppErrors", "Eq")
        .record_attribute("*", "serde(skip)")
        .record_name("Custom-AppRequests", "Option")
        .required("Custom-AppRequests", "Methd")
        .required("*", "Context")
        .field_name("*", "Method", "path")
        .field_name("*", "User", "path")
        .field_name("*", "Status", "self")
        .field_type("*", "User", "Vec<")
        .field_attribute("*", "User", "#[a] b");
    refuses("wrong_options", &config);
}

#[test]
fn a_file_to_be_included() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("out.rs");
    config("included")
        .stream("Custom-AppErrors")
        .strings(Strings::Cow)
        .out_file(&file)
        .compile()
        .unwrap();
    let code = std::fs::read_to_string(&file).unwrap();
    expect_file!["fixtures/included/expected.rs"].assert_eq(&code);
}

#[test]
fn rules_found_in_the_wild() {
    for case in ["cyolo", "duo", "masking", "zeek"] {
        generates(case, config(case).standalone(true));
    }
}

#[test]
fn rules_found_in_the_wild_that_say_too_little_or_too_much() {
    for case in ["expressions", "gigamon", "parameters"] {
        refuses(case, &config(case));
    }
}
