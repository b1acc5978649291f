//! The command, run as a user runs it.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use expect_test::{Expect, expect, expect_file};
use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_azlogs-dcr-gen");

const RULE: &str = r#"{
  "Custom-Requests": {
    "columns": [
      { "name": "TimeGenerated", "type": "datetime" },
      { "name": "Path", "type": "string" }
    ]
  }
}
"#;

const BAD_RULE: &str = r#"{
  "Custom-Requests": {
    "columns": [
      { "name": "Id", "type": "guid" }
    ]
  }
}
"#;

const ODD_RULE: &str = r#"{
  "Custom-Requests": {
    "columns": [
      { "name": "Path", "type": "string" },
      { "name": "path", "type": "string" }
    ]
  }
}
"#;

/// A directory with the rules in it.
fn directory() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("dcr.json", RULE),
        ("bad.json", BAD_RULE),
        ("odd.json", ODD_RULE),
        ("empty.json", ""),
    ] {
        fs::write(directory.path().join(name), text).unwrap();
    }
    fs::write(
        directory.path().join("binary.json"),
        [0x7f, b'E', b'L', b'F', 0, 0xff, 0xfe],
    )
    .unwrap();
    fs::create_dir(directory.path().join("folder")).unwrap();
    directory
}

fn command(directory: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command
        .current_dir(directory)
        .args(args)
        .env_remove("CLICOLOR_FORCE")
        .env_remove("NO_COLOR")
        .env("COLUMNS", "100");
    command
}

