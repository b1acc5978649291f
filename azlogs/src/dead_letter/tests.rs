use std::fs;
use std::io::BufReader;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use azlogs_dcr::ImmutableId;
use proptest::prelude::*;

use super::batch::{Content, RejectedBatch};
use super::{DeadLetter, DeadLetterFile, DeadLetterReader, Letter};
use crate::clock::set_ahead;
use crate::error::{Error, ErrorKind, Failure};
use crate::unsendable::RowTooLarge;
use crate::upload::RejectReason;

const RULE: ImmutableId = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");

fn refused() -> RejectReason {
    let failure = Failure {
        status: Some(400),
        code: Some("InvalidStream".to_owned()),
        client_request_id: Some("an id".to_owned()),
        ..Failure::new(ErrorKind::Service, "no such \"stream\"")
    };
    RejectReason::Request(Error::from(failure))
}

fn keep(file: &DeadLetterFile, reason: &RejectReason, content: Content<'_>) -> std::io::Result<()> {
    let time = UNIX_EPOCH + Duration::from_millis(1_700_000_000_123);
    file.keep(&RejectedBatch {
        rule: &RULE,
        stream: "Custom-Rows",
        reason,
        time,
        content,
    })
}

/// What is in all files of that path, in order.
fn letters(path: &Path) -> Vec<Letter> {
    let files = DeadLetterFile::files(path);
    files
        .iter()
        .flat_map(|file| DeadLetterReader::open(file).unwrap())
        .map(Result::unwrap)
        .collect()
}

fn rows(path: &Path) -> Vec<String> {
    letters(path)
        .into_iter()
        .map(|letter| letter.row.unwrap())
        .collect()
}

#[test]
fn a_letter_is_a_line_with_the_row_in_its_own_bytes() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("rejected.ndjson");
    let file = DeadLetterFile::open(&path).unwrap();
    keep(
        &file,
        &refused(),
        Content::Array(br#"[{"N":1.0,"Text":"a,b\n]"},{}]"#),
    )
    .unwrap();
    let line = concat!(
        r#"{"time":"2023-11-14T22:13:20.1230000Z","rule":"dcr-000a00a000a00000a000000aa000a0aa","stream":"Custom-Rows","#,
        r#""code":"InvalidStream","message":"the service answered 400 InvalidStream: no such \"stream\" (client request id an id)","#,
        r#""status":400,"client_request_id":"an id","request_id":null,"may_be_stored":false,"row":{"N":1.0,"Text":"a,b\n]"}}"#,
    );
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().next().unwrap(), line);
    assert_eq!(rows(&path), [r#"{"N":1.0,"Text":"a,b\n]"}"#, "{}"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[test]
fn letters_are_kept_in_order_wherever_the_clock_was_set() {
    const YEAR: i64 = 365 * 24 * 3600;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("rejected.ndjson");
    let file = DeadLetterFile::open(&path).unwrap();
    for (n, ahead) in (0..).zip([0, YEAR, -YEAR, -100 * YEAR, 9_000 * YEAR]) {
        let _set = set_ahead(ahead);
        let letter = Letter::new(
            &RULE,
            "Custom-Rows",
            "Mine",
            "not good",
            Some(&format!("{n}")),
        );
        file.keep_letters([&letter]).unwrap();
    }
    assert_eq!(rows(&path), ["0", "1", "2", "3", "4"]);
    let times: Vec<_> = letters(&path)
        .into_iter()
        .map(|letter| letter.time)
        .collect();
    assert!(times[2] < times[0] && times[0] < times[1], "{times:?}");
    assert_eq!(times[3], "1970-01-01T00:00:00.0000000Z");
    assert_eq!(times[4], "", "no RFC 3339 has that year");
}

#[test]
fn a_row_that_could_not_be_written_has_no_json_and_lines_stay_lines() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("rejected.ndjson");
    let file = DeadLetterFile::open(&path).unwrap();
    keep(&file, &refused(), Content::Unwritable).unwrap();
    keep(
        &file,
        &refused(),
        Content::Array(b"[\r\n  {\n \"N\": 1\n}\n]"),
    )
    .unwrap();
    let letters = letters(&path);
    assert_eq!(letters[0].row, None);
    assert_eq!(letters[1].row.as_deref(), Some("{  \"N\": 1 }"));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 2);
}

