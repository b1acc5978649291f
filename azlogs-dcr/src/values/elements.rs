//! Divides data into its rows, holding one of them at a time.

use std::io::Read;

use super::source::{DataError, Source};

/// How the rows stand in data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataForm {
    /// As the elements of an array.
    Array,
    /// One after the other, as in NDJSON.
    Sequence,
}

/// One element of data, as text.
#[derive(Debug, PartialEq, Eq)]
pub struct DataElement<'a> {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// How many bytes before it on that line.
    pub before: u64,
    /// Its length in bytes.
    pub length: u64,
    /// Its text; none where it is longer than the limit.
    pub text: Option<&'a [u8]>,
}

/// Divides data into its elements: those of a JSON array, or what stands one after the other, as in NDJSON.
///
/// It holds one element at a time, and of that no more than a limit.
///
/// A line of NDJSON that breaks off in a row, since whoever wrote it was interrupted, is an element by itself, which is no JSON: the
/// lines after it are elements of their own.
///
/// ```
/// use azlogs_dcr::values::Elements;
///
/// let data = "{\"Status\":200}\n{\"Status\":404}\n";
/// let mut elements = Elements::begin(data.as_bytes(), 1_048_574)?.expect("there are some");
/// let mut lines = Vec::new();
/// while let Some(element) = elements.next()? {
///     lines.push(element.line);
/// }
/// assert_eq!(lines, [1, 2]);
/// # Ok::<(), azlogs_dcr::values::DataError>(())
/// ```
#[derive(Debug)]
pub struct Elements<R> {
    source: Source<R>,
    form: DataForm,
    is_first: bool,
    is_over: bool,
    /// The element that is being read, as far as the limit.
    text: Vec<u8>,
    limit: usize,
    /// The element can't be JSON any more, and the next line may begin another.
    is_torn: bool,
}

impl<R: Read> Elements<R> {
    /// Begins with data of which the form isn't known yet. None where there is nothing but blanks in it.
    ///
    /// Elements of more than `limit` bytes are passed over, and counted.
    ///
    /// # Errors
    ///
    /// Where the data can't be read, or begins as no JSON does.
    pub fn begin(input: R, limit: usize) -> Result<Option<Self>, DataError> {
        let mut source = Source::begin(input)?;
        let form = match source.skip_blanks()? {
            None => return Ok(None),
            Some(b'[') => {
                source.step();
                DataForm::Array
            }
            Some(0x1f) => return Err(source.broken("it is gzip: unpack it first")),
            Some(0) => return Err(source.broken("it is a binary file")),
            Some(0xfe | 0xff) => {
                return Err(source.broken("it isn't UTF-8 (UTF-16, maybe): save it as UTF-8"));
            }
            Some(_) => DataForm::Sequence,
        };
        Ok(Some(Self {
            source,
            form,
            is_first: true,
            is_over: false,
            text: Vec::new(),
            limit,
            is_torn: false,
        }))
    }

    /// How the elements stand in the data.
    pub fn form(&self) -> DataForm {
        self.form
    }

    /// How many bytes were read.
    pub fn bytes(&self) -> u64 {
        self.source.bytes()
    }

    /// The next element; none at the end of the data.
    ///
    /// # Errors
    ///
    /// Where the data can't be read, or isn't JSON. What came before it is as good as it was.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator's items can't borrow from it"
    )]
    pub fn next(&mut self) -> Result<Option<DataElement<'_>>, DataError> {
        let next = match self.form {
            _ if self.is_over => None,
            DataForm::Array => self.find_in_array()?,
            DataForm::Sequence => self.source.skip_blanks()?,
        };
        self.is_first = false;
        let Some(first) = next else {
            self.is_over = true;
            return Ok(None);
        };
        let (line, before) = self.source.place();
        self.text.clear();
        self.is_torn = false;
        let length = match first {
            b'{' | b'[' => self.take_nested()?,
            b'"' => self.take_string()?,
            _ => self.take_word()?,
        };
        let is_whole = usize::try_from(length).is_ok_and(|length| length == self.text.len());
        Ok(Some(DataElement {
            line,
            before,
            length,
            text: is_whole.then_some(self.text.trim_ascii_end()),
        }))
    }

    /// Goes on to the next element of the array, and gives its first byte.
    fn find_in_array(&mut self) -> Result<Option<u8>, DataError> {
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
    fn take_nested(&mut self) -> Result<u64, DataError> {
        let mut depth = 0_u64;
        let mut length = 0;
        let mut last = b':';
        let mut begins_line = false;
        while let Some(byte) = self.source.peek()? {
            // Nothing else has an object after it, but for the end of a row.
            self.is_torn |= begins_line
                && byte == b'{'
                && !b":,[".contains(&last)
                && self.form == DataForm::Sequence;
            if self.is_torn {
                return Ok(length);
            }
            if byte == b'"' {
                length += self.take_string()?;
                (last, begins_line) = (byte, false);
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
            if byte.is_ascii_whitespace() {
                begins_line |= byte == b'\n';
            } else {
                (last, begins_line) = (byte, false);
            }
        }
        self.break_off(length, "the data breaks off in a row")
    }

    fn take_string(&mut self) -> Result<u64, DataError> {
        let mut length = 0;
        let mut is_escaped = false;
        while let Some(byte) = self.source.peek()? {
            if byte == b'\n' && self.form == DataForm::Sequence {
                self.is_torn = true;
                return Ok(length);
            }
            self.take(byte);
            length += 1;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' if length > 1 => return Ok(length),
                _ => {}
            }
        }
        self.break_off(length, "the data breaks off in a text")
    }

    /// The data ends in an element: the end of an array is missing then, too, whereas a line may be all that is torn.
    fn break_off(&mut self, length: u64, told: &str) -> Result<u64, DataError> {
        match self.form {
            DataForm::Array => Err(self.source.broken(told)),
            DataForm::Sequence => {
                self.is_torn = true;
                Ok(length)
            }
        }
    }

    /// Takes a number, or what else stands there: in an array to the next comma, bracket or blank; else what is left of the line, since
    /// that was one row, however many words it has. An object on it is a row by itself.
    fn take_word(&mut self) -> Result<u64, DataError> {
        let mut length = 0;
        while let Some(byte) = self.source.peek()? {
            let ends = match self.form {
                DataForm::Array => byte.is_ascii_whitespace() || b",]}".contains(&byte),
                DataForm::Sequence => b"\n{".contains(&byte),
            };
            if length > 0 && ends {
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
mod tests;
