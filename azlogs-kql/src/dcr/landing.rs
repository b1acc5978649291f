//! What lands in a flow's table of a stream's rows: what its transform makes of them, and what the table keeps of that.
//!
//! The table's `TimeGenerated` is judged after the transform: Azure replaces what is missing, too old or too far ahead in the row that
//! is written with the time of receipt ("Standard columns in Azure Monitor Logs"; that it does so too with what a transform gave isn't
//! documented). So are long values: the limits of the Logs Ingestion API say that they are cut, and not on which side of the transform;
//! here it happens on both.

use std::time::SystemTime;

use azlogs_dcr::values::{Fate, ValueLimits, parse_datetime};
use azlogs_dcr::{DataFlow, Document, Stream, TableSchema, is_unresolved};
use time::OffsetDateTime;

use super::not_runnable::NotRunnable;
use super::source::columns;
use super::target::{TIME_GENERATED, Taken, Target};
use crate::value::{datetime, write_json_string};
use crate::{Checked, Column, RowFormat, ScalarType, Value};

/// A data flow's transform, checked against its stream's columns and ready to run. A flow without one lets rows through as they are.
#[derive(Clone, Debug)]
pub struct FlowTransform {
    format: RowFormat,
    checked: Checked,
    dropped: Vec<String>,
    outputs: Vec<Output>,
    /// The place of `TimeGenerated` in the rows that come out; none where the table can't take them.
    time: Option<usize>,
}

/// A column of the rows that come out.
#[derive(Clone, Debug)]
struct Output {
    name: String,
    /// The name as it stands in a row: `"Name":`.
    key: String,
    r#type: ScalarType,
    kept: Kept,
}

/// Whether the table gets a column that comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// It does, as far as that is known.
    Yes,
    /// It has no such column.
    No,
    /// It is the service's own, which no row brings.
    OfService,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Landing {
    /// It is written to the table.
    Written,
    /// A `where` filters it out.
    Filtered,
    /// The transform fails: the row becomes too large.
    TooLarge,
}

impl FlowTransform {
    /// Checks a flow's transform against the columns of its stream.
    ///
    /// # Errors
    ///
    /// Where it can't be run.
    pub fn new(flow: &DataFlow, stream: &Stream) -> Result<Self, NotRunnable> {
        let text = match (&flow.transform_kql, &flow.named_transform) {
            (Some(kql), None) if !is_unresolved(&kql.value) => kql.value.as_str(),
            (None, None) => "source",
            _ => return Err(NotRunnable::Unknown),
        };
        let columns = columns(stream);
        let (own, of_service) = columns.split_at(stream.columns.len());
        let text = if text.trim().is_empty() {
            "source"
        } else {
            text
        };
        match crate::check(text, &columns) {
            Ok(checked) => Ok(Self {
                dropped: checked
                    .dropped(own)
                    .map(|column| column.name.clone())
                    .collect(),
                time: checked.columns().iter().position(|column| {
                    column.name == TIME_GENERATED && column.r#type == ScalarType::DateTime
                }),
                outputs: outputs(&checked, of_service),
                format: RowFormat::new(columns),
                checked,
            }),
            Err(problems) => Err(NotRunnable::Refused {
                text: text.to_owned(),
                problems,
            }),
        }
    }

    /// Keeps only the columns that the flow's table has, where that is known: from `tables`, from the document itself, or because
    /// it's one of Azure's own.
    #[must_use]
    pub fn into_table(
        mut self,
        flow: &DataFlow,
        document: &Document,
        tables: &[TableSchema],
    ) -> Self {
        if let Some(target) = Target::of(flow, document, tables) {
            for output in &mut self.outputs {
                if target.takes(&output.name, output.r#type) == Taken::No {
                    output.kept = Kept::No;
                }
            }
        }
        self
    }

    /// The transform: its output columns, what there is to warn of.
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// The stream's columns that no column of the rows that come out is made of.
    pub fn dropped(&self) -> &[String] {
        &self.dropped
    }

    /// The columns that come out and that the table doesn't have, so that their values are dropped.
    pub fn not_in_table(&self) -> impl Iterator<Item = &str> {
        let outputs = self.outputs.iter();
        let outputs = outputs.filter(|output| output.kept == Kept::No);
        outputs.map(|output| output.name.as_str())
    }

