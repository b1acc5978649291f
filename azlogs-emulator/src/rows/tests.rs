//! Tests of reading rows.

use super::*;
use crate::RuleInfo;
use azlogs_dcr::{Document, ImmutableId};
use time::macros::datetime;

fn schema(flow: &str) -> Option<RowSchema> {
    let text = format!(
        r#"{{ "streamDeclarations": {{ "Custom-A": {{ "columns": [
            {{ "name": "TimeGenerated", "type": "datetime" }},
            {{ "name": "Status", "type": "int" }},
            {{ "name": "User", "type": "string" }} ] }} }},
          "dataFlows": [ {{ "streams": ["Custom-A"], "destinations": ["w"], "outputStream": "Custom-A_CL" {flow} }} ] }}"#
    );
    let document = Document::parse("dcr.json", text.as_bytes());
    let id = ImmutableId::from_static("dcr-00000000000000000000000000000000");
    RuleInfo::new(&document.rules()[0], &document, id).streams[0].schema()
}

fn read(body: &[u8]) -> Batch {
    let received = datetime!(2026-11-22 12:00 UTC);
    super::read(body, schema("").as_ref(), &Limits::default(), received)
}

fn told(batch: &Batch) -> Vec<String> {
    batch.losses.iter().map(ToString::to_string).collect()
}

#[test]
fn rows_are_kept_in_order_with_their_columns_in_the_rules_order() {
    let batch = read(
        br#" [ {"User":"a","Status":200,"TimeGenerated":"2026-11-22T11:00:00Z"}, {"TimeGenerated":"2026-11-22 10:00:00","Status":null} ] "#,
    );
    let rows: Vec<_> = batch.rows.iter().map(|row| &**row).collect();
    assert_eq!(
        rows,
        [
            r#"{"TimeGenerated":"2026-11-22T11:00:00Z","Status":200,"User":"a"}"#,
            r#"{"TimeGenerated":"2026-11-22T10:00:00Z","Status":null}"#
        ]
    );
    assert_eq!(batch.losses, []);
    assert_eq!(batch.held, [2, 1, 1]);
}

#[test]
fn every_loss_is_told_with_its_column_its_rows_and_why() {
    let batch = read(
        br#"[ {"Statsu":1,"User":"a"}, 5, {"Status":"many","Statsu":2}, {"Status":1,"Status":2,"TimeGenerated":"2020-01-01"} ]"#,
    );
    assert_eq!(
        told(&batch),
        [
            "column `Statsu` isn't declared, and dropped; did you mean `Status`? (2 rows, the first is row 0)",
            "the row is a number, not an object (row 1)",
            r#"column `Status` is null: `"many"` isn't an integer (the column's type is int) (row 2)"#,
            "column `Status` is there more than once: the last value counts (row 3)",
            r#"column `TimeGenerated` is replaced with the time of receipt: `"2020-01-01"` is too long ago (row 3)"#,
        ]
    );
    assert_eq!(batch.received, 4);
    assert_eq!(batch.rows.len(), 3);
    assert_eq!(
        &*batch.rows[2],
        r#"{"TimeGenerated":"2026-11-22T12:00:00Z","Status":2}"#
    );
}

#[test]
fn a_body_that_breaks_off_or_goes_on_gives_no_rows_at_all() {
    for body in [
        &br#"[{"Status":1},{"Status":"#[..],
        br#"[{"Status":1}] []"#,
        b"[{\"User\":\"\xff\"}]",
        br#"[{"Status":1},]"#,
        br"{}",
        b"",
    ] {
        let batch = read(body);
        assert!(batch.rows.is_empty());
        assert_eq!(batch.losses.len(), 1, "{}", String::from_utf8_lossy(body));
        assert_eq!(batch.losses[0].kind, LossKind::Body);
    }
}

#[test]
fn nesting_of_any_depth_is_survived() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        for body in [
            deep.clone(),
            format!("[{deep}]"),
            format!(r#"[{{"User":{deep}}},{{"X":{deep}}}]"#),
            "[".repeat(100_000),
        ] {
            read(body.as_bytes());
        }
    }
}

#[test]
fn the_rows_of_a_transform_keep_the_time_that_they_came_with() {
    let flow = r#", "transformKql": "source | extend TimeGenerated = now()""#;
    let received = datetime!(2026-11-22 12:00 UTC);
    let body = br#"[{"TimeGenerated":"2020-01-01"},{}]"#;
    let batch = super::read(body, schema(flow).as_ref(), &Limits::default(), received);
    assert_eq!(batch.losses, []);
    assert_eq!(
        &*batch.rows[0],
        r#"{"TimeGenerated":"2020-01-01T00:00:00Z"}"#
    );
    assert_eq!(&*batch.rows[1], "{}");
}

#[test]
fn rows_of_a_stream_without_known_columns_are_kept_as_they_are() {
    let text = br#"{ "streamDeclarations": {}, "dataFlows": [ { "streams": ["Microsoft-Event"], "destinations": ["w"] } ] }"#;
    let document = Document::parse("dcr.json", text);
    let id = ImmutableId::from_static("dcr-00000000000000000000000000000000");
    let schema = RuleInfo::new(&document.rules()[0], &document, id).streams[0].schema();
    let received = datetime!(2026-11-22 12:00 UTC);
    let batch = super::read(
        br#"[{"a":{"b":[1]}},7]"#,
        schema.as_ref(),
        &Limits::default(),
        received,
    );
    assert_eq!(batch.rows.len(), 1);
    assert_eq!(&*batch.rows[0], r#"{"a":{"b":[1]}}"#);
    assert_eq!(batch.losses.len(), 1);
    assert_eq!(batch.received, 2);
}
