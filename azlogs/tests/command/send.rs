//! `azlogs send`.

use std::io::Write as _;
use std::process::Stdio;
use std::sync::mpsc;

use azlogs_emulator::{Fault, FaultAnswer, What, When};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::held::Held;
use crate::{Rig, TABLE, azlogs, interrupt};

const NOW: &str = r#""TimeGenerated":"2999-01-01T00:00:00Z""#;

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn rows_of_arrays_and_of_lines_arrive_in_order() {
    for (name, data) in [
        ("rows.json", "[ {\"N\":1,\"Text\":\"a\"},\n {\"N\":2} ]"),
        ("rows.ndjson", "{\"N\":1,\"Text\":\"a\"}\n\n{\"N\":2}\n"),
    ] {
        let rig = Rig::start();
        rig.file(name, data);
        let ran = rig.run("send", &[name]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        assert!(
            ran.out.starts_with(&format!(
                "{name}: 2 rows, 2 accepted\n1 request, 0 retries, "
            )),
            "{ran:?}"
        );
        let rows = rig.emulator.rows(TABLE);
        assert_eq!(
            (rows.len(), &rows[0]["N"], &rows[0]["Text"], &rows[1]["N"]),
            (2, &json!(1), &json!("a"), &json!(2))
        );
    }
}

#[test]
fn rows_that_would_lose_something_are_kept_back_and_counted_by_reason() {
    let data = format!(
        "{{\"N\":1}}\n{{\"N\":\"many\"}}\n{{\"N\":2,\"Txet\":\"b\"}}\n{{\"N\":3,\"Txet\":\"c\"}}\n5\n{{{NOW}}}\n{{oops}}\n{{\"N\":4}}\n"
    );
    let rig = Rig::start();
    rig.file("rows.ndjson", &data);
    let ran = rig.run("send", &["rows.ndjson"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for line in [
        "kept back: a row is a number, not an object (1 row; the first is row 4, line 5)",
        "kept back: a row isn't JSON: key must be a string (1 row; the first is row 6, line 7)",
        "kept back: column `N`: the value isn't an integer (the column's type is int) (1 row; the first is row 1, line 2)",
        "kept back: column `Txet`: isn't declared; did you mean `Text`? (2 rows; the first is row 2, line 3)",
        "rows.ndjson: 8 rows, 2 accepted, 6 rejected",
    ] {
        assert!(
            ran.out.lines().any(|shown| shown == line),
            "{line}\n{}",
            ran.out
        );
    }
    let rows = rig.emulator.rows(TABLE);
    assert_eq!(
        rows.iter()
            .map(|row| row["N"].as_i64().unwrap())
            .collect::<Vec<_>>(),
        [1, 4]
    );

    let ran = rig.run("send", &["rows.ndjson", "--allow-loss"]);
    assert_eq!(ran.code, Some(1), "two rows are none: {ran:?}");
    assert!(
        ran.out.contains("8 rows, 6 accepted, 2 rejected"),
        "{ran:?}"
    );
    assert_eq!(rig.emulator.rows(TABLE).len(), 8);
}

#[test]
fn a_dry_run_sends_nothing_and_needs_no_endpoint() {
    let rig = Rig::start();
    rig.file("good.ndjson", "{\"N\":1}\n");
    rig.file("bad.ndjson", "{\"N\":1}\n{\"M\":1}\n");
    let ran = rig.run("send", &["good.ndjson", "--dry-run"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "good.ndjson: 1 row, 1 would be accepted whole\n")
    );
    let ran = rig.run("send", &["bad.ndjson", "--dry-run", "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    let told = json_of(&ran.out);
    assert_eq!(
        (
            &told["rows"],
            &told["lossy"],
            &told["losses"][0]["first_line"]
        ),
        (&json!(2), &json!(1), &json!(2))
    );
    assert!(rig.emulator.requests().is_empty());
}

#[test]
fn what_the_service_refuses_is_told_by_the_rows_numbers_in_the_data() {
    let rig = Rig::with(|builder| {
        builder.fault(Fault::new(
            When::Always,
            What::Answer(FaultAnswer::status(403)),
        ))
    });
    let ran = rig.run_with(
        "send",
        &["-", "--format", "json"],
        b"{\"N\":1}\n{\"M\":1}\n{\"N\":2}\n{\"N\":3}\n",
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let told = json_of(&ran.out);
    assert_eq!(
        (
            &told["rows"],
            &told["accepted"],
            &told["rejected"],
            &told["not_attempted"]
        ),
        (&json!(4), &json!(0), &json!(4), &json!(0))
    );
    assert_eq!(told["rejections"][0]["rows"], json!([[0, 1], [2, 4]]));
    let reason = told["rejections"][0]["reason"].as_str().unwrap();
    assert!(
        reason.contains("403") && reason.contains("Monitoring Metrics Publisher"),
        "{reason}"
    );
}

#[test]
fn a_refusal_says_what_to_do() {
    let refusing = |status| {
        let fault = Fault::new(When::Always, What::Answer(FaultAnswer::status(status)));
        Rig::with(|builder| builder.fault(fault))
    };
    let other_rule = ["--rule", "dcr-000b00b000b00000b000000bb000b0bb"];
    for (rig, args, told, help) in [
        (refusing(401), &[][..], "401", "check that the scope"),
        (
            Rig::start(),
            &other_rule,
            "404 NotFound",
            "is the rule's immutable id",
        ),
        (refusing(413), &[], "413", "send fewer or smaller rows"),
    ] {
        rig.file("rows.ndjson", "{\"N\":1}\n");
        let ran = rig.run("send", &[&["rows.ndjson"], args].concat());
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.out.starts_with("rejected: row 0: the service answered"),
            "{ran:?}"
        );
        assert!(ran.out.contains(told) && ran.out.contains(help), "{ran:?}");
        assert!(
            ran.out.contains("rows.ndjson: 1 row, 1 rejected"),
            "{ran:?}"
        );
    }
}

#[test]
fn data_that_breaks_off_loses_nothing_that_came_before() {
    let rig = Rig::start();
    let ran = rig.run_with("send", &["-"], b"[{\"N\":1},{\"N\":2},{\"N\"");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.out.contains(
            "the rest isn't read: the data isn't JSON: line 1: the data breaks off in a row"
        ),
        "{ran:?}"
    );
    assert!(ran.out.contains("2 rows, 2 accepted"), "{ran:?}");
    assert_eq!(rig.emulator.rows(TABLE).len(), 2);
}

#[test]
fn a_line_that_breaks_off_in_the_middle_is_kept_and_those_after_it_are_sent() {
    let rig = Rig::start();
    let after = "{\"N\":2}\n".repeat(498);
    rig.file(
        "rows.ndjson",
        format!("{{\"N\":1}}\n{{\"Text\":\"br\n{after}{{\"N\":"),
    );
    let ran = rig.run("send", &["rows.ndjson", "--dead-letter", "dead.ndjson"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("501 rows, 499 accepted, 2 rejected"),
        "{ran:?}"
    );
    let letters = std::fs::read_to_string(rig.folder().join("dead.ndjson")).unwrap();
    let rows = letters.lines().map(|letter| json_of(letter)["row"].clone());
    assert_eq!(rows.collect::<Vec<_>>(), ["{\"Text\":\"br", "{\"N\":"]);
    assert_eq!(rig.emulator.rows(TABLE).len(), 499);
}

#[test]
fn what_is_no_json_is_said_to_be_so() {
    let rig = Rig::start();
    for (data, code, told) in [
        (&b"\xef\xbb\xbf{\"N\":1}\r\n"[..], 0, "1 row, 1 accepted"),
        (b"", 0, "-: 0 rows"),
        (b" \n\n", 0, "-: 0 rows"),
        (b"[]", 0, "-: 0 rows"),
        (b"\x1f\x8b\x08\0", 1, "it is gzip: unpack it first"),
        (b"\xff\xfe{\0}\0", 1, "it isn't UTF-8 (UTF-16, maybe)"),
        (b"\0\0\0", 1, "it is a binary file"),
        (b"N,Text\n", 1, "a row isn't JSON"),
        (b"{\"Text\":\"\xff\"}\n", 1, "a row isn't UTF-8"),
    ] {
        let ran = rig.run_with("send", &["-"], data);
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert!(ran.out.contains(told), "{told}: {ran:?}");
    }
}

#[test]
fn a_second_ctrl_c_ends_it_at_once() {
    let rig = Rig::start();
    rig.file("rows.ndjson", "{\"N\":1}\n");
    let held = Held::listen();
    let mut command = azlogs(&["send", "rows.ndjson", "--dcr", "dcr.json"]);
    command
        .args(["--stream", "Custom-Rows", "--endpoint", &held.endpoint()])
        .current_dir(rig.folder());
    let mut child = command.spawn().unwrap();
    let _request = held.take();
    interrupt(&mut child);
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let ran: crate::Ran = child.wait_with_output().unwrap().into();
    assert_eq!((ran.code, ran.out.as_str()), (Some(130), ""), "{ran:?}");
}

#[test]
fn ctrl_c_ends_it_with_a_report_of_every_row() {
    ends_with_a_report(Signal::INT);
}

#[test]
fn so_does_what_a_service_manager_sends() {
    ends_with_a_report(Signal::TERM);
}

fn ends_with_a_report(signal: Signal) {
    let (told, requests) = mpsc::channel();
    let rig = Rig::with(|builder| {
        builder.on_request(move |_| {
            let _ = told.send(());
        })
    });
    let mut child = rig
        .command("send", &["-", "--format", "json"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let row = format!("{{\"Text\":\"{}\"}}\n", "x".repeat(50_000));
    // A request's worth, and some rows that wait for others.
    input.write_all(row.repeat(25).as_bytes()).unwrap();
    requests.recv().unwrap();
    kill_process(Pid::from_child(&child), signal).unwrap();
    let ran: crate::Ran = child.wait_with_output().unwrap().into();
    drop(input);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("finishing what is in flight"), "{ran:?}");
    let told = json_of(&ran.out);
    let count = |key: &str| told[key].as_u64().unwrap();
    assert_eq!(count("accepted"), 20, "{told}");
    assert_eq!(rig.emulator.rows(TABLE).len(), 20);
    assert_eq!(count("rows"), count("accepted") + count("not_attempted"));
    assert!(count("not_attempted") > 0, "{told}");
}

#[test]
fn what_cannot_be_begun_is_exit_code_2_with_what_to_do() {
    let rig = Rig::start();
    rig.file("rows.ndjson", "{}");
    for (args, told) in [
        (
            vec!["missing.ndjson"],
            "cannot read missing.ndjson: No such file",
        ),
        (vec!["."], "cannot read .: is a directory"),
        (
            vec!["rows.ndjson", "--rule", "dcr-x"],
            "invalid value 'dcr-x'",
        ),
        (
            vec!["rows.ndjson", "--concurrency", "many"],
            "invalid value 'many'",
        ),
        (
            vec!["rows.ndjson", "--concurrency", "0"],
            "invalid value '0'",
        ),
        (
            vec!["rows.ndjson", "--dead-letter", "nowhere/dead.ndjson"],
            "cannot write to nowhere/dead.ndjson: No such file",
        ),
        (
            vec!["rows.ndjson", "--dead-letter", "./rows.ndjson"],
            "rows.ndjson is the file of dead letters, too",
        ),
        (
            vec!["rows.ndjson", "--spool", "dcr.json/spool"],
            "cannot create the directory",
        ),
        (
            vec!["rows.ndjson", "--spool", "spool", "--dry-run"],
            "cannot be used with",
        ),
        (
            vec!["rows.ndjson", "--patience", "5"],
            "required arguments were not provided",
        ),
    ] {
        let ran = rig.run("send", &args);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(told), "{told}: {ran:?}");
    }
    let elsewhere = |stream: &str, dcr: &str| {
        let dcr = rig.file("other.json", dcr);
        let mut command = azlogs(&[
            "send",
            "rows.ndjson",
            "--stream",
            stream,
            "--dcr",
            dcr.to_str().unwrap(),
        ]);
        let ran: crate::Ran = command.output().unwrap().into();
        assert_eq!(ran.code, Some(2), "{ran:?}");
        ran.err
    };
    let told = elsewhere("Custom-Row", crate::DCR);
    assert!(
        told.contains("declares no stream `Custom-Row`; did you mean `Custom-Rows`?"),
        "{told}"
    );
    let told = elsewhere("Custom-Rows", crate::DCR);
    assert!(
        told.contains("names no endpoint: give --endpoint"),
        "{told}"
    );
    let without_id = crate::DCR.replace(
        "\"immutableId\": \"dcr-000a00a000a00000a000000aa000a0aa\",",
        "\"endpoints\": { \"logsIngestion\": \"https://dce.example\" },",
    );
    let told = elsewhere("Custom-Rows", &without_id);
    assert!(told.contains("names no immutable id"), "{told}");
}
