//! The emulator's own API over HTTP.

use serde_json::{Value, json};

use crate::rig::{ID, Rig, TABLE};

impl Rig {
    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        let url = format!("{}/_emulator/{path}", self.emulator.endpoint());
        let response = self.client.get(url).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn order(&self, path: &str, body: &Value) -> (u16, Value) {
        let url = format!("{}/_emulator/{path}", self.emulator.endpoint());
        let response = self.client.post(url).json(body).send().await.unwrap();
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }
}

#[tokio::test]
async fn rows_stats_requests_and_rules_can_be_asked_for() {
    let rig = Rig::start().await;
    rig.status(r#"[{"Status":1,"Nope":2},{"Status":2}]"#).await;
    let rows = rig.get(&format!("tables/{TABLE}")).await;
    assert_eq!(rows.0, 200);
    assert_eq!(rows.1, Value::from(rig.emulator.rows(TABLE)));
    let (_, tables) = rig.get("tables").await;
    assert_eq!(tables, json!(["Raw_CL", "Syslog", "Web_CL"]));
    let (_, stats) = rig.get("stats").await;
    assert_eq!(stats["statuses"]["204"], 1);
    assert_eq!(stats["streams"][0]["columns"][1]["accepted"], 2);
    let (_, requests) = rig.get("requests").await;
    assert_eq!(requests[0]["losses"][0]["kind"], "undeclared");
    assert_eq!(requests[0]["headers"]["authorization"], Value::Null);
    let (_, rules) = rig.get("rules").await;
    assert_eq!(rules[0]["immutable_id"], ID);
    assert_eq!(
        rules[0]["streams"][0]["columns"][1],
        json!({ "name": "Status", "type": "int" })
    );
    let (_, answers) = rig.get("answers").await;
    let wording = |code: &str| {
        let answers = answers.as_array().unwrap();
        let answer = answers
            .iter()
            .find(|answer| answer["code"] == code)
            .unwrap();
        answer["wording"].clone()
    };
    assert_eq!(wording("ContentLengthLimitExceeded"), "service");
    assert_eq!(wording("InvalidStream"), "service_code");
    assert_eq!(wording("TooManyRequests"), "ours");
}

#[tokio::test]
async fn faults_can_be_ordered_and_taken_back() {
    let rig = Rig::start().await;
    let order =
        json!([{ "status": 503, "every": 2, "headers": { "Retry-After": "9" } }, "hang,nth=100"]);
    assert_eq!(rig.order("faults", &order).await.0, 204);
    assert_eq!(rig.status("[]").await, 204);
    let response = rig.post("[]").await;
    assert_eq!(
        (
            response.status().as_u16(),
            &response.headers()["retry-after"]
        ),
        (503, &"9".parse().unwrap())
    );
    let (_, faults) = rig.get("faults").await;
    assert_eq!(
        faults,
        json!([{ "fault": "status=503,every=2", "seen": 2, "applied": 1 },
               { "fault": "hang,nth=100", "seen": 2, "applied": 0 }])
    );
    let (status, told) = rig.order("faults", &json!({ "stauts": 503 })).await;
    assert_eq!(status, 400);
    assert!(told["error"].as_str().unwrap().contains("`stauts`"));
    assert_eq!(rig.order("faults", &json!([])).await.0, 204);
    assert_eq!((rig.status("[]").await, rig.status("[]").await), (204, 204));
}

#[tokio::test]
async fn the_clock_and_everything_else_can_be_put_forward_and_back() {
    let rig = Rig::with(|b| b.fault("status=403,for=60s".parse().unwrap())).await;
    assert_eq!(rig.status("[]").await, 403);
    assert_eq!(
        rig.order("clock", &json!({ "advance": "60s" })).await.0,
        204
    );
    assert_eq!(rig.status("[]").await, 204);
    assert_eq!(rig.order("clock", &json!({ "advance": 60 })).await.0, 400);
    assert_eq!(rig.order("reset", &json!(null)).await.0, 204);
    assert_eq!(rig.get("stats").await.1["requests"], 0);
    assert_eq!(rig.status("[]").await, 403, "the faults begin anew");
}

#[tokio::test]
async fn what_is_not_there_is_told_with_what_is() {
    let rig = Rig::start().await;
    let (status, told) = rig.get("tables/Web").await;
    assert_eq!((status, &told["tables"][2]), (404, &json!("Web_CL")));
    let (status, all) = rig.get("").await;
    assert_eq!(status, 200);
    let (status, told) = rig.get("nothing").await;
    assert_eq!((status, &told["endpoints"]), (404, &all["endpoints"]));
    assert!(
        told["endpoints"]
            .as_array()
            .unwrap()
            .contains(&json!("GET /_emulator/stats"))
    );
    assert_eq!(rig.order("stats", &json!({})).await.0, 404);
}
