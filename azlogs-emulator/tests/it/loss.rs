//! What the service loses in silence: 204 all the same, and the emulator tells.

use azlogs_emulator::{Keep, LossKind};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::rig::{RULE, Rig, STREAM, TABLE, error_of, gzip};

#[tokio::test]
async fn undeclared_columns_and_wrong_types_are_204_and_lost() {
    let rig = Rig::start().await;
    let body = r#"[{"Statsu":200},{"Status":"x"},{"Status":"7","User":1}]"#;
    assert_eq!(rig.status(body).await, 204);
    assert_eq!(
        rig.losses(),
        [
            "column `Statsu` isn't declared, and dropped; did you mean `Status`? (row 0)",
            r#"column `Status` is null: `"x"` isn't an integer (the column's type is int) (row 1)"#,
        ]
    );
    let rows = rig.emulator.rows(TABLE);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].get("Statsu"), None);
    assert_eq!(rows[0].get("Status"), None);
    assert_eq!(rows[1]["Status"], Value::Null);
    assert_eq!(
        (&rows[2]["Status"], &rows[2]["User"]),
        (&json!(7), &json!("1"))
    );
}

#[tokio::test]
async fn bodies_that_are_no_array_are_204_and_lost() {
    let rig = Rig::start().await;
    for (body, told) in [
        (r#"{"Status":200}"#, "single object"),
        ("{\"Status\":200}\n{\"Status\":201}", "NDJSON"),
        (r#"{"Status"=200}"#, "isn't JSON"),
        (r#"[{"Status":200}"#, "isn't JSON"),
        ("hello", "isn't JSON"),
    ] {
        assert_eq!(rig.status(body).await, 204, "{body}");
        let losses = rig.losses();
        assert!(losses[0].contains(told), "{body}: {losses:?}");
    }
    assert!(rig.emulator.rows(TABLE).is_empty());
    let stats = rig.emulator.stats();
    assert_eq!(stats.streams[0].bodies_lost, 5);
    assert_eq!(stats.streams[0].rows_accepted, 0);
}

#[tokio::test]
async fn gzip_of_gzip_and_gzip_that_is_not_announced_are_204_and_lost() {
    let rig = Rig::start().await;
    let twice = gzip(&gzip(br#"[{"Status":200}]"#));
    assert_eq!(rig.post_gzip(twice).await.status(), 204);
    assert!(rig.losses()[0].contains("packed twice"));
    assert_eq!(rig.status(gzip(br#"[{"Status":200}]"#)).await, 204);
    assert!(rig.losses()[0].contains("Content-Encoding doesn't say gzip"));
    assert!(rig.emulator.rows(TABLE).is_empty());
}

#[tokio::test]
async fn a_strict_emulator_says_each_loss_and_keeps_nothing() {
    let rig = Rig::with(azlogs_emulator::EmulatorBuilder::strict).await;
    assert_eq!(rig.status(r#"[{"Status":200}]"#).await, 204);
    let response = rig
        .post(r#"[{"Status":200},{"Statsu":1,"Status":1.5}]"#)
        .await;
    assert_eq!(response.status(), 400);
    let json: Value = response.json().await.unwrap();
    assert_eq!(json["error"]["code"], "SilentDataLoss");
    let details = json["error"]["details"].as_array().unwrap();
    let told: Vec<_> = details
        .iter()
        .map(|detail| {
            (
                detail["code"].as_str().unwrap(),
                detail["target"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("UndeclaredColumn", "Statsu"), ("ValueNulled", "Status")]
    );
    assert_eq!(rig.emulator.rows(TABLE).len(), 1);
    let (code, _) = error_of(rig.post("{}").await).await;
    assert_eq!(code, "SilentDataLoss");
}

#[tokio::test]
async fn old_and_future_times_become_the_time_of_receipt() {
    let rig = Rig::start().await;
    let body =
        r#"[{"TimeGenerated":"2001-01-01T00:00:00Z"},{"TimeGenerated":"2999-01-01T00:00:00Z"},{}]"#;
    assert_eq!(rig.status(body).await, 204);
    let request = &rig.emulator.requests()[0];
    for row in rig.emulator.rows(TABLE) {
        assert_eq!(
            row["TimeGenerated"].as_str(),
            Some(request.received.as_str())
        );
    }
    assert_eq!(request.losses.len(), 1);
    assert_eq!(request.losses[0].kind, LossKind::TimeReplaced);
    assert_eq!(request.losses[0].rows, 2);
}

#[tokio::test]
async fn counts_are_kept_by_stream_table_and_column() {
    let rig = Rig::start().await;
    rig.status(r#"[{"Status":1,"X":1},{"Status":"a","X":2},{"Status":2},5]"#)
        .await;
    rig.status(r#"[{"Status":3,"User":"u"}]"#).await;
    let stats = rig.emulator.stats();
    assert_eq!((stats.requests, stats.statuses[&204]), (2, 2));
    assert_eq!((stats.in_flight, stats.in_flight_max), (0, 1));
    let stream = &stats.streams[0];
    assert_eq!(
        (stream.requests, stream.rows_received, stream.rows_accepted),
        (2, 5, 4)
    );
    let column = |name: &str| {
        let columns = stream.columns.iter();
        columns.clone().find(|column| column.name == name).unwrap()
    };
    assert_eq!((column("Status").accepted, column("Status").nulled), (3, 1));
    assert_eq!(column("User").accepted, 1);
    assert_eq!((column("X").declared, column("X").dropped), (false, 2));
    let table = stats
        .tables
        .iter()
        .find(|table| table.name == TABLE)
        .unwrap();
    assert_eq!((table.rows, table.accepted, table.evicted), (4, 4, 0));
}

#[tokio::test]
async fn a_built_in_stream_that_the_rule_does_not_declare_has_the_columns_of_its_table() {
    let rig = Rig::start().await;
    let body = r#"[{"Computer":"c","ProcessID":"7","HostIP":8,"Facilty":"auth"}]"#;
    let response = rig.request("Microsoft-Syslog", body).send().await.unwrap();
    assert_eq!(response.status(), 204);
    let rows = rig.emulator.rows("Syslog");
    assert_eq!(
        (&rows[0]["ProcessID"], &rows[0]["HostIP"]),
        (&json!(7), &json!("8"))
    );
    assert_eq!(
        rig.losses(),
        ["column `Facilty` isn't declared, and dropped; did you mean `Facility`? (row 0)"]
    );
    let stats = rig.emulator.stats();
    let mut streams = stats.streams.iter();
    let syslog = streams
        .find(|stream| stream.stream == "Microsoft-Syslog")
        .unwrap();
    assert!(syslog.notes[0].contains("Azure's documentation"));
}

#[tokio::test]
async fn memory_is_bounded_and_a_reset_forgets_everything() {
    let keep = Keep {
        rows: 2,
        requests: 3,
        bodies: true,
        ..Keep::default()
    };
    let rig = Rig::with(|builder| builder.keep(keep)).await;
    for status in 0..5 {
        rig.status(format!(r#"[{{"Status":{status}}}]"#)).await;
    }
    let rows = rig.emulator.rows(TABLE);
    assert_eq!(
        (&rows[0]["Status"], &rows[1]["Status"]),
        (&json!(3), &json!(4))
    );
    let requests = rig.emulator.requests();
    assert_eq!(
        requests
            .iter()
            .map(|request| request.number)
            .collect::<Vec<_>>(),
        [3, 4, 5]
    );
    assert_eq!(requests[2].body.as_deref(), Some(&br#"[{"Status":4}]"#[..]));

    rig.emulator.reset();
    assert!(rig.emulator.rows(TABLE).is_empty());
    assert!(rig.emulator.requests().is_empty());
    assert_eq!(rig.emulator.stats().requests, 0);
    rig.status("[]").await;
    assert_eq!(rig.emulator.requests()[0].number, 1);
}

/// JSON values of all kinds, nested a little.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((column(), inner), 0..5)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn column() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Status".to_owned()),
        Just("User".to_owned()),
        Just("Tags".to_owned()),
        Just("TimeGenerated".to_owned()),
        ".{0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_element_is_a_row_or_a_lost_row_and_every_row_can_be_read(
        elements in prop::collection::vec(value(), 0..20)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let rig = Rig::start().await;
            prop_assert_eq!(rig.status(Value::from(elements.clone()).to_string()).await, 204);
            let request = rig.emulator.requests().remove(0);
            let lost: u64 = request
                .losses
                .iter()
                .filter(|loss| loss.kind == LossKind::Row)
                .map(|loss| loss.rows)
                .sum();
            prop_assert_eq!(request.rows, elements.len() as u64);
            prop_assert_eq!(request.accepted + lost, request.rows);
            let rows = rig.emulator.rows(TABLE);
            prop_assert_eq!(rows.len() as u64, request.accepted);
            let objects = elements.iter().filter(|element| element.is_object());
            for (row, sent) in rows.iter().zip(objects) {
                if let Some(tags) = sent.get("Tags") {
                    prop_assert_eq!(&row["Tags"], tags);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn any_bytes_are_survived(body in prop::collection::vec(any::<u8>(), 1..200), gzipped: bool) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let rig = Rig::start().await;
            let request = rig.request(STREAM, body);
            let request = if gzipped { request.header("content-encoding", "gzip") } else { request };
            let status = request.send().await.unwrap().status().as_u16();
            prop_assert!(matches!(status, 204 | 400), "{}", status);
            prop_assert_eq!(rig.status("[]").await, 204);
            Ok(())
        })?;
    }
}

#[test]
fn the_rule_of_these_tests_is_a_good_one() {
    let document = azlogs_dcr::Document::parse("web.json", RULE.as_bytes());
    assert_eq!(document.diagnostics(), []);
}
