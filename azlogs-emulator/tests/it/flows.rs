//! What flows and their transforms make of rows.

use std::time::Duration;

use azlogs_emulator::{Emulator, EmulatorBuilder, Limits, LossKind};
use serde_json::{Value, json};

use crate::rig::{Rig, client, error_of};

/// An emulator with one rule, and a client for it.
async fn serve(rule: impl Into<String>) -> Rig {
    serve_with(rule, |builder| builder).await
}

async fn serve_with(
    rule: impl Into<String>,
    settings: impl FnOnce(EmulatorBuilder) -> EmulatorBuilder,
) -> Rig {
    let builder = settings(Emulator::builder().dcr("flows.json", rule));
    Rig {
        emulator: builder.start().await.unwrap(),
        client: client(),
    }
}

/// A rule with a stream `Custom-Raw` whose columns are `TimeGenerated`, `ms` and `text`, and these flows: the table, and the
/// transform.
fn rule(flows: &[(&str, Option<&str>)]) -> String {
    let flows = flows.iter().map(|(table, transform)| {
        let mut flow = json!({ "streams": ["Custom-Raw"], "destinations": ["w"], "outputStream": format!("Custom-{table}") });
        if let Some(transform) = transform {
            flow["transformKql"] = (*transform).into();
        }
        flow
    });
    let rule = json!({
        "immutableId": "dcr-0123456789abcdef0123456789abcdef",
        "streamDeclarations": { "Custom-Raw": { "columns": [
            { "name": "TimeGenerated", "type": "datetime" }, { "name": "ms", "type": "int" }, { "name": "text", "type": "string" } ] } },
        "dataFlows": flows.collect::<Vec<_>>()
    });
    rule.to_string()
}

async fn post(rig: &Rig, rows: &Value) -> u16 {
    let response = rig.request("Custom-Raw", rows.to_string()).send().await;
    response.unwrap().status().as_u16()
}

/// A rule whose one stream flows to three tables.
const FLOWS: &str = r#"{
    "name": "flows",
    "immutableId": "dcr-0123456789abcdef0123456789abcdef",
    "streamDeclarations": { "Custom-Raw": { "columns": [
        { "name": "at", "type": "datetime" }, { "name": "ms", "type": "int" }, { "name": "body", "type": "dynamic" } ] } },
    "dataFlows": [
        { "streams": ["Custom-Raw"], "destinations": ["w"], "outputStream": "Custom-Slow_CL",
          "transformKql": "source | where ms > 100 | project TimeGenerated = at, Took = ms * 1ms, Id = toguid(body.id), Body = body.x" },
        { "streams": ["Custom-Raw"], "destinations": ["w"], "outputStream": "Custom-All_CL",
          "transformKql": "source | extend TimeGenerated = now() | project-rename At = at" },
        { "streams": ["Custom-Raw"], "destinations": ["w"], "outputStream": "Custom-Bad_CL",
          "transformKql": "source | extend TimeGenerated = nowt()" } ]
}"#;

#[tokio::test]
async fn each_flows_table_holds_what_its_transform_makes_of_the_rows() {
    let rig = serve(FLOWS).await;
    let body = r#"[{"at":"2020-01-01","ms":250,"body":{"id":"74be27de1e4e49d9b579fe0b331d3642","x":[1]}},{"ms":5},{"ms":101}]"#;
    let response = rig.request("Custom-Raw", body).send().await.unwrap();
    assert_eq!(response.status(), 204);

    let request = &rig.emulator.requests()[0];
    let received = request.received.trim_end_matches('Z').to_owned();
    let slow = rig.emulator.rows("Slow_CL");
    assert_eq!(slow.len(), 2);
    assert_eq!(slow[0]["Took"], "00:00:00.2500000");
    assert_eq!(slow[0]["Id"], "74be27de-1e4e-49d9-b579-fe0b331d3642");
    assert_eq!(slow[0]["Body"], json!([1]));
    assert_eq!(slow[1]["Id"], json!(null));
    for row in &slow {
        // Too long ago, and none at all.
        let time = row["TimeGenerated"].as_str().unwrap();
        assert!(
            time.starts_with(&received[..19]) && time.ends_with('Z'),
            "{time}"
        );
    }
    let all = rig.emulator.rows("All_CL");
    assert_eq!(all.len(), 3);
    assert_eq!(all[0]["At"], "2020-01-01T00:00:00Z");
    assert_eq!((&all[1]["ms"], &all[1]["body"]), (&json!(5), &json!(null)));
    assert_eq!(rig.emulator.rows("Bad_CL")[1], json!({ "ms": 5 }));

    let flows = &request.flows;
    assert_eq!(flows.len(), 2);
    assert_eq!(
        (flows[0].written, flows[0].filtered, flows[0].time_filled),
        (2, 1, 1)
    );
    assert_eq!((flows[1].written, flows[1].filtered), (3, 0));
    assert_eq!(request.transforms_not_run, ["Bad_CL"]);
    assert_eq!(
        request.losses[0].to_string(),
        "column `TimeGenerated` is replaced with the time of receipt in table Slow_CL: after the transform it is too long ago (row 0)"
    );
    let stream = &rig.emulator.stats().streams[0];
    assert_eq!(&stream.flows, flows);
    assert!(
        stream.notes[0].contains("flows.json:12:")
            && stream.notes[0].contains("line 1, column 33 of the transform"),
        "{:?}",
        stream.notes
    );
}

