//! One finding, shown in every way.

use azlogs_dcr::{Code, Diagnostic, Document, Severity};
use expect_test::expect;

use crate::document;

const TEXT: &str = "{ \"Custom-Größe\": {\n  \"columns\": [ { \"name\": \"Ärger\", \"type\": \"int\" },\n    { \"name\": \"Ärger\", \"type\": \"guid\" },\n    \
                    { \"name\": \"Ärger\", \"type\": \"long\" }\n] } }";

fn duplicate() -> (Document, Diagnostic) {
    let document = document(TEXT);
    let finding = document
        .diagnostics()
        .iter()
        .find(|finding| finding.code == Code::DuplicateColumn);
    let finding = finding.unwrap().clone();
    (document, finding)
}

fn bare() -> Diagnostic {
    Diagnostic::new(Code::NoRule, Severity::Warning, "100% of, nothing:\nhere")
}

#[test]
fn plain() {
    expect![[r#"
        stream `Custom-Größe` has column `Ärger` twice [AZL0009]
          --> dcr.json:4:15
          = note: the first is here: dcr.json:2:26
          = help: remove one of them"#]]
    .assert_eq(&duplicate().1.to_plain());
    assert_eq!(bare().to_plain(), "100% of, nothing:\nhere [AZL0003]");
    assert_eq!(
        bare().in_file("a.json").to_plain(),
        "100% of, nothing:\nhere [AZL0003]\n  --> a.json"
    );
}

#[test]
fn cargo() {
    expect![[r#"
        cargo::error=stream `Custom-Größe` has column `Ärger` twice [AZL0009]
        cargo::error=  --> dcr.json:4:15
        cargo::error=  = note: the first is here: dcr.json:2:26
        cargo::error=  = help: remove one of them"#]]
    .assert_eq(&duplicate().1.to_cargo_errors().join("\n"));
    assert_eq!(
        bare().to_cargo_errors(),
        [
            "cargo::warning=100% of, nothing:",
            "cargo::warning=here [AZL0003]"
        ]
    );
}

#[test]
fn github() {
    expect!["::error file=dcr.json,line=4,col=15,title=AZL0009::stream `Custom-Größe` has column `Ärger` twice%0Anote: the first is here: line 2%0Ahelp: remove one of them"].assert_eq(&duplicate().1.to_github());
    let finding = bare().in_file("a,b:c%.json").help("do\r\nso");
    expect!["::warning file=a%2Cb%3Ac%25.json,title=AZL0003::100%25 of, nothing:%0Ahere%0Ahelp: do%0D%0Aso"].assert_eq(&finding.to_github());
    let note = Diagnostic::new(Code::NoRule, Severity::Note, "x");
    assert_eq!(note.to_github(), "::notice title=AZL0003::x");
}

#[test]
fn json() {
    expect![[r#"{"code":"AZL0009","title":"two columns of one name","azure_code":null,"severity":"error","file":"dcr.json","line":4,"column":15,"path":"$['Custom-Größe'].columns[2].name","message":"stream `Custom-Größe` has column `Ärger` twice","help":"remove one of them","related":{"line":2,"column":26,"path":"$['Custom-Größe'].columns[0].name","message":"the first is here"}}"#]].assert_eq(&duplicate().1.to_json());
    expect![[r#"{"code":"AZL0003","title":"the document has no data collection rule","azure_code":null,"severity":"warning","file":null,"line":null,"column":null,"path":null,"message":"100% of, nothing:\nhere","help":"\"\\\t\u0001","related":null}"#]].assert_eq(&bare().help("\"\\\t\u{1}").to_json());
}

#[cfg(feature = "terminal")]
#[test]
fn terminal() {
    use azlogs_dcr::render_terminal;

    let (document, _) = duplicate();
    let plain = render_terminal(&document, document.diagnostics(), false);
    expect![[r#"
        error[AZL0007]: column `Ärger` has type `guid`, which streams don't have
         --> dcr.json:3:32
          |
        3 |     { "name": "Ärger", "type": "guid" },
          |                                ^^^^^^
          |
          = help: use `string`, and `toguid()` in the transform where the table's column is a guid

        error[AZL0009]: stream `Custom-Größe` has column `Ärger` twice
         --> dcr.json:4:15
          |
        2 |   "columns": [ { "name": "Ärger", "type": "int" },
          |                          ------- the first is here
        3 |     { "name": "Ärger", "type": "guid" },
        4 |     { "name": "Ärger", "type": "long" }
          |               ^^^^^^^
          |
          = help: remove one of them
    "#]]
    .assert_eq(&plain);
    let unplaced = [bare().help("so"), bare().in_file("b.json")];
    expect![[r#"
        warning[AZL0003]: 100% of, nothing:
                          here
         |
         = help: so

        warning[AZL0003]: 100% of, nothing:
                          here
        --> b.json
    "#]]
    .assert_eq(&render_terminal(&document, &unplaced, false));
    let crlf = Document::parse("dcr.json", TEXT.replace('\n', "\r\n").as_bytes());
    assert_eq!(render_terminal(&crlf, crlf.diagnostics(), false), plain);
    assert_eq!(render_terminal(&document, &[], false), "");
}

#[cfg(feature = "terminal")]
#[test]
fn of_a_very_long_line_a_part_is_shown() {
    let long = "ä".repeat(40_000);
    let text = format!(
        "\n{{ \"Custom-A\": {{ \"description\": \"{long}\", \"columns\": [ {{ \"name\": \"Xx\", \"type\": \"guid\" }} ], \"more\": \"{long}\" }} }}"
    );
    let document = document(&text);
    let shown = azlogs_dcr::render_terminal(&document, document.diagnostics(), false);
    expect![[r#"
        error[AZL0007]: column `Xx` has type `guid`, which streams don't have
         --> dcr.json:2:40073
          |
         ::: 
        2 | ääääääääää", "columns": [ { "name": "Xx", "type": "guid" } ], "more": "ääääääääääääääääääääää
          |                                                   ^^^^^^
          |
          = help: use `string`, and `toguid()` in the transform where the table's column is a guid
    "#]].assert_eq(&shown);
}

#[cfg(feature = "terminal")]
#[test]
fn terminal_in_colour() {
    let (document, finding) = duplicate();
    let shown = azlogs_dcr::render_terminal(&document, &[finding], true);
    expect![[r#"
        ESC[1mESC[91merror[AZL0009]ESC[0mESC[1m: stream `Custom-Größe` has column `Ärger` twiceESC[0m
         ESC[1mESC[94m--> ESC[0mdcr.json:4:15
          ESC[1mESC[94m|ESC[0m
        ESC[1mESC[94m2ESC[0m ESC[1mESC[94m|ESC[0m   "columns": [ { "name": "Ärger", "type": "int" },
          ESC[1mESC[94m|ESC[0m                          ESC[1mESC[94m-------ESC[0m ESC[1mESC[94mthe first is hereESC[0m
        ESC[1mESC[94m3ESC[0m ESC[1mESC[94m|ESC[0m     { "name": "Ärger", "type": "guid" },
        ESC[1mESC[94m4ESC[0m ESC[1mESC[94m|ESC[0m     { "name": "Ärger", "type": "long" }
          ESC[1mESC[94m|ESC[0m               ESC[1mESC[91m^^^^^^^ESC[0m
          ESC[1mESC[94m|ESC[0m
          ESC[1mESC[94m= ESC[0mESC[1mhelpESC[0m: remove one of them
    "#]].assert_eq(&shown.replace('\u{1b}', "ESC"));
}

#[cfg(feature = "terminal")]
#[test]
fn a_finding_of_another_document_is_shown_without_source() {
    let (_, finding) = duplicate();
    let other = document("{}");
    expect![[r#"
        error[AZL0009]: stream `Custom-Größe` has column `Ärger` twice
        --> dcr.json
         = help: remove one of them
    "#]]
    .assert_eq(&azlogs_dcr::render_terminal(&other, &[finding], false));
}
