//! Faults to order, as a client meets them.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use azlogs_emulator::{Emulator, Fault, FaultAnswer, Moment, What, When};
use reqwest::Response;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::rig::{ID, Rig, STREAM, TABLE, error_of};

const ROW: &str = r#"[{"Status":1}]"#;
/// Long enough for what comes about at once, however loaded the machine is.
const PATIENCE: Duration = Duration::from_secs(30);

async fn rig(fault: &str) -> Rig {
    let fault: Fault = fault.parse().unwrap();
    Rig::with(|builder| builder.fault(fault)).await
}

/// Sends a request, and leaves it once that holds of the emulator; gives what came of it where it ended before.
async fn post_until(
    rig: &Rig,
    holds: impl Fn(&Emulator) -> bool,
) -> Option<reqwest::Result<Response>> {
    let held = async {
        while !holds(&rig.emulator) {
            tokio::task::yield_now().await;
        }
    };
    let sent = rig.request(STREAM, ROW).send();
    tokio::select! {
        answer = sent => Some(answer),
        held = tokio::time::timeout(PATIENCE, held) => {
            held.unwrap();
            None
        }
    }
}

/// Sends a request on a socket of its own, half of its body where `whole` is false.
async fn send(rig: &Rig, whole: bool) -> TcpStream {
    let mut stream = TcpStream::connect(rig.emulator.address()).await.unwrap();
    let body = if whole { ROW } else { &ROW[..ROW.len() / 2] };
    let request = format!(
        "POST /dataCollectionRules/{ID}/streams/{STREAM}?api-version=2023-01-01 HTTP/1.1\r\nHost: localhost\r\n\
         Authorization: Bearer t\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        ROW.len()
    );
    // In one go: whatever was written after a reset would swallow it.
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn the_nth_and_every_nth_request_is_answered_so() {
    let rig = rig("status=503,every=3,retry-after=7,header=X-A:b").await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(rig.status(ROW).await);
    }
    assert_eq!(statuses, [204, 204, 503, 204, 204, 503]);
    assert_eq!(rig.emulator.rows(TABLE).len(), 4);
    rig.emulator
        .set_faults(["status=429,nth=1,retry-after=7,header=X-A:b"
            .parse()
            .unwrap()])
        .unwrap();
    let response = rig.post(ROW).await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(response.headers()["x-a"], "b");
    assert_eq!(error_of(response).await.0, "TooManyRequests");
    let faults = rig.emulator.stats().faults;
    assert_eq!(
        (faults[0].fault.as_str(), faults[0].applied),
        ("status=429,nth=1", 1)
    );
}

#[tokio::test]
async fn an_answer_can_be_anything() {
    let answer = FaultAnswer::status(400).code("Own").message("own words");
    let rig = Rig::with(|b| b.fault(Fault::new(When::Nth(1), What::Answer(answer)))).await;
    let response = rig.post(ROW).await;
    assert_eq!(response.headers()["x-ms-error-code"], "Own");
    assert_eq!(
        error_of(response).await,
        ("Own".to_owned(), "own words".to_owned())
    );
    let code = "RecordsTimeRangeIsMoreThan30Minutes";
    let known = What::Answer(FaultAnswer::status(400).code(code));
    rig.emulator
        .set_faults([Fault::new(When::Always, known)])
        .unwrap();
    let (given, message) = error_of(rig.post(ROW).await).await;
    assert_eq!(given, code);
    assert!(message.starts_with("The time duration between DataEndTime and DataStartTime"));
    let answer = FaultAnswer::status(502)
        .body("<html>")
        .header("content-type", "text/html");
    rig.emulator
        .set_faults([Fault::new(When::Always, What::Answer(answer))])
        .unwrap();
    let response = rig.post(ROW).await;
    assert_eq!(response.status(), 502);
    assert_eq!(response.headers()["content-type"], "text/html");
    assert_eq!(response.text().await.unwrap(), "<html>");
    assert!(rig.emulator.rows(TABLE).is_empty());
}

#[tokio::test]
async fn a_share_of_requests_is_the_same_each_time() {
    let fates = async || {
        let rig = rig("status=500,share=0.4,seed=3").await;
        let mut statuses = Vec::new();
        for _ in 0..30 {
            statuses.push(rig.status("[]").await);
        }
        statuses
    };
    let first = fates().await;
    assert!(first.contains(&204) && first.contains(&500));
    assert_eq!(first, fates().await);
}