fn run(directory: &Path, args: &[&str]) -> Output {
    command(directory, args)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// What a user sees: the exit code and both outputs.
fn seen(output: &Output) -> String {
    format!(
        "exit code {}\n---- stdout\n{}---- stderr\n{}",
        output.status.code().unwrap(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    )
}

fn check(directory: &Path, args: &[&str], expected: &Expect) {
    expected.assert_eq(&seen(&run(directory, args)));
}

#[test]
fn help_says_what_there_is() {
    let directory = directory();
    for (args, file) in [
        (&["--help"] as &[&str], "help.txt"),
        (&["generate", "--help"], "help-generate.txt"),
        (&["check", "--help"], "help-check.txt"),
    ] {
        let output = run(directory.path(), args);
        assert_eq!(output.status.code(), Some(0));
        expect_file![format!("command/{file}")]
            .assert_eq(&String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn code_goes_to_standard_output_without_a_file() {
    let output = run(
        directory().path(),
        &["generate", "dcr.json", "--datetime", "system-time"],
    );
    assert_eq!(output.status.code(), Some(0));
    expect_file!["command/generated.rs"].assert_eq(&String::from_utf8(output.stdout).unwrap());
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
    let written = fs::metadata(&file).unwrap().modified().unwrap();
    assert_eq!(run(directory.path(), &args).status.code(), Some(0));
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), written);
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
    expect_file!["command/stale.txt"].assert_eq(&shown);
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

#[test]
fn check_shows_findings_to_people() {
    check(
        directory().path(),
        &["check", "dcr.json", "bad.json"],
        &expect![[r#"
            exit code 1
            ---- stdout
            dcr.json: 1 rule, 1 stream, 2 columns: good

            error[AZL0007]: column `Id` has type `guid`, which streams don't have
             --> bad.json:4:31
              |
            4 |       { "name": "Id", "type": "guid" }
              |                               ^^^^^^
              |
              = help: use `string`, and `toguid()` in the transform where the table's column is a guid

            bad.json: 1 rule, 1 stream, 0 columns: 1 error
            ---- stderr
        "#]],
    );
}

#[test]
fn check_shows_findings_to_programs() {
    check(
        directory().path(),
        &["check", "bad.json", "--format", "json"],
        &expect![[r#"
            exit code 1
            ---- stdout
            {"code":"AZL0007","title":"a column type that streams don't have","severity":"error","file":"bad.json","line":4,"column":31,"path":"$['Custom-Requests'].columns[0].type","message":"column `Id` has type `guid`, which streams don't have","help":"use `string`, and `toguid()` in the transform where the table's column is a guid","related":null}
            ---- stderr
        "#]],
    );
    check(
        directory().path(),
        &["check", "bad.json", "--format", "github"],
        &expect![[r#"
            exit code 1
            ---- stdout
            ::error file=bad.json,line=4,col=31,title=AZL0007::column `Id` has type `guid`, which streams don't have%0Ahelp: use `string`, and `toguid()` in the transform where the table's column is a guid
            ---- stderr
        "#]],
    );
}

#[test]
fn warnings_may_be_allowed() {
    let directory = directory();
    let code = |args: &[&str]| run(directory.path(), args).status.code();
    assert_eq!(code(&["check", "dcr.json"]), Some(0));
    assert_eq!(code(&["check", "odd.json"]), Some(1));
    assert_eq!(code(&["check", "odd.json", "--allow-warnings"]), Some(0));
    assert_eq!(code(&["check", "bad.json", "--allow-warnings"]), Some(1));
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let directory = directory();
    let is_coloured = |output: Output| output.stdout.contains(&0x1b);
    let check = ["check", "bad.json"];
    assert!(!is_coloured(run(directory.path(), &check)));
    assert!(is_coloured(run(
        directory.path(),
        &["--color", "always", "check", "bad.json"]
    )));
    let forced = command(directory.path(), &check)
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    assert!(is_coloured(forced));
    let refused = command(directory.path(), &check)
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(!is_coloured(refused));
    let json = run(
        directory.path(),
        &["--color", "always", "check", "bad.json", "--format", "json"],
    );
    assert!(!is_coloured(json));
}

#[test]
fn what_cannot_be_read_is_trouble() {
    let directory = directory();
    for args in [
        &["check", "nowhere.json", "folder", "dcr.json"] as &[&str],
        &["generate", "nowhere.json"],
        &["generate", "folder"],
        &["generate", "dcr.json", "-o", "folder"],
        &["generate", "dcr.json", "-o", "folder", "--check"],
        &["generate", "dcr.json", "-o", "nowhere/dcr.rs"],
    ] {
        assert_eq!(
            run(directory.path(), args).status.code(),
            Some(2),
            "{args:?}"
        );
    }
    for (args, message) in [
        (
            &["generate", "folder"] as &[&str],
            "error: cannot read folder: ",
        ),
        (
            &["generate", "dcr.json", "-o", "nowhere/dcr.rs"],
            "error: cannot write nowhere/dcr.rs: ",
        ),
    ] {
        let output = run(directory.path(), args);
        assert!(
            output.stderr.starts_with(message.as_bytes()),
            "{}",
            seen(&output)
        );
    }
}

#[test]
fn what_is_no_rule_is_a_finding() {
    let directory = directory();
    check(
        directory.path(),
        &["check", "empty.json"],
        &expect![[r#"
        exit code 1
        ---- stdout
        error[AZL0003]: the document is empty
         --> empty.json:1:1
          |
        1 |
          | ^
          |
          = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show`, or a `streamDeclarations` object

        empty.json: 0 rules, 0 streams, 0 columns: 1 error
        ---- stderr
    "#]],
    );
    check(
        directory.path(),
        &["generate", "binary.json"],
        &expect![[r#"
            exit code 1
            ---- stdout
            ---- stderr
            error[AZL0001]: not JSON: unexpected token
             --> binary.json:1:1
              |
            1 | ␡ELF␀��
              | ^

            error[AZL0002]: the bytes here are no UTF-8 text
             --> binary.json:1:6
              |
            1 | ␡ELF␀��
              |      ^
              |
              = help: save the file as UTF-8
        "#]],
    );
}

#[test]
fn a_wrong_command_line_is_trouble() {
    let directory = directory();
    for args in [
        &[] as &[&str],
        &["generate"],
        &["generate", "dcr.json", "--check"],
        &["generate", "dcr.json", "--required", "Path"],
        &["generate", "dcr.json", "--datetime", "sundial"],
        &["generate", "-", "-"],
        &["generate", "-", "--linked"],
        &["check", "dcr.json", "--format", "xml"],
    ] {
        let output = run(directory.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{args:?}"
        );
    }
}

/// Whoever pipes into `head` closes the pipe early.
#[test]
fn a_reader_that_leaves_is_no_trouble() {
    let directory = directory();
    let columns: Vec<String> = (0..4000)
        .map(|n| format!(r#"{{"name": "Column{n}", "type": "string"}}"#))
        .collect();
    let rule = format!(
        r#"{{"Custom-Wide": {{"columns": [{}]}}}}"#,
        columns.join(",")
    );
    fs::write(directory.path().join("wide.json"), rule).unwrap();
    let mut child = command(directory.path(), &["generate", "wide.json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // More is written than a pipe holds, so the writing fails.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(seen(&output), "exit code 0\n---- stdout\n---- stderr\n");
}
