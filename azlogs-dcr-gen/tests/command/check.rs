//! Checking rules.

use std::fs;
use std::process::Output;

use expect_test::expect;

use crate::{check, command, directory, run, seen};

#[test]
fn check_shows_findings_to_people() {
    check(
        directory().path(),
        &["check", "dcr.json", "bad.json"],
        &expect![[r#"
            exit code 1
            ---- stdout
            dcr.json: 1 rule, 1 stream, 2 columns: good

            error[AZL0007]: column `Id` has type `guid`, which streams don't have
             --> bad.json:4:31
              |
            4 |       { "name": "Id", "type": "guid" }
              |                               ^^^^^^
              |
              = help: use `string`, and `toguid()` in the transform where the table's column is a guid

            bad.json: 1 rule, 1 stream, 0 columns: 1 error
            ---- stderr
        "#]],
    );
}

#[test]
fn check_follows_flows_to_the_tables_of_files() {
    let directory = directory();
    let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
    write(
        "flow.json",
        r#"{
  "streamDeclarations": { "Custom-A": { "columns": [ { "name": "id", "type": "string" }, { "name": "trace", "type": "string" } ] } },
  "dataFlows": [ {
    "streams": [ "Custom-A" ], "outputStream": "Custom-A_CL",
    "transformKql": "source\n| project TimeGenerated = now(), Id = id, Extra = id"
  } ]
}
"#,
    );
    write(
        "table.json",
        r#"{ "name": "A_CL", "schema": { "name": "A_CL", "columns": [ { "name": "Id", "type": "guid" } ] } }"#,
    );
    check(
        directory.path(),
        &["check", "flow.json", "--table", "table.json"],
        &expect![[r#"
            exit code 1
            ---- stdout
            note[AZL0086]: no flow keeps what rows of stream `Custom-A` bring in `trace`
             --> flow.json:2:100
              |
            2 |   "streamDeclarations": { "Custom-A": { "columns": [ { "name": "id", "type": "string" }, { "name": "trace", "type": "string" } ] } },
              |                                                                                                    ^^^^^^^
              |
              = help: where that isn't meant, name them in the transform

            error[AZL0084]: column `Id` is of type string, and that of table `A_CL` of type guid
             --> flow.json:5:63
              |
            5 |     "transformKql": "source\n| project TimeGenerated = now(), Id = id, Extra = id"
              |                                                               ^^
              |
              = note: Azure refuses to deploy it: `InvalidTransformOutput`
              = help: cast it in the transform: `| extend Id = toguid(Id)`

            warning[AZL0085]: table `A_CL` has no column `Extra`: its values are dropped
             --> flow.json:5:72
              |
            5 |     "transformKql": "source\n| project TimeGenerated = now(), Id = id, Extra = id"
              |                                                                        ^^^^^
              |
              = help: name it as the table does, leave it out, or add the column to the table first

            flow.json: 1 rule, 1 stream, 2 columns: 1 error, 1 warning, 1 note
            ---- stderr
        "#]],
    );
    check(
        directory.path(),
        &["check", "flow.json", "--table", "flow.json"],
        &expect![[r#"
            exit code 2
            ---- stdout
            ---- stderr
            error: the file describes no table whose name is known [AZL0087]
              --> flow.json
              = help: give what `az monitor log-analytics workspace table show` prints, or a template with the table's resource
        "#]],
    );
    check(
        directory.path(),
        &["check", "flow.json"],
        &expect![[r#"
        exit code 0
        ---- stdout
        note[AZL0086]: no flow keeps what rows of stream `Custom-A` bring in `trace`
         --> flow.json:2:100
          |
        2 |   "streamDeclarations": { "Custom-A": { "columns": [ { "name": "id", "type": "string" }, { "name": "trace", "type": "string" } ] } },
          |                                                                                                    ^^^^^^^
          |
          = help: where that isn't meant, name them in the transform

        flow.json: 1 rule, 1 stream, 2 columns: 1 note
        ---- stderr
    "#]],
    );
}

#[test]
fn check_shows_findings_to_programs() {
    check(
        directory().path(),
        &["check", "bad.json", "--format", "json"],
        &expect![[r#"
            exit code 1
            ---- stdout
            {"code":"AZL0007","title":"a column type that streams don't have","azure_code":null,"severity":"error","file":"bad.json","line":4,"column":31,"path":"$['Custom-Requests'].columns[0].type","message":"column `Id` has type `guid`, which streams don't have","help":"use `string`, and `toguid()` in the transform where the table's column is a guid","related":null}
            ---- stderr
        "#]],
    );
    check(
        directory().path(),
        &["check", "bad.json", "--format", "github"],
        &expect![[r#"
            exit code 1
            ---- stdout
            ::error file=bad.json,line=4,col=31,title=AZL0007::column `Id` has type `guid`, which streams don't have%0Ahelp: use `string`, and `toguid()` in the transform where the table's column is a guid
            ---- stderr
        "#]],
    );
}

#[test]
fn warnings_may_be_allowed() {
    let directory = directory();
    let code = |args: &[&str]| run(directory.path(), args).status.code();
    assert_eq!(code(&["check", "dcr.json"]), Some(0));
    assert_eq!(code(&["check", "odd.json"]), Some(1));
    assert_eq!(code(&["check", "odd.json", "--allow-warnings"]), Some(0));
    assert_eq!(code(&["check", "bad.json", "--allow-warnings"]), Some(1));
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let directory = directory();
    let is_coloured = |output: Output| output.stdout.contains(&0x1b);
    let check = ["check", "bad.json"];
    assert!(!is_coloured(run(directory.path(), &check)));
    assert!(is_coloured(run(
        directory.path(),
        &["--color", "always", "check", "bad.json"]
    )));
    let forced = command(directory.path(), &check)
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    assert!(is_coloured(forced));
    let refused = command(directory.path(), &check)
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(!is_coloured(refused));
    let json = run(
        directory.path(),
        &["--color", "always", "check", "bad.json", "--format", "json"],
    );
    assert!(!is_coloured(json));
}

#[test]
fn help_is_coloured_as_everything_else_is() {
    let directory = directory();
    for (args, is_coloured) in [
        (&["check", "--help"] as &[&str], false),
        (&["--color", "always", "check", "--help"], true),
        (&["check", "--help", "--color=always"], true),
        (&["--color=never", "check", "--help"], false),
        (&["--color", "always", "chekc"], true),
        (&["--color", "never", "chekc"], false),
    ] {
        let said = seen(&run(directory.path(), args));
        assert_eq!(said.contains("\x1b["), is_coloured, "{args:?}: {said}");
    }
}

/// A rule that declares nothing: rows are posted to the one stream, and an agent fills the other.
#[test]
fn streams_that_need_no_declaration_are_counted() {
    let directory = directory();
    let rule = |sources: &str| {
        format!(
            r#"{{ "kind": "Direct", "properties": {{ {sources} "dataFlows": [
    {{ "streams": [ "Microsoft-Syslog" ], "destinations": [ "w" ] }} ] }} }}"#
        )
    };
    let sources = r#""dataSources": { "syslog": [ { "streams": [ "Microsoft-Syslog" ] } ] },"#;
    fs::write(directory.path().join("posted.json"), rule("")).unwrap();
    fs::write(directory.path().join("agent.json"), rule(sources)).unwrap();
    check(
        directory.path(),
        &["check", "posted.json", "agent.json"],
        &expect![[r#"
            exit code 0
            ---- stdout
            posted.json: 1 rule, 1 stream, 11 columns: good

            agent.json: 1 rule, no stream to post rows to: good
            ---- stderr
        "#]],
    );
}
