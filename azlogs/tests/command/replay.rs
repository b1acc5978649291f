//! `azlogs replay`.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;

use azlogs_emulator::{Emulator, Fault, FaultAnswer, What, When};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::held::Held;
use crate::{DCR, Ran, Rig, TABLE, azlogs, interrupt};

const RULE: &str = "dcr-000a00a000a00000a000000aa000a0aa";
const OTHER_RULE: &str = "dcr-000b00b000b00000b000000bb000b0bb";
const DEAD: [&str; 2] = ["--dead-letter", "dead.ndjson"];

/// Letters of rows that are integers, one after the other, each with a text of that length.
fn letters(numbers: impl IntoIterator<Item = u32>, text: usize) -> String {
    let text = "x".repeat(text);
    let rows = numbers.into_iter().map(|n| json!({ "N": n, "Text": text }));
    rows.map(|row| letter(RULE, "Custom-Rows", &row)).collect()
}

fn letter(rule: &str, stream: &str, row: &Value) -> String {
    let letter = json!({
        "time": "2026-01-01T00:00:00Z", "rule": rule, "stream": stream, "code": "InvalidStream", "message": "as it was",
        "status": 400, "client_request_id": "a", "request_id": "b", "may_be_stored": false, "row": row,
    });
    format!("{letter}\n")
}

fn command(rig: &Rig, endpoint: &str, args: &[&str]) -> Command {
    let mut command = azlogs(&["replay", "--endpoint", endpoint]);
    command.args(args).current_dir(rig.folder());
    command
}

fn replay(rig: &Rig, args: &[&str]) -> Ran {
    let mut command = command(rig, rig.emulator.endpoint(), args);
    command.output().unwrap().into()
}

fn begin(rig: &Rig, endpoint: &str, args: &[&str]) -> Child {
    command(rig, endpoint, args).spawn().unwrap()
}

/// What the last argument `--format json` has it print.
fn told(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"))
}

fn numbers<'a>(rows: impl IntoIterator<Item = &'a Value>) -> Vec<u64> {
    let rows = rows.into_iter();
    rows.map(|row| row["N"].as_u64().unwrap()).collect()
}

fn arrived(emulator: &Emulator) -> Vec<u64> {
    numbers(&emulator.rows(TABLE))
}

/// The rows of a file of letters.
fn kept(path: &Path) -> Vec<u64> {
    let text = fs::read_to_string(path).unwrap();
    let letters = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    numbers(
        &letters
            .map(|letter| letter["row"].clone())
            .collect::<Vec<_>>(),
    )
}

/// What is in the rig's folder beside the rule's file.
fn names(rig: &Rig) -> Vec<String> {
    let entries = fs::read_dir(rig.folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name != "dcr.json").collect();
    names.sort();
    names
}

fn answer(when: When, status: u16) -> Fault {
    Fault::new(when, What::Answer(FaultAnswer::status(status)))
}

#[test]
fn letters_that_were_sent_elsewhere_by_mistake_name_what_they_named_before() {
    let rig = Rig::start();
    let text = [("Custom-Rows", 1), ("Custom-Old", 2), ("Custom-Rows", 3)]
        .map(|(stream, n)| letter(RULE, stream, &json!({ "N": n })))
        .concat();
    for rejected in [&[][..], &["--rejected", "again.ndjson"]] {
        rig.file("dead.ndjson", &text);
        let args = [&DEAD[..], &["--stream", "Custom-Row"], rejected].concat();
        let ran = replay(&rig, &args);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let path = rejected.last().unwrap_or(&"dead.ndjson");
        let kept = fs::read_to_string(rig.folder().join(path)).unwrap();
        let mut kept: Vec<_> = kept
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|kept| {
                assert_eq!(kept["code"], "InvalidStream", "{kept}");
                assert!(kept["message"].as_str().unwrap().contains("`Custom-Row`"));
                (kept["row"]["N"].as_u64(), kept["stream"].clone())
            })
            .collect();
        kept.sort_by_key(|(n, _)| *n);
        let expected = [(1, "Custom-Rows"), (2, "Custom-Old"), (3, "Custom-Rows")];
        assert_eq!(kept, expected.map(|(n, stream)| (Some(n), json!(stream))));
    }
    let args = [&DEAD[..], &["--stream", "Custom-Rows"]].concat();
    rig.file("dead.ndjson", &text);
    assert_eq!(replay(&rig, &args).code, Some(0));
    assert_eq!(arrived(&rig.emulator), [1, 3, 2]);
}

