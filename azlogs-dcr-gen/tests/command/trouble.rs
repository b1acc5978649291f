//! Help, and what goes wrong.

use std::fs;
use std::process::Stdio;

use expect_test::{expect, expect_file};

use crate::{check, command, directory, run, seen};

#[test]
fn help_says_what_there_is() {
    let directory = directory();
    for (args, file) in [
        (&["--help"] as &[&str], "help.txt"),
        (&["generate", "--help"], "help-generate.txt"),
        (&["check", "--help"], "help-check.txt"),
        (&["validate", "--help"], "help-validate.txt"),
        (&["tables", "--help"], "help-tables.txt"),
        (&["explain", "--help"], "help-explain.txt"),
        (&["completions", "--help"], "help-completions.txt"),
        (&["man", "--help"], "help-man.txt"),
        (&["diff", "--help"], "help-diff.txt"),
        (&["kql", "--help"], "help-kql.txt"),
        (&["run", "--help"], "help-run.txt"),
    ] {
        let output = run(directory.path(), args);
        assert_eq!(output.status.code(), Some(0));
        expect_file![format!("{file}")].assert_eq(&String::from_utf8(output.stdout).unwrap());
    }
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
              = help: give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object

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
            error[AZL0001]: this is a binary file, not JSON
             --> binary.json:1:1
              |
            1 | ␡ELF␀��
              | ^
              |
              = help: give the rule's own file; where it is text in UTF-16, save it as UTF-8

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
fn files_of_fifty_megabytes_are_read_or_told_what_they_are() {
    const LENGTH: usize = 50 * 1024 * 1024;
    let directory = directory();
    let write = |name, bytes: &[u8]| fs::write(directory.path().join(name), bytes).unwrap();
    write("zeros.json", &vec![0; LENGTH]);
    write("letters.json", &vec![b'a'; LENGTH]);
    let padded = format!("{}{}", " ".repeat(LENGTH), crate::RULE);
    write("padded.json", padded.as_bytes());
    for (file, told) in [
        (
            "zeros.json",
            "error[AZL0001]: this is a binary file, not JSON",
        ),
        ("letters.json", "error[AZL0001]: not JSON: unexpected word"),
        (
            "padded.json",
            "padded.json: 1 rule, 1 stream, 2 columns: good",
        ),
    ] {
        let output = run(directory.path(), &["check", file]);
        assert!(output.stdout.starts_with(told.as_bytes()), "{file}");
        assert!(output.stdout.len() < 10_000, "{file}");
    }
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_trouble() {
    let directory = directory();
    let message = "it is larger than 128 MiB, the most that is read";
    for args in [
        &["check", "/dev/zero"] as &[&str],
        &["check", "dcr.json", "--parameters", "/dev/zero"],
        &["validate", "--dcr", "/dev/zero", "dcr.json"],
        &["diff", "dcr.json", "/dev/zero"],
    ] {
        let output = run(directory.path(), args);
        let said = seen(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(
            said.contains(&format!("error: cannot read /dev/zero: {message}")),
            "{said}"
        );
    }
    let endless = fs::File::open("/dev/zero").unwrap();
    let output = command(directory.path(), &["check", "-"])
        .stdin(endless)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(seen(&output).contains(&format!("error: cannot read <stdin>: {message}")));
    // Data is read row by row, and needn't have an end.
    let output = run(
        directory.path(),
        &["validate", "--dcr", "dcr.json", "/dev/zero"],
    );
    assert_eq!(output.status.code(), Some(1), "{}", seen(&output));
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
        &["explain", "AZL9999"],
        &["completions"],
        &["completions", "cmd"],
        &["man", "chek"],
    ] {
        let output = run(directory.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{args:?}"
        );
    }
}

/// A device that takes nothing, and is read without end.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_takes_nothing_is_trouble() {
    let directory = directory();
    fs::write(directory.path().join("rows.json"), "[{}]").unwrap();
    for args in [
        &["generate", "dcr.json"] as &[&str],
        &["check", "dcr.json"],
        &["check", "bad.json", "--format", "json"],
        &["diff", "dcr.json", "odd.json"],
        &["validate", "--dcr", "dcr.json", "rows.json"],
        &["explain"],
        &["explain", "7"],
        &["completions", "bash"],
        &["man"],
    ] {
        let full = fs::File::create("/dev/full").unwrap();
        let mut command = command(directory.path(), args);
        let output = command
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let told = b"error: cannot write the output: ";
        assert!(
            output.stderr.starts_with(told) || args.contains(&"odd.json"),
            "{}",
            seen(&output)
        );
    }
    let output = run(
        directory.path(),
        &["generate", "dcr.json", "-o", "/dev/full"],
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_standard_input_that_is_closed_or_empty_is_an_empty_document() {
    let directory = directory();
    fs::write(directory.path().join("rows.json"), "[{}]").unwrap();
    for (args, exit) in [
        (&["check", "-"] as &[&str], 1),
        (&["generate", "-"], 1),
        (&["diff", "-", "dcr.json"], 2),
        (&["validate", "--dcr", "-", "rows.json"], 2),
        (&["validate", "--dcr", "dcr.json", "-"], 1),
    ] {
        let output = run(directory.path(), args);
        assert_eq!(output.status.code(), Some(exit), "{args:?}");
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
