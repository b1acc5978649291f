//! `azlogs doctor`.

use std::net::TcpListener;

use azlogs_emulator::{Fault, FaultAnswer, What, When};
use serde_json::Value;

use crate::Rig;

/// Outcome, message and help of each step.
fn steps(out: &str) -> Vec<(String, String)> {
    let told: Value = serde_json::from_str(out).unwrap();
    let steps = told["steps"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    steps
        .map(|step| {
            let more = format!("{} {}", text(&step["message"]), text(&step["help"]));
            (text(&step["outcome"]), more)
        })
        .collect()
}

#[test]
fn all_is_well_with_an_emulator() {
    let rig = Rig::start();
    let ran = rig.run("doctor", &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        ran.out
            .lines()
            .filter(|line| line.starts_with("ok "))
            .count(),
        3,
        "{ran:?}"
    );
    assert!(rig.emulator.rows(crate::TABLE).is_empty());
}

#[test]
fn each_trouble_is_told_at_its_step_with_what_to_do() {
    for (status, told) in [
        (401, "scope"),
        (403, "Monitoring Metrics Publisher"),
        (404, "immutable id"),
    ] {
        let fault = Fault::new(When::Always, What::Answer(FaultAnswer::status(status)));
        let rig = Rig::with(|builder| builder.fault(fault));
        let ran = rig.run("doctor", &["--format", "json"]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let steps = steps(&ran.out);
        assert_eq!(
            (
                steps[0].0.as_str(),
                steps[1].0.as_str(),
                steps[2].0.as_str()
            ),
            ("ok", "ok", "failed")
        );
        assert!(steps[2].1.contains(told), "{told}: {:?}", steps[2]);
    }
}

#[test]
fn an_endpoint_where_nothing_listens_is_told_and_the_rest_is_left_out() {
    let rig = Rig::start();
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut command = crate::azlogs(&["doctor", "--dcr"]);
    let dcr = rig.file("dcr.json", crate::DCR);
    command.arg(dcr).args([
        "--stream",
        "Custom-Rows",
        "--format",
        "json",
        "--endpoint",
        &format!("http://127.0.0.1:{port}"),
    ]);
    let ran: crate::Ran = command.output().unwrap().into();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let steps = steps(&ran.out);
    assert_eq!(
        (steps[0].0.as_str(), steps[2].0.as_str()),
        ("failed", "skipped")
    );
    assert!(steps[0].1.contains("start the emulator"), "{:?}", steps[0]);
}

#[test]
fn a_token_of_the_environment_is_used_and_never_shown() {
    let rig = Rig::with(|builder| builder.require_token("hush-hush"));
    let ran: crate::Ran = rig
        .command("doctor", &[])
        .env("AZLOGS_TOKEN", "hush-hush")
        .output()
        .unwrap()
        .into();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.out.contains("hush") && !ran.err.contains("hush"));
    let ran = rig.run("doctor", &[]);
    assert_eq!(ran.code, Some(1), "another token: {ran:?}");
}
