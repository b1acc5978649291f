//! Rows that are JSON already, for a stream that is known at run time only.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use azlogs_dcr::ImmutableId;

use crate::client::LogsClient;
use crate::record::LogRecord;
use crate::row::RowWriter;
use crate::schema::StreamSchema;
use crate::stream_name::StreamName;

use super::raw_check::Row;
use super::stream_client::StreamClient;

/// A row that is JSON already: the text of an object.
///
/// For programs that pass on what others wrote, and learn at run time which stream it is for: [`LogsClient::json_stream`].
/// **Nothing checks it against the stream's columns**: the service drops what it doesn't know, and answers 204. An
/// application's own rows are better a struct that derives [`LogRecord`].
///
/// ```
/// use azlogs::JsonRow;
///
/// let row: JsonRow = r#" { "Path": "/", "Status": 200 } "#.parse()?;
/// assert_eq!(row.as_str(), r#"{ "Path": "/", "Status": 200 }"#);
/// assert!("[1]".parse::<JsonRow>().is_err(), "only an object is a row");
/// # Ok::<(), azlogs::JsonRowError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JsonRow(String);

/// A text isn't a JSON object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonRowError(String);

impl JsonRow {
    /// A row of that text.
    ///
    /// # Errors
    ///
    /// Where it isn't one JSON object; the error says where in the text.
    pub fn parse(text: &str) -> Result<Self, JsonRowError> {
        match serde_json::from_str::<Row>(text) {
            Ok(_) => Ok(Self(text.trim_ascii().to_owned())),
            Err(error) => Err(JsonRowError(error.to_string())),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is between the braces.
    fn members(&self) -> &str {
        let inner = self
            .0
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'));
        inner.unwrap_or_default().trim_ascii()
    }
}

impl FromStr for JsonRow {
    type Err = JsonRowError;

    fn from_str(text: &str) -> Result<Self, JsonRowError> {
        Self::parse(text)
    }
}

/// Its stream and columns aren't known before the program runs, and so its schema has none.
impl LogRecord for JsonRow {
    const SCHEMA: StreamSchema = StreamSchema::new("", &[]);

    fn write_row(&self, row: &mut RowWriter<'_>) {
        row.members(self.members());
    }
}

impl LogsClient {
    /// A stream whose name is known at run time only, for rows that are JSON already.
    ///
    /// ```no_run
    /// # use azlogs::{ImmutableId, JsonRow, LogsClient, StreamName};
    /// # async fn pass_on(client: LogsClient, rule: ImmutableId, lines: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let stream: StreamName = "Custom-AppRequests".parse()?;
    /// let rows: Vec<JsonRow> = lines.lines().map(JsonRow::parse).collect::<Result<_, _>>()?;
    /// let report = client.json_stream(rule, &stream).upload(&rows).await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn json_stream(
        &self,
        rule: impl Borrow<ImmutableId>,
        stream: &StreamName,
    ) -> StreamClient<JsonRow> {
        self.stream_called(rule.borrow(), stream.as_str())
    }
}

impl fmt::Display for JsonRowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a JSON object: {}", self.0)
    }
}

impl std::error::Error for JsonRowError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::to_json;

    #[test]
    fn an_object_is_written_as_it_is_but_for_the_blanks_around_its_members() {
        for (text, written) in [
            ("{}", "{}"),
            (" { } \n", "{}"),
            (r#"{"a":1}"#, r#"{"a":1}"#),
            (
                "\t{ \"a\" : {\"b\":[{}]} , \"c\":\"}\" }\r\n",
                "{\"a\" : {\"b\":[{}]} , \"c\":\"}\"}",
            ),
        ] {
            assert_eq!(to_json(&JsonRow::parse(text).unwrap()).unwrap(), written);
        }
    }

    #[test]
    fn what_is_no_object_is_refused_with_its_place() {
        for text in [
            "",
            "1",
            "null",
            "[]",
            "\"{}\"",
            "{",
            "{}{}",
            "{} x",
            "{\"a\"}",
            "{'a':1}",
            "{\"a\":1,}",
        ] {
            let error = JsonRow::parse(text).unwrap_err().to_string();
            assert!(error.contains("line 1 column"), "{error}");
        }
        let deep = format!("{{\"a\":{}", "[".repeat(100_000));
        assert!(JsonRow::parse(&deep).is_err());
    }
}
