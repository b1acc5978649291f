//! The command `azlogs`, as a process, against the emulator.

#![allow(clippy::unwrap_used, reason = "the rig is part of the tests")]

mod doctor;
mod held;
mod kept;
mod manual;
mod progress;
mod replay;
mod send;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use azlogs_emulator::{Emulator, EmulatorBuilder};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

pub(crate) const DCR: &str = r#"{
    "name": "rule",
    "immutableId": "dcr-000a00a000a00000a000000aa000a0aa",
    "streamDeclarations": { "Custom-Rows": { "columns": [
        { "name": "TimeGenerated", "type": "datetime" }, { "name": "N", "type": "int" }, { "name": "Text", "type": "string" } ] } },
    "dataFlows": [ { "streams": ["Custom-Rows"], "destinations": ["w"], "outputStream": "Custom-Rows_CL" } ]
}"#;
pub(crate) const TABLE: &str = "Rows_CL";

/// An emulator, and a folder with its rule's file.
pub(crate) struct Rig {
    pub(crate) emulator: Emulator,
    folder: TempDir,
}

impl Rig {
    pub(crate) fn start() -> Self {
        Self::with(|builder| builder)
    }

    pub(crate) fn with(settings: impl FnOnce(EmulatorBuilder) -> EmulatorBuilder) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("dcr.json"), DCR).unwrap();
        let builder = settings(Emulator::builder().dcr("dcr.json", DCR));
        Self {
            emulator: builder.start_blocking().unwrap(),
            folder,
        }
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// The command in the folder, to the emulator.
    pub(crate) fn command(&self, verb: &str, args: &[&str]) -> Command {
        let mut command = azlogs(&[verb, "--dcr", "dcr.json", "--stream", "Custom-Rows"]);
        command
            .args(["--endpoint", self.emulator.endpoint()])
            .args(args)
            .current_dir(self.folder.path());
        command
    }

    pub(crate) fn run(&self, verb: &str, args: &[&str]) -> Ran {
        self.command(verb, args).output().unwrap().into()
    }

    pub(crate) fn run_with(&self, verb: &str, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(verb, args)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap().into()
    }
}

pub(crate) fn azlogs(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_azlogs"));
    command
        .args(args)
        // A terminal's width would be the help's.
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env_remove("COLUMNS")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("AZLOGS_TOKEN");
    command
}

/// Presses Ctrl-C, and waits until the command has said that it ends.
pub(crate) fn interrupt(child: &mut Child) {
    kill_process(Pid::from_child(child), Signal::INT).unwrap();
    let told = BufReader::new(child.stderr.as_mut().unwrap());
    let mut lines = told.lines().map(Result::unwrap);
    assert!(lines.any(|line| line.starts_with("finishing what is in flight")));
}

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}
