//! `azlogs doctor`.

use std::net::TcpListener;

use azlogs_emulator::{EmulatorBuilder, Fault, FaultAnswer, What, When};
use serde_json::Value;

use crate::{DCR, Ran, Rig, azlogs};

const ALL: [&str; 7] = [
    "endpoint", "tls", "token", "service", "rule", "role", "stream",
];

/// One step failed, those that depend on it were left out, and it's said what to do.
fn assert_fails(ran: &Ran, failing: &str, told: &str, help: &str) {
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let object: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    assert_eq!(object["well"], false);
    let steps = object["steps"].as_array().unwrap();
    let names: Vec<_> = steps
        .iter()
        .map(|step| step["step"].as_str().unwrap())
        .collect();
    assert_eq!(names, ALL);
    let text = |step: &Value, key: &str| step[key].as_str().unwrap_or_default().to_owned();
    let failed: Vec<_> = steps
        .iter()
        .filter(|step| step["outcome"] == "failed")
        .collect();
    assert_eq!(failed.len(), 1, "{ran:?}");
    assert_eq!(failed[0]["step"], failing, "{ran:?}");
    assert!(text(failed[0], "message").contains(told), "{told}: {ran:?}");
    assert!(text(failed[0], "help").contains(help), "{help}: {ran:?}");
    // Who sends is found out wherever it's to go.
    let place = names.iter().position(|name| *name == failing).unwrap();
    for step in &steps[place.max(2) + 1..] {
        assert_eq!(step["outcome"], "skipped", "{ran:?}");
    }
}

fn doctor(rig: &Rig) -> Ran {
    rig.run("doctor", &["--format", "json"])
}

/// With an endpoint that isn't the emulator's.
fn doctor_of(rig: &Rig, endpoint: &str) -> Ran {
    let mut command = azlogs(&["doctor", "--dcr", "dcr.json", "--stream", "Custom-Rows"]);
    command.args(["--format", "json", "--endpoint", endpoint]);
    command.env("AZLOGS_TOKEN", "opaque");
    command.current_dir(rig.folder()).output().unwrap().into()
}

/// With a token that makes these claims.
fn doctor_with(rig: &Rig, claims: &str) -> Ran {
    let claims = azure_core::base64::encode_url_safe(claims);
    let mut command = rig.command("doctor", &["--format", "json"]);
    command.env("AZLOGS_TOKEN", format!("e30.{claims}.hush"));
    command.output().unwrap().into()
}

fn refusing(status: u16) -> Rig {
    let fault = Fault::new(When::Always, What::Answer(FaultAnswer::status(status)));
    Rig::with(|builder| builder.fault(fault))
}

#[test]
fn all_is_well_with_an_emulator() {
    let rig = Rig::start();
    let ran = rig.run("doctor", &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.out.lines().count(), ALL.len(), "{ran:?}");
    for (line, step) in ran.out.lines().zip(ALL) {
        let outcome = if step == "tls" { "skip" } else { "ok" };
        assert!(line.starts_with(&format!("{outcome:6}{step}: ")), "{ran:?}");
    }
    assert!(rig.emulator.rows(crate::TABLE).is_empty());
}

#[test]
fn what_the_service_refuses_is_told_at_its_step_with_what_to_do() {
    let role = "Monitoring Metrics Publisher";
    for (status, step, told, help) in [
        (401, "service", "401", "scope"),
        (503, "service", "503", "try again"),
        (404, "rule", "404 NotFound", "immutable id"),
        (403, "role", "403 OperationFailed", role),
    ] {
        assert_fails(&doctor(&refusing(status)), step, told, help);
    }

    let rig = Rig::start();
    rig.file("dcr.json", DCR.replace("Custom-Rows", "Custom-Others"));
    let mut command = azlogs(&["doctor", "--dcr", "dcr.json", "--stream", "Custom-Others"]);
    command
        .args(["--format", "json", "--endpoint", rig.emulator.endpoint()])
        .current_dir(rig.folder());
    let ran = command.output().unwrap().into();
    assert_fails(&ran, "stream", "400 InvalidStream", "declare the stream");
}

#[test]
fn an_endpoint_that_is_not_there_is_told_and_the_rest_is_left_out() {
    let rig = Rig::start();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let ran = doctor_of(&rig, &format!("http://127.0.0.1:{port}"));
    assert_fails(&ran, "endpoint", "isn't reached", "start the emulator");
    // No name has a part as long, so nobody is asked.
    let ran = doctor_of(&rig, &format!("https://{}.example", "a".repeat(64)));
    assert_fails(&ran, "endpoint", "isn't reached", "spelling");
}

#[test]
fn a_certificate_that_is_not_trusted_is_told_and_one_that_is_will_do() {
    let rig = Rig::with(EmulatorBuilder::tls);
    assert_fails(&doctor(&rig), "tls", "certificate", "SSL_CERT_FILE");
    let roots = rig.file("roots.pem", rig.emulator.certificate().unwrap());
    let mut command = rig.command("doctor", &[]);
    let ran: Ran = command.env("SSL_CERT_FILE", roots).output().unwrap().into();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told = "ok    tls: the certificate is trusted";
    assert!(ran.out.contains(told), "{ran:?}");
}

#[test]
fn no_token_and_one_for_another_audience_or_another_day_are_told() {
    let rig = Rig::start();
    let args = ["--credential", "clientsecret", "--format", "json"];
    let mut command = rig.command("doctor", &args);
    for name in ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"] {
        command.env_remove(name);
    }
    let ran = command.output().unwrap().into();
    assert_fails(&ran, "token", "AZURE_TENANT_ID", "--credential");

    let ran = doctor_with(&rig, r#"{"aud":"https://management.azure.com"}"#);
    let told = "for `https://management.azure.com`";
    assert_fails(&ran, "token", told, "audience");
    let ran = doctor_with(
        &rig,
        r#"{"aud":"https://monitor.azure.com","exp":1700000000}"#,
    );
    assert_fails(&ran, "token", "expired", "clock");
    let claims = r#"{"aud":"https://monitor.azure.com","exp":99999999999,"oid":"me"}"#;
    let ran = doctor_with(&rig, claims);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("of oid `me`"), "{ran:?}");
    assert!(!ran.out.contains("hush") && !ran.err.contains("hush"));
}

#[test]
fn a_token_of_the_environment_is_used_and_never_shown() {
    let rig = Rig::with(|builder| builder.require_token("hush-hush"));
    let ran: Ran = rig
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
