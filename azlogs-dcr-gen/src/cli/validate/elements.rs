//! Divides data into its rows, holding one of them at a time.

use std::io::Read;

use super::source::{Broken, Source};

/// How the rows stand in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As the elements of an array.
    Array,
    /// One after the other, as in NDJSON.
    Sequence,
}

/// One element of the data.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    /// How many bytes before it on that line.
    pub(super) before: u64,
    /// Its length in bytes.
    pub(super) length: u64,
    /// Its text; none where it is longer than the limit.
    pub(super) text: Option<&'a [u8]>,
}

/// Divides data into elements.
pub(super) struct Elements<R> {
    source: Source<R>,
    form: Form,
    is_first: bool,
    is_over: bool,
    /// The element that is being read, as far as the limit.
    text: Vec<u8>,
    limit: usize,
}

impl<R: Read> Elements<R> {
    /// Begins with data of which the form isn't known yet. None where there is nothing but blanks in it.
    ///
    /// Elements of more than `limit` bytes are passed over, and counted.
    pub(super) fn begin(input: R, limit: usize) -> Result<Option<Self>, Broken> {
        let mut source = Source::begin(input)?;
        let form = match source.skip_blanks()? {
            None => return Ok(None),
            Some(b'[') => {
                source.step();
                Form::Array
            }
            Some(0x1f) => return Err(source.broken("it is gzip: unpack it first")),
            Some(0) => return Err(source.broken("it is a binary file")),
            Some(_) => Form::Sequence,
        };
        Ok(Some(Self {
            source,
            form,
            is_first: true,
            is_over: false,
            text: Vec::new(),
            limit,
        }))
    }

    pub(super) fn form(&self) -> Form {
        self.form
    }

    /// How many bytes were read.
    pub(super) fn bytes(&self) -> u64 {
        self.source.bytes()
    }

    /// The next element; none at the end of the data.
    pub(super) fn next(&mut self) -> Result<Option<Element<'_>>, Broken> {
        let next = match self.form {
            _ if self.is_over => None,
            Form::Array => self.find_in_array()?,
            Form::Sequence => self.source.skip_blanks()?,
        };
        self.is_first = false;
        let Some(first) = next else {
            self.is_over = true;
            return Ok(None);
        };
        let (line, before) = self.source.place();
        self.text.clear();
        let length = match first {
            b'{' | b'[' => self.take_nested()?,
            b'"' => self.take_string()?,
            _ => self.take_word()?,
        };
        Ok(Some(Element {
            line,
            before,
            length,
            text: usize::try_from(length)
                .is_ok_and(|length| length == self.text.len())
                .then_some(self.text.as_slice()),
        }))
    }

    /// Goes on to the next element of the array, and gives its first byte.
    fn find_in_array(&mut self) -> Result<Option<u8>, Broken> {
        let next = self.source.skip_blanks()?;
        let next = match (next, self.is_first) {
            (Some(b']'), _) => {
                self.source.step();
                return match self.source.skip_blanks()? {
                    None => Ok(None),
                    Some(_) => Err(self
                        .source
                        .broken("there is something after the array's end")),
                };
            }
            (Some(b','), false) => {
                self.source.step();
                self.source.skip_blanks()?
            }
            (Some(_), false) => {
                return Err(self.source.broken("a comma is missing between two rows"));
            }
            (next, _) => next,
        };
        match next {
            None => Err(self.source.broken("the array has no end")),
            Some(b',' | b']') => Err(self.source.broken("a comma stands where a row is expected")),
            next => Ok(next),
        }
    }

    /// Takes an object or array, to the bracket that ends it. Which kind of bracket it is, the row's reader sees.
    fn take_nested(&mut self) -> Result<u64, Broken> {
        let mut depth = 0_u64;
        let mut length = 0;
        while let Some(byte) = self.source.peek()? {
            if byte == b'"' {
                length += self.take_string()?;
                continue;
            }
            self.take(byte);
            length += 1;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 1 => return Ok(length),
                b'}' | b']' => depth -= 1,
                _ => {}
            }
        }
        Err(self.source.broken("the data breaks off in a row"))
    }

    fn take_string(&mut self) -> Result<u64, Broken> {
        let mut length = 0;
        let mut is_escaped = false;
        while let Some(byte) = self.source.peek()? {
            self.take(byte);
            length += 1;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' if length > 1 => return Ok(length),
                _ => {}
            }
        }
        Err(self.source.broken("the data breaks off in a text"))
    }

    /// Takes a number, or what else stands there, to the next comma, bracket or blank.
    fn take_word(&mut self) -> Result<u64, Broken> {
        let mut length = 0;
        while let Some(byte) = self.source.peek()? {
            if length > 0 && (byte.is_ascii_whitespace() || b",]}".contains(&byte)) {
                break;
            }
            self.take(byte);
            length += 1;
        }
        Ok(length)
    }

    fn take(&mut self, byte: u8) {
        if self.text.len() < self.limit {
            self.text.push(byte);
        }
        self.source.step();
    }
}

#[cfg(test)]
mod tests {
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
            Broken::Unreadable(error) => error.to_string(),
            Broken::NotJson(told) => told,
        });
        (found, error)
    }

    fn divide(data: impl Read, limit: usize, found: &mut Found) -> Result<(), Broken> {
        let Some(mut elements) = Elements::begin(data, limit)? else {
            return Err(Broken::NotJson("empty".to_owned()));
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
        fn the_rows_of_an_array_are_its_elements(rows: Vec<(String, Vec<i64>)>) {
            let rows: Vec<serde_json::Value> = rows
                .into_iter()
                .map(|(name, numbers)| serde_json::json!({ name: numbers }))
                .collect();
            let data = serde_json::to_vec_pretty(&rows).unwrap();
            let (found, error) = divided(data.as_slice(), usize::MAX);
            let found: Vec<serde_json::Value> = found
                .into_iter()
                .map(|(_, text)| serde_json::from_str(&text.unwrap()).unwrap())
                .collect();
            prop_assert_eq!(error, None);
            prop_assert_eq!(found, rows);
        }
    }
}