#[test]
fn a_file_that_is_being_replayed_is_refused_and_one_whose_replay_was_killed_is_not() {
    let rig = Rig::start();
    let path = rig.file("dead.ndjson", letters(1..=3, 0));
    let held = Held::listen();
    let mut first = begin(&rig, &held.endpoint(), &DEAD);
    let _request = held.take();
    let before = fs::read(&path).unwrap();
    for name in ["dead.ndjson", "./dead.ndjson"] {
        let second = replay(&rig, &["--dead-letter", name]);
        assert_eq!(second.code, Some(2), "{second:?}");
        assert!(
            second.err.contains("is being replayed already"),
            "{second:?}"
        );
    }
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(names(&rig), ["dead.ndjson", "dead.ndjson.left"]);

    let third = replay(&rig, &DEAD);
    assert_eq!(third.code, Some(0), "{third:?}");
    assert_eq!(arrived(&rig.emulator), [1, 2, 3]);
    assert!(names(&rig).is_empty());
}

#[test]
fn replays_that_are_started_at_once_send_no_row_twice_and_lose_none() {
    let rig = Rig::start();
    for round in 0..5 {
        let path = rig.file("dead.ndjson", letters(10 * round..10 * round + 3, 0));
        let ran: Vec<Ran> = thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| replay(&rig, &DEAD)))
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        let good = ran.iter().filter(|ran| ran.code == Some(0)).count();
        assert_eq!(good, 1, "{ran:?}");
        for ran in ran.iter().filter(|ran| ran.code != Some(0)) {
            assert_eq!(ran.code, Some(2), "{ran:?}");
            let is_late = ran.err.contains("already") || ran.err.contains("not found");
            assert!(is_late, "{ran:?}");
        }
        assert!(!path.exists());
    }
    let expected: Vec<u64> = (0..5)
        .flat_map(|round| 10 * round..10 * round + 3)
        .collect();
    assert_eq!(arrived(&rig.emulator), expected);
}