#[tokio::test]
async fn a_columns_values_that_no_output_reads_are_named() {
    let rule = FLOWS.replace(
        "source | extend TimeGenerated = nowt()",
        "source | project TimeGenerated = now(), ms",
    );
    let emulator = Emulator::builder()
        .dcr("flows.json", rule)
        .start()
        .await
        .unwrap();
    assert_eq!(
        emulator.rules()[0].streams[0].tables[2].columns_dropped,
        ["at", "body"]
    );
    assert_eq!(emulator.rules()[0].streams[0].notes(), [""; 0]);
}

#[tokio::test]
async fn a_strict_emulator_refuses_what_azure_would_not_deploy() {
    for (transform, why) in [
        (
            "source | extend TimeGenerated = nowt()",
            "line 1, column 33",
        ),
        ("source | project ms", "InvalidTransformOutput"),
    ] {
        let rule = FLOWS.replace("source | extend TimeGenerated = nowt()", transform);
        let started = Emulator::builder()
            .dcr("flows.json", rule)
            .strict()
            .start()
            .await;
        let error = started.err().unwrap().to_string();
        assert!(
            error.contains("flows.json:12:") && error.contains(why),
            "{error}"
        );
    }
}

/// An operator that makes a text twice as long.
const DOUBLED: &str = " | extend text = strcat(text, text)";

#[tokio::test]
async fn a_row_that_its_transform_makes_too_large_is_lost_and_the_others_are_not() {
    let copies: Vec<_> = (0..70)
        .map(|copy| format!("c{copy} = strcat(text, '')"))
        .collect();
    let transform = format!(
        "source{} | extend {}",
        DOUBLED.repeat(17),
        copies.join(", ")
    );
    let rig = serve(rule(&[
        ("Big_CL", Some(&transform)),
        ("Small_CL", Some("source")),
    ]))
    .await;
    let rows = json!([{ "text": "" }, { "text": "0123456789" }, { "ms": 3 }]);
    assert_eq!(post(&rig, &rows).await, 204);
    let big = rig.emulator.rows("Big_CL");
    assert_eq!((big.len(), &big[1]["ms"]), (2, &json!(3)));
    assert_eq!(rig.emulator.rows("Small_CL").len(), 3);
    assert_eq!(
        rig.losses(),
        ["the row becomes too large in the transform before table Big_CL, and is lost (row 1)"]
    );
    let (_, stats) = rig.get("stats").await;
    let flow = &stats["streams"][0]["flows"][0];
    assert_eq!(
        (&flow["table"], &flow["written"], &flow["failed"]),
        (&json!("Big_CL"), &json!(2), &json!(1))
    );
}

#[tokio::test]
async fn now_is_the_emulators_clock() {
    let transform = "source | extend TimeGenerated = now(), text = tostring(now() - TimeGenerated)";
    let rig = serve(rule(&[("T_CL", Some(transform))])).await;
    rig.emulator
        .advance(Duration::from_secs(400 * 24 * 60 * 60));
    post(&rig, &json!([{}])).await;
    let received = rig.emulator.requests()[0].received.clone();
    post(&rig, &json!([{ "TimeGenerated": received }])).await;
    let rows = rig.emulator.rows("T_CL");
    assert_eq!(rows[0]["TimeGenerated"], received.as_str());
    assert_eq!(rig.emulator.stats().streams[0].flows[0].time_replaced, 0);
    // The second row is as old as the time between the two requests.
    let age = rows[1]["text"].as_str().unwrap();
    assert!(age.starts_with("00:00:"), "{age}");
}

