//! Generating code.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use expect_test::{expect, expect_file};

use crate::{RULE, check, command, directory, run, seen};

#[test]
fn code_goes_to_standard_output_without_a_file() {
    let output = run(
        directory().path(),
        &["generate", "dcr.json", "--datetime", "system-time"],
    );
    assert_eq!(output.status.code(), Some(0));
    expect_file!["generated.rs"].assert_eq(&String::from_utf8(output.stdout).unwrap());
}

#[test]
fn a_rule_may_come_from_standard_input() {
    let directory = directory();
    let mut child = command(directory.path(), &["generate", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(RULE.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let code = String::from_utf8(output.stdout).unwrap();
    assert!(
        code.contains("from <stdin>\n") && code.contains("pub struct Requests {"),
        "{code}"
    );
}

#[test]
fn a_file_is_written_only_where_it_changes() {
    let directory = directory();
    let file = directory.path().join("dcr.rs");
    let args = ["generate", "dcr.json", "-o", "dcr.rs"];
    check(
        directory.path(),
        &args,
        &expect![[r#"
        exit code 0
        ---- stdout
        ---- stderr
    "#]],
    );
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let written = fs::File::options().write(true).open(&file).unwrap();
    written.set_modified(long_ago).unwrap();
    assert_eq!(run(directory.path(), &args).status.code(), Some(0));
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), long_ago);
    assert_eq!(
        run(directory.path(), &[&args[..], &["--derive", "Eq"]].concat())
            .status
            .code(),
        Some(0)
    );
    assert_ne!(fs::metadata(&file).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn a_stale_file_is_found_and_shown() {
    let directory = directory();
    let args = ["generate", "dcr.json", "-o", "dcr.rs", "--check"];
    check(
        directory.path(),
        &args,
        &expect![[r#"
        exit code 1
        ---- stdout
        ---- stderr
        error: dcr.rs isn't there: generate it without --check
    "#]],
    );
    run(directory.path(), &args[..4]);
    check(
        directory.path(),
        &args,
        &expect![[r#"
        exit code 0
        ---- stdout
        ---- stderr
    "#]],
    );
    let file = directory.path().join("dcr.rs");
    let code = fs::read_to_string(&file).unwrap();
    fs::write(&file, code.replace('\n', "\r\n")).unwrap();
    assert_eq!(
        run(directory.path(), &args).status.code(),
        Some(0),
        "line ends don't count"
    );
    fs::write(&file, code.replace("Option<String>", "Option<u8>")).unwrap();
    // In a file of its own, since a line of the diff is a space.
    let shown = seen(&run(directory.path(), &args));
    expect_file!["stale.txt"].assert_eq(&shown);
    assert!(
        fs::read_to_string(&file).unwrap().contains("Option<u8>"),
        "--check writes nothing"
    );
}

#[test]
fn options_reach_the_code() {
    let output = run(
        directory().path(),
        &[
            "generate",
            "dcr.json",
            "--linked",
            "--strings",
            "borrowed",
            "--derive",
            "Eq",
            "--required",
            "*/Path",
            "--record-name",
            "Custom-Requests=Request",
            "--field-name",
            "Custom-Requests/TimeGenerated=at",
            "--field-type",
            "Custom-Requests/TimeGenerated=crate::Instant",
            "--module",
            "dcr.json=requests",
        ],
    );
    let code = String::from_utf8(output.stdout).unwrap();
    for expected in [
        "pub mod requests {",
        "::azlogs::LogRecord, Eq)]",
        "dcr = \"dcr.json\"",
        "pub struct Request<'a> {",
        "pub at: crate::Instant,",
        "pub path: &'a str,",
    ] {
        assert!(code.contains(expected), "{expected} in {code}");
    }
}

#[test]
fn a_wrong_option_is_a_finding() {
    check(
        directory().path(),
        &[
            "generate",
            "dcr.json",
            "--required",
            "Custom-Request/Path",
            "--field-name",
            "Custom-Requests/Path=a b",
        ],
        &expect![[r#"
            exit code 1
            ---- stdout
            ---- stderr
            error: there is no stream `Custom-Request` to generate [AZL0200]
              = help: did you mean `Custom-Requests`?

            error: `field_name` has to be given a Rust name, not `a b` [AZL0203]
              = help: a name is letters, digits and `_`, and doesn't begin with a digit
        "#]],
    );
}

#[test]
fn a_bad_rule_generates_nothing() {
    let directory = directory();
    check(
        directory.path(),
        &["generate", "bad.json", "-o", "dcr.rs"],
        &expect![[r#"
            exit code 1
            ---- stdout
            ---- stderr
            error[AZL0007]: column `Id` has type `guid`, which streams don't have
             --> bad.json:4:31
              |
            4 |       { "name": "Id", "type": "guid" }
              |                               ^^^^^^
              |
              = help: use `string`, and `toguid()` in the transform where the table's column is a guid
        "#]],
    );
    assert!(!directory.path().join("dcr.rs").exists());
}

#[test]
fn what_is_odd_about_a_rule_is_said_beside_the_code() {
    let output = run(directory().path(), &["generate", "odd.json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("pub path_2: Option<String>"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("warning[AZL0010]"));
}