#[test]
fn renamed_files_are_replayed_first_the_oldest_before_all() {
    let rig = Rig::start();
    let fill = || {
        rig.file("dead.ndjson.10", letters([1, 2], 0));
        rig.file("dead.ndjson.2", letters([3], 0));
        rig.file("dead.ndjson.1", letters([4, 5], 0));
        rig.file("dead.ndjson", letters([6], 0));
    };
    fill();
    let ran = replay(&rig, &DEAD);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(arrived(&rig.emulator), [1, 2, 3, 4, 5, 6]);
    assert!(names(&rig).is_empty());

    // One file's rows are refused: it stays, and the next replay finds it, though the other numbers are gone.
    rig.emulator.reset();
    fill();
    rig.emulator
        .set_faults([answer(When::Nth(2), 400)])
        .unwrap();
    let ran = replay(&rig, &["--dead-letter", "dead.ndjson", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let told = told(&ran);
    assert_eq!(
        (&told["accepted"], &told["rejected"], &told["left"]),
        (&json!(5), &json!(1), &json!(1))
    );
    assert_eq!(names(&rig), ["dead.ndjson.2"]);
    let ran = replay(&rig, &DEAD);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(arrived(&rig.emulator), [1, 2, 4, 5, 6, 3]);
}

#[test]
fn a_line_that_is_no_letter_in_any_file_stops_it_before_anything_is_sent() {
    let rig = Rig::start();
    rig.file("dead.ndjson.1", letters([1], 0));
    rig.file("dead.ndjson", "{}\n");
    let ran = replay(&rig, &DEAD);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("line 1 is no dead letter"), "{ran:?}");
    assert!(ran.err.contains("nothing was sent"), "{ran:?}");
    assert!(rig.emulator.requests().is_empty());
    assert_eq!(names(&rig), ["dead.ndjson", "dead.ndjson.1"]);
}

#[test]
fn rule_and_stream_of_the_command_line_count_before_those_of_the_letters() {
    let other = DCR
        .replace(RULE, OTHER_RULE)
        .replace("\"name\": \"rule\"", "\"name\": \"other\"")
        .replace("Custom-Rows", "Custom-Others");
    let rig = Rig::with(|builder| builder.dcr("other.json", other));
    rig.file("dead.ndjson", letters([1], 0));
    let ran = replay(
        &rig,
        &[
            "--dead-letter",
            "dead.ndjson",
            "--rule",
            OTHER_RULE,
            "--stream",
            "Custom-Others",
        ],
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(numbers(&rig.emulator.rows("Others_CL")), [1]);

    // A letter of another rule and one that names nothing that could be asked for.
    rig.file(
        "dead.ndjson",
        letter(OTHER_RULE, "Custom-Others", &json!({ "N": 2 }))
            + &letter("a rule", "a stream", &json!({ "N": 3 })),
    );
    let ran = replay(&rig, &DEAD);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("1 accepted, 1 rejected, 1 left there"),
        "{ran:?}"
    );
    assert_eq!(numbers(&rig.emulator.rows("Others_CL")), [1, 2]);
    let args = ["--rule", RULE, "--stream", "Custom-Rows"];
    let ran = replay(&rig, &[&DEAD[..], &args[..]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(arrived(&rig.emulator), [3]);

    for args in [
        ["--rule", "dcr-1"],
        ["--stream", "Rows"],
        ["--endpoint", "ftp://a"],
    ] {
        let ran: Ran = azlogs(&[&["replay"][..], &DEAD[..], &args[..]].concat())
            .output()
            .unwrap()
            .into();
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(
            ran.err.contains(&format!("invalid value '{}'", args[1])),
            "{ran:?}"
        );
    }
}

#[test]
fn rows_that_are_refused_again_go_to_another_file_and_those_not_tried_stay() {
    let rig = Rig::start();
    let path = rig.file(
        "dead.ndjson",
        letters([1], 700_000) + &letters([2], 700_000) + &letter(RULE, "Custom-Rows", &json!(5)),
    );
    rig.emulator
        .set_faults([answer(When::Nth(1), 400), answer(When::Nth(2), 403)])
        .unwrap();
    let args = ["--rejected", "again.ndjson", "--concurrency", "1"];
    let ran = replay(&rig, &[&DEAD[..], &args[..]].concat());
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("the rejected rows are in again.ndjson"),
        "{ran:?}"
    );
    // A role may be given back; what the service refuses for good, and what is no row, isn't tried for ever.
    assert_eq!(kept(&path), [2]);
    let again = fs::read_to_string(rig.folder().join("again.ndjson")).unwrap();
    assert_eq!(again.lines().count(), 2);
    assert!(again.contains("\"row\":5"), "{again}");

    let ran = replay(&rig, &[&DEAD[..], &args[..]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(arrived(&rig.emulator), [2]);
    assert_eq!(names(&rig), ["again.ndjson"]);
}

#[test]
fn the_file_of_rejected_rows_is_none_of_those_that_are_replayed() {
    let rig = Rig::start();
    rig.file("dead.ndjson.1", letters([1], 0));
    rig.file("dead.ndjson", letters([2], 0));
    for name in ["dead.ndjson", "./dead.ndjson.1", "dead.ndjson.left"] {
        let ran = replay(&rig, &[&DEAD[..], &["--rejected", name]].concat());
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(
            ran.err.contains("--rejected is the file that is replayed"),
            "{ran:?}"
        );
    }
    assert!(rig.emulator.requests().is_empty());
    assert_eq!(names(&rig), ["dead.ndjson", "dead.ndjson.1"]);
}

#[test]
fn an_endpoint_that_fails_leaves_all_and_a_rule_that_refuses_leaves_its_own() {
    let other = DCR
        .replace(RULE, OTHER_RULE)
        .replace("\"name\": \"rule\"", "\"name\": \"other\"");
    let rig = Rig::with(|builder| builder.dcr("other.json", other));
    let lines = [(RULE, 1), (OTHER_RULE, 2), (RULE, 3)]
        .map(|(rule, n)| letter(rule, "Custom-Rows", &json!({ "N": n })));
    let fill = || {
        rig.file("dead.ndjson.1", lines[..2].concat());
        rig.file("dead.ndjson", &lines[2]);
    };
    fill();
    rig.emulator
        .set_faults([answer(When::Nth(1), 403)])
        .unwrap();
    let ran = replay(&rig, &DEAD);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(arrived(&rig.emulator), [2]);
    assert_eq!(rig.emulator.requests().len(), 2);
    let folder = rig.folder();
    assert_eq!(kept(&folder.join("dead.ndjson.1")), [1]);
    assert_eq!(kept(&folder.join("dead.ndjson")), [3]);

    fill();
    rig.emulator.reset();
    rig.emulator
        .set_faults([answer(When::Always, 401)])
        .unwrap();
    let ran = replay(&rig, &[&DEAD[..], &["--format", "json"]].concat());
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(
        (&told(&ran)["left"], &told(&ran)["rejected"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(kept(&folder.join("dead.ndjson.1")), [1, 2]);
    assert_eq!(kept(&folder.join("dead.ndjson")), [3]);
}

#[test]
fn a_file_that_is_written_to_meanwhile_keeps_all_that_it_has() {
    let rig = Rig::start();
    let path = rig.file("dead.ndjson", letters([1, 2], 0));
    let held = Held::listen();
    let first = begin(&rig, &held.endpoint(), &DEAD);
    let request = held.take();
    fs::write(&path, letters([1, 2, 3], 0)).unwrap();
    request.accept();
    let ran: Ran = first.wait_with_output().unwrap().into();
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("was written to meanwhile"), "{ran:?}");
    assert!(ran.out.contains("2 accepted"), "{ran:?}");
    assert_eq!(kept(&path), [1, 2, 3]);
    assert_eq!(names(&rig), ["dead.ndjson"]);
}

#[test]
fn ctrl_c_finishes_what_is_in_flight_and_leaves_the_rest() {
    let rig = Rig::start();
    rig.file("dead.ndjson.1", letters([1, 2, 3], 700_000));
    rig.file("dead.ndjson", letters([4], 0));
    let held = Held::listen();
    let args = ["--concurrency", "1", "--format", "json"];
    let mut child = begin(&rig, &held.endpoint(), &[&DEAD[..], &args[..]].concat());
    let request = held.take();
    interrupt(&mut child);
    request.accept();
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let told = told(&ran);
    assert_eq!(
        (&told["accepted"], &told["rejected"], &told["left"]),
        (&json!(1), &json!(0), &json!(3))
    );
    assert_eq!(kept(&rig.folder().join("dead.ndjson.1")), [2, 3]);
    assert_eq!(kept(&rig.folder().join("dead.ndjson")), [4]);
}

#[test]
fn a_second_ctrl_c_ends_it_at_once_with_the_file_as_it_was() {
    let rig = Rig::start();
    let text = letters([1, 2], 0);
    let path = rig.file("dead.ndjson", &text);
    let held = Held::listen();
    let mut child = begin(&rig, &held.endpoint(), &DEAD);
    let _request = held.take();
    interrupt(&mut child);
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!((ran.code, ran.out.as_str()), (Some(130), ""), "{ran:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_link_is_followed_and_a_folder_is_no_file() {
    let rig = Rig::start();
    fs::create_dir(rig.folder().join("kept")).unwrap();
    rig.file("kept/dead.ndjson", letters([1, 2], 700_000));
    std::os::unix::fs::symlink("kept/dead.ndjson", rig.folder().join("dead.ndjson")).unwrap();
    rig.emulator
        .set_faults([answer(When::Nth(1), 400)])
        .unwrap();
    let args = ["--concurrency", "1"];
    let ran = replay(&rig, &[&DEAD[..], &args[..]].concat());
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(rig.folder().join("dead.ndjson").is_symlink());
    assert_eq!(kept(&rig.folder().join("kept/dead.ndjson")), [1]);

    for (name, error) in [("kept", "directory"), ("missing", "not found")] {
        let ran = replay(&rig, &["--dead-letter", name]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(error), "{ran:?}");
    }
}

/// A spool with the rows of `{"N":1}` to `{"N":count}` in it, one a request, which an endpoint that is gone by now refused.
fn spooled(rig: &Rig, count: u32) {
    let gone = Rig::with(|builder| builder.fault(answer(When::Always, 403)));
    let text = "x".repeat(700_000);
    let rows = (1..=count).map(|n| format!("{}\n", json!({ "N": n, "Text": text })));
    rig.file("rows.ndjson", rows.collect::<String>());
    let mut command = azlogs(&["send", "--dcr", "dcr.json", "--stream", "Custom-Rows"]);
    command
        .args(["--endpoint", gone.emulator.endpoint()])
        // Requests that fail together are on disk in any order.
        .args(["--concurrency", "1"])
        .args([
            "--spool",
            "spool",
            "--patience",
            "0",
            "--allow-loss",
            "rows.ndjson",
        ])
        .current_dir(rig.folder());
    let ran: Ran = command.output().unwrap().into();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains(&format!("{count} left in the spool")),
        "{ran:?}"
    );
}

#[test]
fn a_spool_goes_to_the_endpoint_of_the_command_line_whichever_its_chunks_name() {
    let rig = Rig::start();
    spooled(&rig, 3);
    let ran = replay(&rig, &["--spool", "spool", "--concurrency", "1"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(arrived(&rig.emulator), [1, 2, 3]);
}

#[test]
fn what_the_service_refuses_of_a_spool_becomes_a_dead_letter_where_it_is_told() {
    let rig = Rig::start();
    spooled(&rig, 2);
    rig.emulator
        .set_faults([answer(When::Nth(1), 400)])
        .unwrap();
    let args = [
        "--spool",
        "spool",
        "--rejected",
        "again.ndjson",
        "--concurrency",
        "1",
    ];
    let ran = replay(&rig, &args);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("1 accepted, 1 rejected"), "{ran:?}");
    assert!(
        ran.out.contains("the rejected rows are in again.ndjson"),
        "{ran:?}"
    );
    assert_eq!(kept(&rig.folder().join("again.ndjson")), [1]);
    assert_eq!(arrived(&rig.emulator), [2]);

    for flag in [["--rule", RULE], ["--stream", "Custom-Rows"]] {
        let ran = replay(&rig, &[&["--spool", "spool"][..], &flag[..]].concat());
        assert_eq!(ran.code, Some(2), "a chunk says where it goes: {ran:?}");
    }
}

#[test]
fn ctrl_c_leaves_in_the_spool_what_was_not_sent() {
    let rig = Rig::start();
    spooled(&rig, 3);
    let held = Held::listen();
    let args = ["--spool", "spool", "--concurrency", "1", "--format", "json"];
    let mut child = begin(&rig, &held.endpoint(), &args);
    let request = held.take();
    // It's locked meanwhile.
    let second = replay(&rig, &args);
    assert_eq!(second.code, Some(2), "{second:?}");
    assert!(second.err.contains("in use"), "{second:?}");
    interrupt(&mut child);
    request.accept();
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let told = told(&ran);
    assert_eq!((&told["accepted"], &told["left"]), (&json!(1), &json!(2)));

    let ran = replay(&rig, &["--spool", "spool", "--concurrency", "1"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(arrived(&rig.emulator), [2, 3]);
}