    /// Why Azure refuses the rule although the transform is right in itself: what comes out has no `TimeGenerated`.
    pub fn refusal(&self) -> Option<&'static str> {
        let refusal = "what comes out has no column `TimeGenerated` of type datetime: Azure refuses it (InvalidTransformOutput)";
        self.time.is_none().then_some(refusal)
    }

    /// Runs it on a row as [`RowReader::text`](azlogs_dcr::values::RowReader::text) gives it, with a schema that leaves
    /// `TimeGenerated` to the table, and writes what lands to `out`: a JSON object with all columns that the table has, in the
    /// transform's order.
    ///
    /// `tell` is called for each column of which the value isn't simply written: [`Fate::Filled`] or [`Fate::Replaced`] for
    /// `TimeGenerated`, [`Fate::Truncated`], and [`Fate::Dropped`] where there is a value and the table has no such column.
    ///
    /// ```
    /// use azlogs_dcr::Document;
    /// use azlogs_dcr::values::{Fate, ValueLimits};
    /// use azlogs_kql::dcr::{FlowTransform, Landing};
    ///
    /// let text = br#"{
    ///   "streamDeclarations": { "Custom-A": { "columns": [ { "name": "ms", "type": "int" } ] } },
    ///   "dataFlows": [ { "streams": [ "Custom-A" ], "outputStream": "Custom-A_CL",
    ///     "transformKql": "source | where ms > 1 | extend TimeGenerated = datetime(null)" } ]
    /// }"#;
    /// let document = Document::parse("dcr.json", text);
    /// let rule = &document.rules()[0];
    /// let transform = FlowTransform::new(&rule.data_flows[0], &rule.streams[0])?;
    ///
    /// let received = time::OffsetDateTime::UNIX_EPOCH;
    /// let (limits, mut out, mut told) = (ValueLimits::default(), String::new(), Vec::new());
    /// let landing = transform.run(r#"{"ms":7}"#, received, &limits, &mut out, |column, fate| told.push((column.to_owned(), fate)));
    ///
    /// assert_eq!((landing, out.as_str()), (Landing::Written, r#"{"ms":7,"TimeGenerated":"1970-01-01T00:00:00Z"}"#));
    /// assert_eq!(told, [("TimeGenerated".to_owned(), Fate::Filled)]);
    /// assert_eq!(transform.run(r#"{"ms":1}"#, received, &limits, &mut out, |_, _| {}), Landing::Filtered);
    /// # Ok::<(), azlogs_kql::dcr::NotRunnable>(())
    /// ```
    pub fn run(
        &self,
        row: &str,
        received: OffsetDateTime,
        limits: &ValueLimits,
        out: &mut String,
        mut tell: impl FnMut(&str, Fate),
    ) -> Landing {
        out.clear();
        // A row as it was read is always an object.
        let Ok(row) = self.format.read(row) else {
            return Landing::TooLarge;
        };
        let mut row = match self.checked.plan().run(&row, SystemTime::from(received)) {
            Ok(Some(row)) => row,
            Ok(None) => return Landing::Filtered,
            Err(_) => return Landing::TooLarge,
        };
        if let Some(time) = self.time.and_then(|time| row.get_mut(time)) {
            let fate = settle(time, received, limits);
            if fate != Fate::Accepted {
                tell(TIME_GENERATED, fate);
            }
        }
        self.write(&row, limits, out, tell);
        Landing::Written
    }

    fn write(
        &self,
        row: &[Value],
        limits: &ValueLimits,
        out: &mut String,
        mut tell: impl FnMut(&str, Fate),
    ) {
        out.push('{');
        for (output, value) in self.outputs.iter().zip(row) {
            if output.kept != Kept::Yes {
                if !is_empty(value) {
                    tell(&output.name, Fate::Dropped);
                }
                continue;
            }
            if out.len() > 1 {
                out.push(',');
            }
            out.push_str(&output.key);
            let fate = write_value(value, limits, out);
            if fate != Fate::Accepted {
                tell(&output.name, fate);
            }
        }
        out.push('}');
    }
}

fn outputs(checked: &Checked, of_service: &[Column]) -> Vec<Output> {
    let columns = checked.columns().iter();
    let outputs = columns.map(|column| {
        let mut key = String::new();
        write_json_string(&column.name, &mut key);
        key.push(':');
        let is_of_service = column.copy_of.as_ref() == Some(&column.name)
            && of_service.iter().any(|own| own.name == column.name);
        Output {
            name: column.name.clone(),
            key,
            r#type: column.r#type,
            kept: if is_of_service {
                Kept::OfService
            } else {
                Kept::Yes
            },
        }
    });
    outputs.collect()
}

/// Puts the time of receipt in the place of what the table doesn't take.
fn settle(time: &mut Value, received: OffsetDateTime, limits: &ValueLimits) -> Fate {
    let own = parse_datetime(&time.to_string());
    let fate = match own {
        None => Fate::Filled,
        Some(own) => limits.fate_of_time(own, received),
    };
    if fate != Fate::Accepted {
        *time = Value::DateTime(datetime::of(SystemTime::from(received)));
    }
    fate
}

/// Writes a value as a query of the table prints it, as much of it as the table keeps.
fn write_value(value: &Value, limits: &ValueLimits, out: &mut String) -> Fate {
    let begin = out.len();
    value.write_json(out);
    match value {
        Value::DateTime(_) => {
            shorten(out, begin);
            Fate::Accepted
        }
        // The JSON of a text has never fewer bytes than the text.
        Value::String(_) | Value::Dynamic(_) if out.len() - begin > limits.value_bytes => {
            let text = value.to_string();
            let (kept, fate) = limits.cut(&text);
            if fate != Fate::Accepted {
                out.truncate(begin);
                write_json_string(kept, out);
            }
            fate
        }
        _ => Fate::Accepted,
    }
}

/// Takes the zeros from the end of a second's fraction: `…03.5000000Z"` is `…03.5Z"` in a query's answer.
fn shorten(out: &mut String, begin: usize) {
    const END: &str = "Z\"";
    if let Some(digits) = out.strip_suffix(END)
        && digits.get(begin..).is_some_and(|own| own.contains('.'))
    {
        let length = digits.trim_end_matches('0').trim_end_matches('.').len();
        out.truncate(length);
        out.push_str(END);
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}
