//! The command, as its users run it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

#[cfg(unix)]
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::rig::{ID, RULE, STREAM, client};

/// The command while it runs; it is stopped when this is dropped.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    _folder: TempDir,
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_azlogs-emulator"))
}

fn rule_file(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dcr.json");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        Self::serve(RULE, arguments)
    }

    fn serve(rule: &str, arguments: &[&str]) -> Self {
        let (folder, path) = rule_file(rule);
        let mut child = command()
            .arg("--dcr")
            .arg(path)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            out,
            _folder: folder,
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    fn json(&mut self) -> Value {
        serde_json::from_str(&self.line()).unwrap()
    }

    /// Lines up to and with the one that begins so.
    fn lines_to(&mut self, beginning: &str) -> Vec<String> {
        let mut lines = vec![self.line()];
        while !lines.last().unwrap().starts_with(beginning) {
            lines.push(self.line());
        }
        lines
    }

    /// Presses Ctrl-C, and waits for the end: what was still printed, and the exit code.
    fn stop(self) -> (String, Option<i32>) {
        let (rest, _, code) = self.stop_and_tell();
        (rest, code)
    }

    /// The same, with all that was on standard error.
    fn stop_and_tell(mut self) -> (String, String, Option<i32>) {
        let pid = self.child.id().to_string();
        let killed = Command::new("kill").args(["-INT", &pid]).status().unwrap();
        assert!(killed.success());
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        let mut told = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut told).unwrap();
        (rest, told, self.child.wait().unwrap().code())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already where the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn post(endpoint: &str, body: &'static str) -> u16 {
    let url =
        format!("{endpoint}/dataCollectionRules/{ID}/streams/{STREAM}?api-version=2023-01-01");
    let request = client()
        .post(url)
        .bearer_auth("t")
        .header("content-type", "application/json");
    request.body(body).send().await.unwrap().status().as_u16()
}

/// As many files as the system gives to this process, and to those that it starts.
#[cfg(unix)]
fn all_files() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let most = Rlimit {
        current: maximum,
        maximum,
    };
    let files = setrlimit(Resource::Nofile, most).map_or(current, |()| maximum);
    usize::try_from(files.unwrap_or(u64::MAX)).unwrap_or(usize::MAX)
}