#[test]
fn a_file_that_is_long_enough_is_renamed_and_the_oldest_is_removed() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("rejected.ndjson");
    let file = DeadLetterFile::open(&path)
        .unwrap()
        .max_bytes(700)
        .kept_files(3);
    for n in 0..20 {
        keep(
            &file,
            &refused(),
            Content::Row(format!(r#"{{"N":{n}}}"#).as_bytes()),
        )
        .unwrap();
    }
    let files = DeadLetterFile::files(&path);
    assert_eq!(files.len(), 4);
    for file in &files {
        let len = fs::metadata(file).unwrap().len();
        assert!(len > 0 && len <= 700, "{len}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(file).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }
    let found = rows(&path);
    let expected: Vec<_> = (20 - found.len()..20)
        .map(|n| format!(r#"{{"N":{n}}}"#))
        .collect();
    assert_eq!(found, expected);
    drop(file);
    let file = DeadLetterFile::open(&path).unwrap();
    keep(&file, &refused(), Content::Row(b"{}")).unwrap();
    assert_eq!(rows(&path).last().unwrap(), "{}");
}

#[test]
fn renamed_files_are_found_by_their_numbers_whichever_are_missing() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("rejected.ndjson");
    for name in [".10", ".2", ".9", "", ".01", ".+3", ".0", ".left", "x.1"] {
        fs::write(home.path().join(format!("rejected.ndjson{name}")), "").unwrap();
    }
    let found = DeadLetterFile::files(&path);
    let names: Vec<_> = found
        .iter()
        .map(|file| file.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "rejected.ndjson.10",
            "rejected.ndjson.9",
            "rejected.ndjson.2",
            "rejected.ndjson"
        ]
    );
    assert!(DeadLetterFile::files(home.path().join("nowhere/rejected")).is_empty());
}

#[test]
fn rows_of_one_batch_go_into_several_files_and_a_huge_one_is_kept_whole() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("rejected.ndjson");
    let file = DeadLetterFile::open(&path).unwrap().max_bytes(100_000);
    let huge = format!(r#"{{"N":1,"Text":"{}"}}"#, "x".repeat(3_000_000));
    let small: Vec<_> = (2..400).map(|n| format!(r#"{{"N":{n}}}"#)).collect();
    let array = format!(r#"[{{"N":0}},{huge},{}]"#, small.join(","));
    keep(&file, &refused(), Content::Array(array.as_bytes())).unwrap();
    let reason = RejectReason::TooLarge(RowTooLarge::new(huge.as_bytes(), 1_048_576));
    keep(&file, &reason, Content::Row(huge.as_bytes())).unwrap();
    let mut expected = vec![r#"{"N":0}"#.to_owned(), huge.clone()];
    expected.extend(small);
    expected.push(huge);
    assert_eq!(rows(&path), expected);
    assert!(DeadLetterFile::files(&path).len() > 3);
    let last = letters(&path).pop().unwrap();
    assert_eq!(last.code, "RowTooLarge");
    assert!(
        last.message.contains("`Text` (3000002 bytes)"),
        "{}",
        last.message
    );
}

#[test]
fn after_half_a_line_comes_another() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("rejected.ndjson");
    let file = DeadLetterFile::open(&path).unwrap();
    keep(&file, &refused(), Content::Row(b"{}")).unwrap();
    drop(file);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, [&whole[..], &whole[..40]].concat()).unwrap();
    let file = DeadLetterFile::open(&path).unwrap();
    keep(&file, &refused(), Content::Row(br#"{"N":2}"#)).unwrap();
    let read: Vec<_> = DeadLetterReader::open(&path).unwrap().collect();
    assert_eq!(read.len(), 3);
    assert_eq!(read[1].as_ref().unwrap_err().line(), 2);
    assert_eq!(read[2].as_ref().unwrap().row.as_deref(), Some(r#"{"N":2}"#));
}

#[test]
fn a_file_that_cannot_be_made_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    assert!(DeadLetterFile::open(home.path().join("missing/rejected.ndjson")).is_err());
    assert!(DeadLetterFile::open(home.path()).is_err());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_that_names_the_file() {
    let file = DeadLetterFile::open("/dev/full").unwrap();
    let error = keep(&file, &refused(), Content::Row(b"{}")).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
    assert!(
        error
            .to_string()
            .starts_with("cannot write to `/dev/full`: "),
        "{error}"
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_line_by_line(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'\n'), Just(b'{'), Just(b'"')], 0..400)) {
        let lines = bytes.split(|byte| *byte == b'\n').count();
        prop_assert!(DeadLetterReader::new(BufReader::new(&bytes[..])).count() <= lines);
    }
}

proptest! {
    // Each file is synced.
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_rows_come_out_as_they_went_in(texts in prop::collection::vec(".{0,60}", 1..12), max_bytes in 1_u64..4_000) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("rejected.ndjson");
        let file = DeadLetterFile::open(&path).unwrap().max_bytes(max_bytes).kept_files(100);
        let values: Vec<_> = texts.iter().map(|text| serde_json::json!({ "Text": text, text: 1 }).to_string()).collect();
        keep(&file, &refused(), Content::Array(format!("[{}]", values.join(",")).as_bytes())).unwrap();
        prop_assert_eq!(rows(&path), values);
    }
}