#[tokio::test]
async fn flows_are_counted_over_all_requests_and_told_of_each() {
    let transform = "source | where ms > 1 | project TimeGenerated, ms";
    let rig = serve(rule(&[("T_CL", Some(transform))])).await;
    for rows in [
        json!([{ "ms": 1, "text": "a" }, { "ms": 2 }, { "ms": 3, "TimeGenerated": "2001-01-01" }]),
        json!([{ "ms": 4 }, {}]),
    ] {
        assert_eq!(post(&rig, &rows).await, 204);
    }
    let expected = |written, filtered, filled, replaced| {
        json!({ "table": "T_CL", "written": written, "filtered": filtered, "failed": 0, "time_filled": filled,
            "time_replaced": replaced, "values_truncated": 0, "values_dropped": 0, "columns_dropped": ["text"] })
    };
    let (_, stats) = rig.get("stats").await;
    let stream = &stats["streams"][0];
    assert_eq!(stream["flows"], json!([expected(3, 2, 2, 1)]));
    assert_eq!(
        (&stream["rows_received"], &stream["rows_accepted"]),
        (&json!(5), &json!(5))
    );
    assert_eq!(
        stream["columns"][0]["replaced"], 0,
        "the stream's own column is read whole"
    );
    let (_, requests) = rig.get("requests").await;
    assert_eq!(requests[0]["flows"], json!([expected(2, 1, 1, 1)]));
    assert_eq!(requests[1]["flows"], json!([expected(1, 1, 1, 0)]));
    assert_eq!(requests[0]["losses"][0]["kind"], "time_replaced");
    assert_eq!(requests[0]["losses"][0]["table"], "T_CL");
    assert_eq!(stats["tables"][0]["accepted"], 3);
}

#[tokio::test]
async fn a_table_without_a_transform_replaces_no_time_for_the_others() {
    let later = "source | extend text = tostring(TimeGenerated), TimeGenerated = now()";
    let rig = serve(rule(&[("Plain_CL", None), ("Later_CL", Some(later))])).await;
    post(
        &rig,
        &json!([{ "TimeGenerated": "2001-02-03T04:05:06.5Z", "ms": 1 }, {}]),
    )
    .await;
    let received = rig.emulator.requests()[0].received.clone();
    assert_eq!(
        rig.emulator.rows("Plain_CL"),
        [
            json!({ "TimeGenerated": received, "ms": 1, "text": "" }),
            json!({ "TimeGenerated": received, "ms": null, "text": "" })
        ]
    );
    let later = rig.emulator.rows("Later_CL");
    assert_eq!(later[0]["text"], "2001-02-03T04:05:06.5000000Z");
    assert_eq!(later[1]["text"], "");
    let stats = rig.emulator.stats();
    let flows = &stats.streams[0].flows;
    assert_eq!((flows[0].time_replaced, flows[0].time_filled), (1, 1));
    assert_eq!((flows[1].time_replaced, flows[1].time_filled), (0, 0));
}

#[tokio::test]
async fn a_time_that_is_no_time_is_null_for_the_transform_and_filled_for_the_table() {
    let rig = serve(rule(&[
        ("Plain_CL", None),
        ("Same_CL", Some("source | where isnull(TimeGenerated)")),
    ]))
    .await;
    post(&rig, &json!([{ "TimeGenerated": "noon" }])).await;
    assert_eq!(
        rig.losses(),
        [
            r#"column `TimeGenerated` is null: `"noon"` isn't a date and time (the column's type is datetime) (row 0)"#
        ]
    );
    let received = rig.emulator.requests()[0].received.clone();
    for table in ["Plain_CL", "Same_CL"] {
        assert_eq!(
            rig.emulator.rows(table)[0]["TimeGenerated"],
            received.as_str()
        );
    }
}