/// In a process of its own, since each end of a connection is a file.
#[cfg(unix)]
#[tokio::test]
async fn ten_thousand_idle_connections_do_not_keep_a_good_client_waiting() {
    // The other tests have some files, too.
    let room = all_files().saturating_sub(500);
    let mut running = Running::start(&["--format", "json"]);
    let start = running.json();
    let endpoint = start["endpoint"].as_str().unwrap();
    let address: SocketAddr = endpoint.strip_prefix("http://").unwrap().parse().unwrap();
    let idle: Vec<_> = (0..room.min(10_000))
        .map(|_| TcpStream::connect(address).unwrap())
        .collect();
    for _ in 0..5 {
        assert_eq!(post(endpoint, r#"[{"Status":1}]"#).await, 204);
    }
    drop(idle);
    assert_eq!(post(endpoint, r#"[{"Status":1}]"#).await, 204);
}

#[cfg(unix)]
#[tokio::test]
async fn json_tells_the_endpoint_then_each_request_then_the_summary() {
    let mut running = Running::start(&["--format", "json"]);
    let start = running.json();
    assert_eq!(start["ca"], Value::Null);
    let rule = &start["rules"][0];
    assert_eq!(rule["immutable_id"], ID);
    assert_eq!(rule["streams"][0]["name"], STREAM);
    assert_eq!(rule["streams"][0]["tables"][0]["name"], "Web_CL");
    let endpoint = start["endpoint"].as_str().unwrap();
    assert_eq!(post(endpoint, r#"[{"Status":1},{"Statsu":2}]"#).await, 204);
    let request = &running.json()["request"];
    assert_eq!(
        (&request["status"], &request["accepted"]),
        (&204.into(), &2.into())
    );
    assert_eq!(request["losses"][0]["column"], "Statsu");
    let (rest, code) = running.stop();
    let summary: Value = serde_json::from_str(rest.trim()).unwrap();
    assert_eq!(summary["summary"]["statuses"]["204"], 1);
    assert_eq!(code, Some(0));
}

#[cfg(unix)]
#[tokio::test]
async fn people_are_told_what_is_served_and_what_is_lost() {
    let mut running = Running::start(&["--fault", "status=503,nth=2"]);
    let lines = running.lines_to("Ctrl-C");
    let endpoint = lines[0].strip_prefix("listening on ").unwrap().to_owned();
    assert_eq!(lines[1], "rule `web`");
    assert_eq!(lines[2], format!("  immutable id  {ID}"));
    assert_eq!(lines[3], "  stream        Custom-Web → Web_CL (4 columns)");
    assert!(
        lines[4].starts_with("  stream        Custom-Raw → Raw_CL"),
        "{lines:?}"
    );
    assert_eq!(post(&endpoint, r#"[{"Status":1},{"Statsu":2}]"#).await, 204);
    let line = running.line();
    assert!(
        line.ends_with("204 Custom-Web: 2 rows accepted → Web_CL (27 bytes)"),
        "{line}"
    );
    assert!(running.line().contains("the service doesn't say"));
    let line = running.line();
    assert!(line.contains("column `Statsu` isn't declared, and dropped; did you mean `Status`?"));
    assert_eq!(post(&endpoint, "[]").await, 503);
    let line = running.line();
    assert!(
        line.contains("503 Custom-Web: ServiceUnavailable"),
        "{line}"
    );
    assert!(running.line().contains("ordered fault: status=503,nth=2"));
    let nowhere = client().post(format!("{endpoint}/api//logs")).send();
    assert_eq!(nowhere.await.unwrap().status(), 404);
    let line = running.line();
    assert!(line.contains("404 POST /api//logs: NotFound"), "{line}");
    let (rest, code) = running.stop();
    assert!(
        rest.contains("3 requests: 204 × 1, 404 × 1, 503 × 1"),
        "{rest}"
    );
    assert!(rest.contains("table Web_CL: 2 rows"), "{rest}");
    assert!(
        rest.contains("Custom-Web column `Statsu`: dropped in 1 row"),
        "{rest}"
    );
    assert!(!rest.contains('\u{1b}'), "no colours in a pipe");
    assert_eq!(code, Some(0));
}

/// A rule with a flow that filters and drops, one that makes rows too large, and one that Azure would refuse.
fn flows() -> String {
    let copies: Vec<_> = (0..70)
        .map(|copy| format!("c{copy} = strcat(User, '')"))
        .collect();
    let doubled = " | extend User = strcat(User, User)".repeat(17);
    let flow = |table: &str, transform: &str| json!({ "streams": [STREAM], "destinations": ["w"], "outputStream": table, "transformKql": transform });
    let rule = json!({
        "name": "web",
        "immutableId": ID,
        "streamDeclarations": { STREAM: { "columns": [
            { "name": "TimeGenerated", "type": "datetime" }, { "name": "Status", "type": "int" }, { "name": "User", "type": "string" } ] } },
        "dataFlows": [
            flow("Custom-Slow_CL", "source | where Status > 1 | project TimeGenerated, Status"),
            flow("Custom-Big_CL", &format!("source{doubled} | extend {}", copies.join(", "))),
            flow("Custom-Bad_CL", "source | where Statsu > 1") ]
    });
    rule.to_string()
}

const FLOW_ROWS: &str =
    r#"[{"Status":1,"User":"0123456789"},{"Status":2,"TimeGenerated":"2001-01-01"}]"#;

#[cfg(unix)]
#[tokio::test]
async fn people_are_told_what_flows_make_of_rows() {
    let mut running = Running::serve(&flows(), &[]);
    let lines = running.lines_to("Ctrl-C");
    let endpoint = lines[0].strip_prefix("listening on ").unwrap().to_owned();
    let note = lines.iter().find(|line| line.contains("note:")).unwrap();
    assert!(
        note.contains(
            "the transform before table Bad_CL isn't run, so that it holds the rows as they go in"
        ) && note.contains("there is no column `Statsu`"),
        "{note}"
    );
    assert_eq!(post(&endpoint, FLOW_ROWS).await, 204);
    let line = running.line();
    assert!(
        line.ends_with("2 rows accepted → Slow_CL, Big_CL, Bad_CL, transform not run (76 bytes)"),
        "{line}"
    );
    for expected in [
        "flow → Slow_CL: 1 row written, 1 filtered out, 1 with TimeGenerated replaced, columns dropped: `User`",
        "flow → Big_CL: 1 row written, 1 too large after the transform, 1 with TimeGenerated replaced",
        "the service doesn't say:",
        "- column `TimeGenerated` is replaced with the time of receipt in table Slow_CL: after the transform it is too long ago (row 1)",
        "- the row becomes too large in the transform before table Big_CL, and is lost (row 0)",
        "- column `TimeGenerated` is replaced with the time of receipt in table Big_CL: after the transform it is too long ago (row 1)",
    ] {
        assert_eq!(running.line().trim_start(), expected);
    }
    let (rest, told, code) = running.stop_and_tell();
    assert!(
        rest.contains("Custom-Web flow → Slow_CL: 1 row written, 1 filtered out"),
        "{rest}"
    );
    assert!(
        told.contains("error[AZL0081]: there is no column `Statsu`")
            && told.contains("dcr.json:1:"),
        "{told}"
    );
    assert_eq!(code, Some(0));
}

#[cfg(unix)]
#[tokio::test]
async fn programs_are_told_what_flows_make_of_rows() {
    let mut running = Running::serve(&flows(), &["--format", "json"]);
    let start = running.json();
    let tables = &start["rules"][0]["streams"][0]["tables"];
    assert_eq!(tables[0]["columns_dropped"], json!(["User"]));
    assert_eq!(tables[2]["transform_not_run"], "source | where Statsu > 1");
    let endpoint = start["endpoint"].as_str().unwrap();
    assert_eq!(post(endpoint, FLOW_ROWS).await, 204);
    let request = &running.json()["request"];
    assert_eq!(
        request["flows"],
        json!([
            { "table": "Slow_CL", "written": 1, "filtered": 1, "failed": 0, "time_filled": 0, "time_replaced": 1,
              "values_truncated": 0, "values_dropped": 0, "columns_dropped": ["User"] },
            { "table": "Big_CL", "written": 1, "filtered": 0, "failed": 1, "time_filled": 0, "time_replaced": 1,
              "values_truncated": 0, "values_dropped": 0, "columns_dropped": [] }
        ])
    );
    assert_eq!(request["transforms_not_run"], json!(["Bad_CL"]));
    assert_eq!(
        request["losses"][1],
        json!({ "kind": "transform", "column": null, "table": "Big_CL", "rows": 1, "first_row": 0,
            "reason": "the row becomes too large in the transform before table Big_CL, and is lost" })
    );
    let (rest, told, _) = running.stop_and_tell();
    let summary: Value = serde_json::from_str(rest.trim()).unwrap();
    assert_eq!(summary["summary"]["streams"][0]["flows"], request["flows"]);
    let finding: Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    assert_eq!(finding["code"], "AZL0081");
}

#[test]
fn a_strict_emulator_ends_with_1_where_azure_would_refuse_a_transform() {
    let output = run(&["--dcr", "-", "--strict"], &flows());
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("there is no column `Statsu`"), "{told}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_certificate_lies_where_it_is_said_until_the_end() {
    let mut running = Running::start(&["--format", "json", "--tls"]);
    let start = running.json();
    assert!(start["endpoint"].as_str().unwrap().starts_with("https://"));
    let path = start["ca"].as_str().unwrap().to_owned();
    let pem = std::fs::read_to_string(&path).unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));
    assert!(!pem.contains("PRIVATE"));
    assert_eq!(running.stop().1, Some(0));
    assert!(!Path::new(&path).exists());
}

#[cfg(unix)]
#[tokio::test]
async fn settings_are_taken_from_the_command_line() {
    let mut running = Running::start(&[
        "--format",
        "json",
        "--strict",
        "--require-token",
        "t",
        "--requests-per-minute",
        "3",
        "--role-delay",
        "1h",
        "--max-rows",
        "1",
        "--keep-times",
    ]);
    let start = running.json();
    let endpoint = start["endpoint"].as_str().unwrap();
    assert_eq!(post(endpoint, "[]").await, 403);
    let advance = client().post(format!("{endpoint}/_emulator/clock"));
    advance.body(r#"{"advance":"1h"}"#).send().await.unwrap();
    assert_eq!(post(endpoint, "{}").await, 400);
    assert_eq!(
        post(endpoint, r#"[{"TimeGenerated":"2001-01-01"},{"Status":2}]"#).await,
        204
    );
    assert_eq!(post(endpoint, "[]").await, 204);
    assert_eq!(post(endpoint, "[]").await, 429);
    let (rest, _) = running.stop();
    let summary: Value = serde_json::from_str(rest.lines().last().unwrap()).unwrap();
    assert_eq!(summary["summary"]["tables"][2]["evicted"], 1);
}

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = command()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_rule_with_errors_is_shown_with_its_place_and_ends_with_1() {
    let bad = RULE.replace(r#""int""#, r#""guid""#);
    let output = run(&["--dcr", "-"], &bad);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told.contains("AZL0007") && told.contains("<stdin>:7:41"),
        "{told}"
    );
    let output = run(&["--dcr", "-", "--format", "json"], &bad);
    let told: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(told["code"], "AZL0007");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn wrong_usage_and_what_cannot_be_had_end_with_2() {
    let (_folder, path) = rule_file(RULE);
    let path = path.to_str().unwrap();
    for (arguments, told) in [
        (&[][..], "--dcr"),
        (&["--dcr", "/nowhere/dcr.json"], "/nowhere/dcr.json"),
        (
            &["--dcr", path, "--listen", "0.0.0.0:0"],
            "can be reached from other machines",
        ),
        (
            &["--dcr", path, "--fault", "stauts=503"],
            "`stauts` is no key of a fault",
        ),
        (
            &["--dcr", path, "--fault", "hang,every=0"],
            "counted from 1",
        ),
        (
            &["--dcr", path, "--role-delay", "soon"],
            "`soon` is no duration",
        ),
        (&["--dcr", path, "--format", "xml"], "xml"),
    ] {
        let output = run(arguments, "");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(told), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn help_has_examples_and_the_exit_codes() {
    let output = run(&["--help"], "");
    let help = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    for part in [
        "Examples:",
        "--fault status=503,every=3",
        "Exit codes: 0",
        "--role-delay",
    ] {
        assert!(help.contains(part), "{part}");
    }
}