#[tokio::test]
async fn a_reset_is_a_reset_whenever_it_comes() {
    for (moment, whole, wire_bytes) in [
        (Moment::BeforeBody, false, 0),
        (Moment::MiddleOfBody, false, ROW.len() / 2),
        (Moment::AfterBody, true, ROW.len()),
    ] {
        let fault = Fault::new(When::Always, What::Reset(moment));
        let rig = Rig::with(|builder| builder.fault(fault)).await;
        let mut stream = send(&rig, whole).await;
        let error = stream.read_u8().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{moment:?}");
        let request = &rig.emulator.requests()[0];
        assert_eq!(request.status, None);
        assert_eq!(request.wire_bytes, wire_bytes as u64, "{moment:?}");
        assert!(rig.emulator.rows(TABLE).is_empty());
        assert_eq!(rig.emulator.stats().unanswered, 1);
    }
}

#[tokio::test]
async fn a_hanging_request_gets_nothing_and_keeps_nothing() {
    let rig = rig("hang").await;
    let answer = post_until(&rig, |emulator| !emulator.requests().is_empty()).await;
    assert!(answer.is_none(), "{answer:?}");
    assert!(rig.emulator.rows(TABLE).is_empty());
    assert_eq!(rig.emulator.requests()[0].fault.as_deref(), Some("hang"));
    let gone = async {
        while rig.emulator.stats().in_flight > 0 {
            tokio::task::yield_now().await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, gone).await;
    assert!(
        waited.is_ok(),
        "the client is gone, and the request with it"
    );
}

#[tokio::test]
async fn dropping_the_emulator_ends_what_hangs() {
    let rig = rig("hang").await;
    let mut stream = send(&rig, true).await;
    drop(rig);
    assert!(!matches!(stream.read(&mut [0]).await, Ok(1..)));
}

#[tokio::test]
async fn a_slow_answer_is_as_slow_as_ordered() {
    let rig = rig("slow=80ms").await;
    let begun = Instant::now();
    assert_eq!(rig.status(ROW).await, 204);
    assert!(begun.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn accepted_rows_that_the_client_never_hears_of_are_there_twice_after_its_retry() {
    for (fault, is_reset) in [
        ("accept-then=hang,nth=1", false),
        ("accept-then=reset,nth=1", true),
    ] {
        let rig = rig(fault).await;
        let is_lost = |emulator: &Emulator| {
            let requests = emulator.requests();
            !is_reset && requests.iter().any(|request| request.accepted == 1)
        };
        match post_until(&rig, is_lost).await {
            None => assert!(!is_reset, "{fault}"),
            Some(answer) => assert!(is_reset && answer.is_err(), "{fault}: {answer:?}"),
        }
        assert_eq!(rig.emulator.rows(TABLE).len(), 1, "{fault}");
        assert_eq!(rig.status(ROW).await, 204);
        assert_eq!(rig.emulator.rows(TABLE).len(), 2, "{fault}");
        let requests = rig.emulator.requests();
        assert_eq!((requests[0].status, requests[0].accepted), (None, 1));
    }
}

#[tokio::test]
async fn garbage_is_no_answer_and_accepts_nothing() {
    let rig = rig("garbage,first=2").await;
    let mut stream = send(&rig, true).await;
    assert_eq!(stream.read_u8().await.unwrap(), b'H' | 0x80);
    let answer = rig.request(STREAM, ROW).send().await;
    assert!(answer.is_err(), "{answer:?}");
    let request = &rig.emulator.requests()[0];
    assert_eq!((request.status, request.accepted), (None, 0));
    assert!(rig.emulator.rows(TABLE).is_empty());
    assert_eq!(rig.status(ROW).await, 204);
}

#[tokio::test]
async fn a_gate_shows_how_many_are_in_flight() {
    let rig = rig("gather=5").await;
    let mut set = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let request = rig.request(STREAM, ROW);
        set.spawn(async move { request.send().await.unwrap().status().as_u16() });
    }
    assert_eq!(set.join_all().await, [204; 10]);
    assert!(rig.emulator.stats().in_flight_max >= 5);
}

#[tokio::test]
async fn an_impossible_fault_is_refused_and_changes_nothing() {
    let rig = rig("status=503,nth=1").await;
    let impossible = Fault::new(When::Every(0), What::Hang);
    assert!(rig.emulator.set_faults([impossible.clone()]).is_err());
    assert_eq!(rig.status(ROW).await, 503);
    let builder = azlogs_emulator::Emulator::builder();
    let builder = builder.dcr("web.json", crate::rig::RULE).fault(impossible);
    assert!(builder.start().await.is_err());
}
