//! Rows that aren't accepted: dead letters, the spool, and sending them again.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc;

use azlogs_emulator::{Fault, FaultAnswer, What, When};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::{Ran, Rig, TABLE, azlogs};

fn letters(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn codes(letters: &[Value]) -> Vec<&str> {
    letters
        .iter()
        .map(|letter| letter["code"].as_str().unwrap())
        .collect()
}

fn always(rig: &Rig, status: u16) {
    let fault = Fault::new(When::Always, What::Answer(FaultAnswer::status(status)));
    rig.emulator.set_faults([fault]).unwrap();
}

fn replay(rig: &Rig, args: &[&str]) -> Ran {
    let mut command = azlogs(&["replay", "--endpoint", rig.emulator.endpoint()]);
    command.args(args).current_dir(rig.folder());
    command.output().unwrap().into()
}

#[test]
fn rows_kept_back_are_dead_letters_whole_and_with_their_reason() {
    let rig = Rig::start();
    let long = format!("{{\"Text\":\"{}\"}}", "x".repeat(1_100_000));
    rig.file(
        "rows.ndjson",
        format!("{{\"N\":1}}\n{{\"M\":2}}\n{{oops}}\n{long}\n5\n"),
    );
    let ran = rig.run("send", &["rows.ndjson", "--dead-letter", "dead.ndjson"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("4 rows kept as dead letters"), "{ran:?}");
    let found = letters(&rig.folder().join("dead.ndjson"));
    assert_eq!(
        codes(&found),
        ["WouldLose", "NotARow", "RowTooLarge", "NotARow"]
    );
    assert_eq!(found[0]["row"], json!({ "M": 2 }));
    assert_eq!(found[0]["stream"], "Custom-Rows");
    assert_eq!(found[0]["rule"], "dcr-000a00a000a00000a000000aa000a0aa");
    assert!(found[0]["message"].as_str().unwrap().contains("`M`"));
    assert_eq!(found[1]["row"], "{oops}");
    assert_eq!(found[2]["row"]["Text"].as_str().unwrap().len(), 1_100_000);
    assert_eq!(rig.emulator.rows(TABLE).len(), 1);
}

#[test]
fn rows_that_the_service_refuses_are_dead_letters_that_can_be_replayed() {
    let rig = Rig::start();
    rig.file("rows.ndjson", "{\"N\":1}\n{\"N\":2}\n");
    for status in [413, 400] {
        always(&rig, status);
        let path = rig.folder().join("dead.ndjson");
        let ran = rig.run("send", &["rows.ndjson", "--dead-letter", "dead.ndjson"]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let found = letters(&path);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1]["status"], status);
        assert!(found[1]["client_request_id"].is_string());

        always(&rig, 403);
        let ran = replay(&rig, &["--dead-letter", "dead.ndjson"]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let found = letters(&path);
        assert_eq!((found.len(), &found[0]["status"]), (2, &json!(403)));

        rig.emulator.set_faults([]).unwrap();
        let before = rig.emulator.rows(TABLE).len();
        let ran = replay(&rig, &["--dead-letter", "dead.ndjson"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(rig.emulator.rows(TABLE).len(), before + 2);
        assert!(!path.exists(), "nothing is left");
        assert_eq!(fs::read_dir(rig.folder()).unwrap().count(), 2);
    }
}

#[test]
fn letters_that_are_no_rows_stay_and_a_line_that_cannot_be_read_stops_it() {
    let rig = Rig::start();
    rig.file("rows.ndjson", "{\"M\":2}\n{oops}\n");
    rig.run("send", &["rows.ndjson", "--dead-letter", "dead.ndjson"]);
    let ran = replay(&rig, &["--dead-letter", "dead.ndjson"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let path = rig.folder().join("dead.ndjson");
    assert_eq!(letters(&path)[0]["row"], "{oops}");
    assert_eq!(letters(&path).len(), 1);

    fs::write(&path, "{\"torn\":").unwrap();
    let ran = replay(&rig, &["--dead-letter", "dead.ndjson"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("line 1 is no dead letter"), "{ran:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "{\"torn\":");
}

#[cfg(unix)]
#[test]
fn a_disk_without_room_for_a_letter_costs_none_that_another_process_has_put_there() {
    let rig = Rig::start();
    let args = ["-", "--dead-letter", "dead.ndjson"];
    let command = rig.command("send", &args);
    let mut limited = std::process::Command::new("sh");
    // A write beyond so many blocks fails, as on a full disk.
    limited
        .args(["-c", r#"trap "" XFSZ; ulimit -f 8; exec "$0" "$@""#])
        .arg(command.get_program())
        .args(command.get_args())
        .current_dir(rig.folder())
        .env_remove("AZLOGS_TOKEN")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = limited.spawn().unwrap();
    let path = rig.folder().join("dead.ndjson");
    // It has opened the file before it reads rows.
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"{\"M\":1}\n").unwrap();
    while !path.exists() {
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none(), "it ended without the file: {ended:?}");
        std::thread::yield_now();
    }
    let theirs = "{\"of\":\"another\"}\n";
    let mut other = fs::File::options().append(true).open(&path).unwrap();
    other.write_all(theirs.as_bytes()).unwrap();
    let long = format!("{{\"M\":\"{}\"}}\n", "x".repeat(20_000));
    input.write_all(long.as_bytes()).unwrap();
    drop(input);
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("cannot write"), "{ran:?}");
    let kept = fs::read_to_string(&path).unwrap();
    assert!(kept.contains(theirs), "{kept}");
    assert!(kept.ends_with('\n'), "{kept}");
}

#[test]
fn what_cannot_be_sent_stays_in_the_spool_until_it_is_replayed() {
    let rig = Rig::start();
    rig.file("rows.ndjson", "{\"N\":1}\n{\"N\":2}\n{\"M\":1}\n");
    always(&rig, 403);
    let args = ["rows.ndjson", "--spool", "spool", "--patience", "0"];
    let ran = rig.run("send", &args);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("1 rejected, 2 left in the spool"),
        "{ran:?}"
    );
    let told = "the endpoint fails: the service answered 403";
    assert!(ran.err.starts_with(told), "{ran:?}");
    let rejected = rig.folder().join("spool/rejected.ndjson");
    assert_eq!(codes(&letters(&rejected)), ["WouldLose"]);

    let ran = replay(&rig, &["--spool", "spool", "--patience", "0"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("0 accepted, 2 left there"), "{ran:?}");

    rig.emulator.set_faults([]).unwrap();
    let ran = replay(&rig, &["--spool", "spool", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(rig.emulator.rows(TABLE).len(), 2);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&told["accepted"], &told["left"]), (&json!(2), &json!(0)));
}

#[test]
fn ctrl_c_leaves_what_was_not_sent_in_the_spool_and_the_next_send_begins_with_it() {
    let (told, requests) = mpsc::channel();
    let rig = Rig::with(|builder| {
        builder.on_request(move |_| {
            let _ = told.send(());
        })
    });
    always(&rig, 403);
    let mut child = rig
        .command("send", &["-", "--spool", "spool", "--format", "json"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let row = format!("{{\"Text\":\"{}\"}}\n", "x".repeat(50_000));
    // A request's worth, so that one is tried.
    input.write_all(row.repeat(25).as_bytes()).unwrap();
    requests.recv().unwrap();
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let ran: Ran = child.wait_with_output().unwrap().into();
    drop(input);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let count = |key: &str| told[key].as_u64().unwrap();
    assert!(count("spooled") >= 20, "{told}");
    assert_eq!(count("accepted") + count("rejected"), 0, "{told}");
    assert_eq!(count("spooled") + count("not_attempted"), count("rows"));

    rig.emulator.set_faults([]).unwrap();
    rig.file("rows.ndjson", "{\"N\":1}\n{\"M\":1}\n");
    // Requests in flight together may overtake each other.
    let args = ["rows.ndjson", "--spool", "spool", "--concurrency", "1"];
    let ran = rig.run("send", &args);
    let earlier = count("spooled");
    let sentence = format!(
        "rows.ndjson: 2 rows and {earlier} of the spool's, {} accepted, 1 rejected",
        earlier + 1
    );
    assert!(ran.out.contains(&sentence), "{ran:?}");
    let rows = rig.emulator.rows(TABLE);
    assert_eq!(rows.last().unwrap()["N"], 1, "the spool comes first");
}
