//! The command, run as a user runs it.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

mod check;
mod explain;
mod generate;
mod kql;
mod manual;
mod run;
mod samples;
mod tables;
mod trouble;
mod validate;
mod values;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use expect_test::Expect;
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