#[tokio::test]
async fn every_table_spells_a_time_alike() {
    let limits = Limits {
        oldest_time: None,
        newest_time: None,
        ..Limits::default()
    };
    for flows in [
        &[("T_CL", None)] as &[_],
        &[("T_CL", Some("source | where true"))],
        &[("T_CL", None), ("U_CL", Some("source | where true"))],
    ] {
        let rig = serve_with(rule(flows), |builder| builder.limits(limits.clone())).await;
        for (sent, spelled) in [
            (
                "2024-11-22T10:00:00.1200000+01:00",
                "2024-11-22T09:00:00.12Z",
            ),
            ("2024-11-22 10:00", "2024-11-22T10:00:00Z"),
            (
                "2024-11-22T10:00:00.1234567Z",
                "2024-11-22T10:00:00.1234567Z",
            ),
        ] {
            rig.emulator.reset();
            post(&rig, &json!([{ "TimeGenerated": sent }])).await;
            for (table, _) in flows {
                assert_eq!(
                    rig.emulator.rows(table)[0]["TimeGenerated"],
                    spelled,
                    "{flows:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn values_that_a_transform_makes_too_long_are_cut() {
    let transform = format!("source{}", DOUBLED.repeat(16));
    let rig = serve(rule(&[("T_CL", Some(&transform))])).await;
    post(&rig, &json!([{ "text": "é" }, { "text": "" }])).await;
    let rows = rig.emulator.rows("T_CL");
    assert_eq!(rows[0]["text"].as_str().map(str::len), Some(65_536));
    assert_eq!(rows[1]["text"], "");
    assert_eq!(
        rig.losses(),
        ["column `text` is cut to 65536 bytes in table T_CL (row 0)"]
    );
    assert_eq!(rig.emulator.stats().streams[0].flows[0].values_truncated, 1);
}

/// A template with a table that has just `TimeGenerated` and `ms`, and a rule that sends rows there.
fn template(transform: Option<&str>) -> String {
    let mut properties: Value = serde_json::from_str(&rule(&[("T_CL", transform)])).unwrap();
    properties["destinations"] =
        json!({ "logAnalytics": [{ "name": "w", "workspaceResourceId": "/subscriptions/s/x" }] });
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [
            { "type": "Microsoft.OperationalInsights/workspaces/tables", "apiVersion": "2022-10-01", "name": "w/T_CL",
              "properties": { "schema": { "name": "T_CL", "columns": [
                { "name": "TimeGenerated", "type": "datetime" }, { "name": "ms", "type": "int" } ] } } },
            { "type": "Microsoft.Insights/dataCollectionRules", "apiVersion": "2022-06-01", "name": "r", "properties": properties } ]
    });
    template.to_string()
}

#[tokio::test]
async fn a_table_holds_only_what_it_has_columns_for() {
    for transform in [None, Some("source | extend text = toupper(text)")] {
        let rig = serve(template(transform)).await;
        assert_eq!(
            post(&rig, &json!([{ "ms": 1, "text": "a" }, { "ms": 2 }])).await,
            204
        );
        let rows = rig.emulator.rows("T_CL");
        let received = rig.emulator.requests()[0].received.clone();
        assert_eq!(
            rows[0],
            json!({ "TimeGenerated": received, "ms": 1 }),
            "{transform:?}"
        );
        let loss = &rig.emulator.requests()[0].losses[0];
        assert_eq!(
            (loss.kind, loss.table.as_deref()),
            (LossKind::NotInTable, Some("T_CL"))
        );
        assert_eq!(
            loss.to_string(),
            "column `text` is dropped: table T_CL has no such column (row 0)"
        );
        assert_eq!(rig.emulator.stats().streams[0].flows[0].values_dropped, 1);

        let strict = serve_with(template(transform), EmulatorBuilder::strict).await;
        let response = strict
            .request("Custom-Raw", r#"[{"text":"a"}]"#)
            .send()
            .await
            .unwrap();
        let (code, _) = error_of(response).await;
        assert_eq!(code, "SilentDataLoss");
        assert_eq!(post(&strict, &json!([{ "ms": 1 }])).await, 204);
    }
}

#[tokio::test]
async fn a_built_in_stream_has_the_services_own_columns_in_its_transform_and_not_in_its_rows() {
    let flow = |transform: &str| {
        let rule = json!({
            "immutableId": "dcr-0123456789abcdef0123456789abcdef",
            "streamDeclarations": {},
            "dataFlows": [{ "streams": ["Microsoft-Syslog"], "destinations": ["w"], "transformKql": transform }]
        });
        rule.to_string()
    };
    let rig = serve(flow(
        "source | where isempty(TenantId) | extend SyslogMessage = strcat(TenantId, SyslogMessage)",
    ))
    .await;
    let body = r#"[{"TimeGenerated":null,"SyslogMessage":"a"}]"#;
    let response = rig.request("Microsoft-Syslog", body).send().await.unwrap();
    assert_eq!(response.status(), 204);
    let rows = rig.emulator.rows("Syslog");
    assert_eq!(rows[0]["SyslogMessage"], "a");
    assert_eq!(rows[0].get("TenantId"), None);
    assert_eq!(rig.losses(), [""; 0]);
}
