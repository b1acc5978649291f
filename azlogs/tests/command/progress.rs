//! What is shown while rows are on their way: on a terminal, and elsewhere.

use std::fs::File;
use std::io::Read as _;
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use serde_json::json;

use crate::held::Held;
use crate::{Rig, azlogs};

/// Two ends of a terminal: what is written to the second is read from the first.
fn terminal() -> (File, File) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap();
    let theirs = File::options()
        .read(true)
        .write(true)
        .open(name.to_str().unwrap())
        .unwrap();
    (File::from(ours), theirs)
}

/// Reads until those words were written.
fn wait_for(terminal: &mut File, words: &[&str]) {
    let mut seen = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&seen);
        if words.iter().all(|word| text.contains(word)) {
            return;
        }
        let count = terminal.read(&mut piece).unwrap_or(0);
        assert!(count > 0, "no {words:?} in {text:?}");
        seen.extend_from_slice(&piece[..count]);
    }
}

#[test]
fn a_terminal_shows_a_bar_with_rows_bytes_rate_and_time() {
    let rig = Rig::start();
    rig.file("rows.ndjson", "{\"N\":1}\n{\"N\":2}\n");
    let letter = json!({
        "time": "", "rule": "dcr-000a00a000a00000a000000aa000a0aa", "stream": "Custom-Rows", "code": "", "message": "",
        "status": null, "client_request_id": null, "request_id": null, "row": { "N": 1 },
    });
    rig.file("dead.ndjson", format!("{letter}\n{letter}\n"));
    let send = [
        "send",
        "rows.ndjson",
        "--dcr",
        "dcr.json",
        "--stream",
        "Custom-Rows",
    ];
    let replay = ["replay", "--dead-letter", "dead.ndjson"];
    for (args, words) in [
        (
            &send[..],
            &["100%", "/s", "ETA", "2 rows, waiting for answers"][..],
        ),
        (&replay, &["100%", "14 B/14 B", "/s", "ETA", "2 rows"]),
    ] {
        let held = Held::listen();
        let (mut terminal, stderr) = terminal();
        let mut command = azlogs(args);
        command
            .args(["--endpoint", &held.endpoint()])
            .env("TERM", "xterm")
            .current_dir(rig.folder())
            .stderr(Stdio::from(stderr));
        let child = command.spawn().unwrap();
        // The terminal ends with the last process that has it.
        drop(command);
        let request = held.take();
        wait_for(&mut terminal, words);
        request.accept();
        let ran = child.wait_with_output().unwrap();
        assert_eq!(ran.status.code(), Some(0), "{ran:?}");
        let out = String::from_utf8(ran.stdout).unwrap();
        assert!(out.contains("2 accepted") && !out.contains('\x1b'), "{out}");
    }
}
