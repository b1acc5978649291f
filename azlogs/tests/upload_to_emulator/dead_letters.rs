//! Rejected rows are kept, each once and in its own bytes, whatever they were rejected for.

use std::io;
use std::path::Path;
use std::sync::Arc;

use azlogs::{
    Compression, DeadLetter, DeadLetterFile, DeadLetterReader, Letter, Packing, RejectedBatch,
    RetryPolicy, StreamClient, to_json,
};
use azlogs_emulator::{Emulator, Fault, FaultAnswer, Limits, What, When};

use crate::{RULE, Row, builder, held, row, stream};

fn keeping(stream: StreamClient<Row>, path: &Path) -> StreamClient<Row> {
    stream.dead_letter(Arc::new(DeadLetterFile::open(path).unwrap()))
}

fn letters(path: &Path) -> Vec<Letter> {
    DeadLetterReader::open(path)
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// The rows' own numbers.
fn numbers(letters: &[Letter]) -> Vec<u64> {
    let row = |letter: &Letter| {
        serde_json::from_str::<serde_json::Value>(letter.row.as_ref().unwrap()).unwrap()
    };
    letters
        .iter()
        .map(|letter| row(letter)["N"].as_u64().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_over_the_limit_is_kept_whole() {
    let emulator = builder().start().await.unwrap();
    for packing in [Packing::Documented, Packing::Wire] {
        emulator.reset();
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("rejected.ndjson");
        let mut rows: Vec<_> = (0..5).map(row).collect();
        // So that it's over the limit compressed, too.
        let mut random = fastrand::Rng::with_seed(1);
        rows[2].text = std::iter::repeat_with(|| random.alphanumeric())
            .take(3_000_000)
            .collect();
        let report = keeping(stream(&emulator, RetryPolicy::never()), &path)
            .packing(packing)
            .upload(&rows)
            .await;
        assert_eq!(
            (report.accepted(), report.rejected(), report.dead_letters()),
            (4, 1, 1),
            "{report}"
        );
        assert_eq!(held(&emulator), [0, 1, 3, 4]);
        let [letter] = &letters(&path)[..] else {
            panic!("one letter")
        };
        assert_eq!(letter.row, Some(to_json(&rows[2]).unwrap()));
        assert_eq!(
            (letter.code.as_str(), letter.status, letter.may_be_stored),
            ("RowTooLarge", None, false)
        );
        assert_eq!(
            (letter.rule.as_str(), letter.stream.as_str()),
            (RULE.as_str(), "Custom-Rows")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_refused_are_kept_with_the_ids_of_their_request() {
    let refusal = Fault::new(When::Every(3), What::Answer(FaultAnswer::status(400)));
    let emulator = builder().fault(refusal).start().await.unwrap();
    for compression in [Compression::none(), Compression::level(2)] {
        emulator.reset();
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("rejected.ndjson");
        let stream = stream(&emulator, RetryPolicy::never())
            .chunk_limit(5_000)
            .compression(compression);
        let report = keeping(stream, &path).upload((0..2_000).map(row)).await;
        let letters = letters(&path);
        assert!(report.rejected() > 0);
        assert_eq!(
            (report.dead_letters(), letters.len()),
            (report.rejected(), report.rejected())
        );
        let mut all = held(&emulator);
        all.extend(numbers(&letters));
        all.sort_unstable();
        assert_eq!(all, (0..2_000).collect::<Vec<_>>());
        for letter in &letters {
            let row: serde_json::Value =
                serde_json::from_str(letter.row.as_ref().unwrap()).unwrap();
            let number = u32::try_from(row["N"].as_u64().unwrap()).unwrap();
            assert_eq!(letter.row, Some(to_json(&crate::row(number)).unwrap()));
            assert_eq!(letter.status, Some(400));
            let id = letter.client_request_id.as_ref().unwrap();
            let of =
                |rejected: &azlogs::RejectedRows| rejected.reason.to_string().contains(id.as_str());
            assert!(
                report.rejected_rows().iter().any(of),
                "no request {id} in {report}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_is_too_large_after_all_halving_is_kept() {
    let limits = Limits {
        wire_bytes: 4_000,
        ..Limits::default()
    };
    let emulator = builder().limits(limits).start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("rejected.ndjson");
    let mut rows: Vec<_> = (0..300).map(row).collect();
    let mut random = fastrand::Rng::with_seed(1);
    rows[77].text = std::iter::repeat_with(|| random.alphanumeric())
        .take(20_000)
        .collect();
    let report = keeping(stream(&emulator, RetryPolicy::never()), &path)
        .upload(&rows)
        .await;
    assert_eq!((report.accepted(), report.rejected()), (299, 1), "{report}");
    let [letter] = &letters(&path)[..] else {
        panic!("one letter")
    };
    assert_eq!(letter.row, Some(to_json(&rows[77]).unwrap()));
    assert_eq!(
        (letter.status, letter.code.as_str()),
        (Some(413), "ContentLengthLimitExceeded")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_can_be_sent_again() {
    let refusal = Fault::new(When::Always, What::Answer(FaultAnswer::status(403)));
    let emulator = builder().fault(refusal).start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("rejected.ndjson");
    let stream = stream(&emulator, RetryPolicy::never());
    let report = keeping(stream.clone(), &path)
        .upload((0..50).map(row))
        .await;
    assert_eq!(
        (report.accepted(), report.dead_letters()),
        (0, 50),
        "{report}"
    );
    emulator.set_faults([]).unwrap();
    let rows: Vec<_> = letters(&path)
        .into_iter()
        .map(|letter| letter.row.unwrap())
        .collect();
    stream
        .upload_raw(format!("[{}]", rows.join(",")))
        .await
        .unwrap()
        .into_result()
        .unwrap();
    assert_eq!(held(&emulator), (0..50).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_raw_body_that_is_refused_is_kept_row_by_row() {
    let refusal = Fault::new(When::Always, What::Answer(FaultAnswer::status(400)));
    let emulator = builder().fault(refusal).start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("rejected.ndjson");
    let stream = keeping(stream(&emulator, RetryPolicy::never()), &path);
    let report = stream
        .upload_raw("[\n  {\"N\": 1},\n  {\"N\": 2}\n]")
        .await
        .unwrap();
    assert_eq!(
        (report.rejected(), report.dead_letters()),
        (2, 2),
        "{report}"
    );
    assert_eq!(numbers(&letters(&path)), [1, 2]);
}

/// A place that is full.
#[derive(Debug)]
struct Full;

impl DeadLetter for Full {
    fn keep(&self, _: &RejectedBatch<'_>) -> io::Result<()> {
        Err(io::ErrorKind::StorageFull.into())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_cannot_be_kept_are_in_the_report_and_so_is_why() {
    let emulator: Emulator = builder().start().await.unwrap();
    let rows = [
        row(0),
        Row {
            n: 1,
            text: "x".repeat(2_000_000),
        },
    ];
    let report = stream(&emulator, RetryPolicy::never())
        .dead_letter(Arc::new(Full))
        .upload(&rows)
        .await;
    assert_eq!(
        (report.accepted(), report.rejected(), report.dead_letters()),
        (1, 1, 0)
    );
    assert_eq!(
        report.dead_letter_error().unwrap().kind(),
        io::ErrorKind::StorageFull
    );
    assert!(
        report
            .to_string()
            .ends_with("1 rejected row could not be kept: no storage space"),
        "{report}"
    );
}
