//! Rows are found wherever they stand, and what is torn takes no other with it.

use std::io;

use proptest::prelude::*;

use super::*;

/// Gives its bytes a few at a time, as a pipe may.
struct Trickle<'a>(&'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.0.len().min(to.len()).min(3);
        let (now, later) = self.0.split_at(count);
        to[..count].copy_from_slice(now);
        self.0 = later;
        Ok(count)
    }
}

type Found = Vec<(u64, Option<String>)>;

/// The elements with their lines, or how far they went and why no further.
fn divided(data: impl Read, limit: usize) -> (Found, Option<String>) {
    let mut found = Vec::new();
    let error = divide(data, limit, &mut found).err();
    let error = error.map(|broken| match broken {
        DataError::Unreadable(error) => error.to_string(),
        DataError::NotJson(told) => told,
    });
    (found, error)
}

fn divide(data: impl Read, limit: usize, found: &mut Found) -> Result<(), DataError> {
    let Some(mut elements) = Elements::begin(data, limit)? else {
        return Err(DataError::NotJson("empty".to_owned()));
    };
    while let Some(element) = elements.next()? {
        let text = element
            .text
            .map(|text| String::from_utf8_lossy(text).into_owned());
        found.push((element.line, text));
    }
    Ok(())
}

#[test]
fn rows_are_found_in_arrays_and_one_after_the_other() {
    let two = vec![
        (2, Some(r#"{"a":"]},\""}"#.to_owned())),
        (3, Some("5".to_owned())),
    ];
    for data in [
        " [\n{\"a\":\"]},\\\"\"} ,\n5\n] ",
        "\n{\"a\":\"]},\\\"\"}\n5",
        "\u{feff}\n{\"a\":\"]},\\\"\"}\r\n5\r\n",
    ] {
        assert_eq!(divided(data.as_bytes(), 100), (two.clone(), None), "{data}");
    }
    assert_eq!(divided(b"[]".as_slice(), 100), (Vec::new(), None));
    assert_eq!(divided(b" \n".as_slice(), 100).1.as_deref(), Some("empty"));
}

#[test]
fn data_that_is_broken_is_told_with_the_line() {
    for (data, told) in [
        ("[1,\n", "line 2: the array has no end"),
        ("[1,]", "line 1: a comma stands where a row is expected"),
        ("[,1]", "line 1: a comma stands where a row is expected"),
        ("[1\n2]", "line 2: a comma is missing between two rows"),
        ("[{\"a\":1}", "line 1: the array has no end"),
        ("[{\"a\":\n1", "line 2: the data breaks off in a row"),
        ("[\"a", "line 1: the data breaks off in a text"),
        ("[1] x", "line 1: there is something after the array's end"),
        ("\u{1f}\u{8b}", "line 1: it is gzip: unpack it first"),
        ("\0\0", "line 1: it is a binary file"),
    ] {
        assert_eq!(
            divided(data.as_bytes(), 100).1.as_deref(),
            Some(told),
            "{data}"
        );
    }
    assert_eq!(
        divided(b"\xff\xfe{\0".as_slice(), 100).1.as_deref(),
        Some("line 1: it isn't UTF-8 (UTF-16, maybe): save it as UTF-8")
    );
}

#[test]
fn a_line_that_breaks_off_takes_no_other_with_it() {
    for torn in [
        "{\"a\":\"b",
        "{\"a\":\"b\\",
        "{\"a",
        "{\"a\"",
        "{\"a\":12",
        "{\"a\":[1,2",
        "{\"a\":{\"b\":1}",
        "{",
        "\"a",
    ] {
        for end in ["\n", "\r\n", " \n\n"] {
            let data = format!("{{\"c\":1}}\n{torn}{end}{{\"c\":2}}\n{{\"c\":3}}\n");
            let (found, error) = divided(data.as_bytes(), 100);
            let texts: Vec<_> = found.iter().map(|(_, text)| text.as_deref()).collect();
            let expected = ["{\"c\":1}", torn, "{\"c\":2}", "{\"c\":3}"].map(Some);
            assert_eq!((texts.as_slice(), error), (&expected[..], None), "{data}");

            let data = format!("{{\"c\":1}}\n{torn}{end}");
            let (found, error) = divided(data.as_bytes(), 100);
            let last = found.last().and_then(|(_, text)| text.as_deref());
            assert_eq!((found.len(), last, error), (2, Some(torn), None), "{data}");
            let (found, error) = divided(data.trim_ascii_end().as_bytes(), 100);
            let last = found.last().and_then(|(_, text)| text.as_deref());
            assert_eq!((found.len(), last, error), (2, Some(torn), None), "{data}");
        }
    }
    // What might go on as JSON takes the next line with it, and no more.
    for torn in ["{\"a\":", "{\"a\":1,", "{\"a\":["] {
        let data = format!("{torn}\n{{\"c\":1}}\n{{\"c\":2}}\n");
        let (found, error) = divided(data.as_bytes(), 100);
        let lines: Vec<_> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!((lines, error), (vec![1, 3], None), "{data}");
    }
}

#[test]
fn what_is_no_json_is_one_row_a_line_and_takes_no_object_with_it() {
    let data = "\tat main (a.rs:1), again\r\n{\"a\":1},\n{\"b\":2}\n2026-11-25 INFO {\"c\":3} \"d\" ] e\n1 2\n";
    let (found, error) = divided(data.as_bytes(), 100);
    let found: Vec<_> = found
        .iter()
        .map(|(line, text)| (*line, text.as_deref().unwrap()))
        .collect();
    let expected = [
        (1, "at main (a.rs:1), again"),
        (2, "{\"a\":1}"),
        (2, ","),
        (3, "{\"b\":2}"),
        (4, "2026-11-25 INFO"),
        (4, "{\"c\":3}"),
        (4, "\"d\""),
        (4, "] e"),
        (5, "1 2"),
    ];
    assert_eq!((found, error), (expected.to_vec(), None));
}

#[test]
fn a_row_beyond_the_limit_is_passed_over() {
    let data = br#"[{"a":"1234567890"},{"b":1}]"#;
    let (found, error) = divided(data.as_slice(), 10);
    assert_eq!(found, [(1, None), (1, Some(r#"{"b":1}"#.to_owned()))]);
    assert_eq!(error, None);
}

#[test]
fn memory_is_bounded_by_the_limit_however_long_a_row_is() {
    let row = std::io::repeat(b'1').take(5_000_000);
    let data = b"[{\"a\":".chain(row).chain(b"}]".as_slice());
    let mut elements = Elements::begin(data, 1_000).unwrap().unwrap();
    let element = elements.next().unwrap().unwrap();
    assert_eq!((element.length, element.text), (5_000_006, None));
    assert!(elements.next().unwrap().is_none());
    assert!(
        elements.text.capacity() < 3_000,
        "{}",
        elements.text.capacity()
    );
}

proptest! {
    #[test]
    fn any_bytes_are_divided_or_refused(data: Vec<u8>, limit in 0_usize..20) {
        divided(data.as_slice(), limit);
    }

    #[test]
    fn what_a_pipe_gives_in_pieces_is_divided_alike(data in r#"[\[\]{}",:\\ a1\n]{0,30}"#) {
        let whole = divided(data.as_bytes(), 8);
        prop_assert_eq!(whole, divided(Trickle(data.as_bytes()), 8));
    }

    #[test]
    fn rows_are_the_elements_of_an_array_and_of_a_sequence(rows: Vec<(String, Vec<i64>)>) {
        let rows: Vec<serde_json::Value> = rows
            .into_iter()
            .map(|(name, numbers)| serde_json::json!({ name: [{ "a": { "b": numbers } }, {}] }))
            .collect();
        let array = serde_json::to_vec_pretty(&rows).unwrap();
        let mut sequence = b"\n".to_vec();
        for row in &rows {
            // Lines of which many begin with a brace. No name can hold this key, as quotes in it are escaped.
            let text = serde_json::to_string_pretty(row).unwrap();
            sequence.extend(text.replace("\"a\": {", "\"a\":\n{").into_bytes());
            sequence.push(b'\n');
        }
        for data in [array, sequence] {
            let (found, error) = divided(data.as_slice(), usize::MAX);
            let found: Vec<serde_json::Value> = found
                .into_iter()
                .map(|(_, text)| serde_json::from_str(&text.unwrap()).unwrap())
                .collect();
            prop_assert_eq!(error.filter(|told| told != "empty"), None);
            prop_assert_eq!(found, rows.clone());
        }
    }
}
