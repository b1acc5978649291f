//! Explaining kinds of findings.

use azlogs_dcr::Code;
use expect_test::expect;

use crate::{check, directory, run};

#[test]
fn a_kind_of_finding_is_explained() {
    check(
        directory().path(),
        &["explain", "azl22"],
        &expect![[r#"
            exit code 0
            ---- stdout
            AZL0022: a stream without columns

            A warning, found in reading a rule; an error in writing a rule from rows.

            What

            A stream declares no columns.

            Why

            The service drops each property that the stream doesn't declare: here, all of them.

            How to mend

            Declare the columns that rows have.

            Source

            "Structure of a data collection rule in Azure Monitor", "Stream declarations".
            ---- stderr
        "#]],
    );
}

#[test]
fn every_kind_of_finding_is_listed_and_has_its_page() {
    let directory = directory();
    let list = String::from_utf8(run(directory.path(), &["explain"]).stdout).unwrap();
    assert_eq!(list.lines().count(), Code::ALL.len());
    for code in Code::ALL {
        let heading = format!("{}  {}", code.as_str(), code.title());
        assert!(list.contains(&heading), "{heading}");
    }
    let all: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let pages = run(directory.path(), &[&["explain"], all.as_slice()].concat());
    assert_eq!(pages.status.code(), Some(0));
    let pages = String::from_utf8(pages.stdout).unwrap();
    for code in Code::ALL {
        assert!(pages.contains(&format!("{}: {}\n", code.as_str(), code.title())));
    }
}

#[test]
fn a_code_that_is_none_is_told_with_the_nearest() {
    check(
        directory().path(),
        &["explain", "AZL0077"],
        &expect![[r#"
            exit code 2
            ---- stdout
            ---- stderr
            error: there is no kind of finding `AZL0077`; did you mean `AZL0007`?
        "#]],
    );
}

#[test]
fn pages_are_there_for_programs_too() {
    let directory = directory();
    let lines = |args: &[&str]| -> Vec<serde_json::Value> {
        let output = run(directory.path(), args);
        assert_eq!(output.status.code(), Some(0));
        let text = String::from_utf8(output.stdout).unwrap();
        let lines = text.lines().map(serde_json::from_str);
        lines.map(Result::unwrap).collect()
    };
    let one = lines(&["explain", "65", "--format", "json"]);
    assert_eq!(one[0]["code"], "AZL0065");
    assert_eq!(one[0]["azure_code"], "InvalidProperty");
    assert_eq!(one[0]["page"], Code::DescriptionLength.page());
    let all = lines(&["explain", "--format", "json"]);
    assert_eq!((one.len(), all.len()), (1, Code::ALL.len()));
}
