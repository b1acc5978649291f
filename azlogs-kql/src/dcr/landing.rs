//! What a data flow's transform makes of a stream's rows.
//!
//! The table's `TimeGenerated` is judged after the transform: Azure replaces what is missing, too old or too far ahead in the row that
//! is written with the time of receipt ("Standard columns in Azure Monitor Logs"; that it does so too with what a transform gave isn't
//! documented).

use std::fmt;
use std::time::SystemTime;

use azlogs_dcr::values::{Fate, ValueLimits, parse_datetime, write_datetime};
use azlogs_dcr::{ColumnType, DataFlow, is_unresolved};
use time::OffsetDateTime;

use super::source::scalar;
use crate::{Checked, Column, Problem, RowFormat, ScalarType, Value, write_row};

const TIME_GENERATED: &str = "TimeGenerated";

/// A data flow's transform, checked against its stream's columns and ready to run.
#[derive(Clone, Debug)]
pub struct FlowTransform {
    format: RowFormat,
    checked: Checked,
    dropped: Vec<String>,
    /// The place of `TimeGenerated` in the rows that come out; none where the table can't take them.
    time: Option<usize>,
}

/// Why a flow's transform can't be run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotRunnable {
    /// It's an expression that can't be worked out, or stands elsewhere than in the flow.
    Unknown,
    /// The service refuses it. The text, and all that's wrong with it.
    Refused {
        /// The transform.
        text: String,
        /// What is wrong, warnings among it.
        problems: Vec<Problem>,
    },
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Landing {
    /// It is written to the table; so much for its `TimeGenerated`.
    Written(Fate),
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
    pub fn new<'a>(
        flow: &DataFlow,
        columns: impl IntoIterator<Item = (&'a str, ColumnType)>,
    ) -> Result<Self, NotRunnable> {
        let text = match (&flow.transform_kql, &flow.named_transform) {
            (Some(kql), None) if !is_unresolved(&kql.value) => kql.value.as_str(),
            (None, None) => "source",
            _ => return Err(NotRunnable::Unknown),
        };
        let columns = columns.into_iter();
        let columns: Vec<_> = columns
            .map(|(name, column_type)| Column::new(name, scalar(column_type)))
            .collect();
        let text = if text.trim().is_empty() {
            "source"
        } else {
            text
        };
        match crate::check(text, &columns) {
            Ok(checked) => Ok(Self {
                dropped: checked
                    .dropped(&columns)
                    .map(|column| column.name.clone())
                    .collect(),
                time: checked.columns().iter().position(|column| {
                    column.name == TIME_GENERATED && column.r#type == ScalarType::DateTime
                }),
                format: RowFormat::new(columns),
                checked,
            }),
            Err(problems) => Err(NotRunnable::Refused {
                text: text.to_owned(),
                problems,
            }),
        }
    }

    /// The transform: its output columns, what there is to warn of.
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// The stream's columns of which nothing is left in the table.
    pub fn dropped(&self) -> &[String] {
        &self.dropped
    }

    /// Why Azure refuses the rule although the transform is right in itself: what comes out has no `TimeGenerated`.
    pub fn refusal(&self) -> Option<&'static str> {
        let refusal = "what comes out has no column `TimeGenerated` of type datetime: Azure refuses it (InvalidTransformOutput)";
        self.time.is_none().then_some(refusal)
    }

    /// Runs it on a row as [`RowReader::text`](azlogs_dcr::values::RowReader::text) gives it, and writes what comes out to `out`: a JSON object with
    /// all columns of the table, in the transform's order.
    pub fn run(
        &self,
        row: &str,
        received: OffsetDateTime,
        limits: &ValueLimits,
        out: &mut String,
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
        let fate = match self.time.and_then(|time| row.get_mut(time)) {
            Some(time) => settle(time, received, limits),
            None => Fate::Accepted,
        };
        write_row(self.checked.columns(), &row, out);
        Landing::Written(fate)
    }
}

/// Puts the time of receipt in the place of what the table doesn't take.
fn settle(time: &mut Value, received: OffsetDateTime, limits: &ValueLimits) -> Fate {
    let own = parse_datetime(&time.to_string());
    let fate = match own {
        None => Fate::Filled,
        Some(own) => limits.fate_of_time(own, received),
    };
    if fate != Fate::Accepted {
        let mut text = String::new();
        write_datetime(received, &mut text);
        *time = Value::from_json(&text.into(), ScalarType::DateTime);
    }
    fate
}

impl NotRunnable {
    /// The first error, and its line and column in the text of the transform, from 1.
    fn first(text: &str, problems: &[Problem]) -> Option<(usize, usize, String)> {
        let problem = problems.iter().find(|problem| problem.is_error())?;
        let before = text.get(..problem.span.start)?;
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
            + 1;
        let help = problem.help.as_deref();
        let help = help.map_or_else(String::new, |help| format!(" ({help})"));
        Some((line, column, problem.message.clone() + &help))
    }
}

impl fmt::Display for NotRunnable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, problems) = match self {
            Self::Unknown => return f.write_str("what it says isn't in the rule itself"),
            Self::Refused { text, problems } => (text, problems),
        };
        match Self::first(text, problems) {
            Some((line, column, what)) => {
                write!(f, "line {line}, column {column} of the transform: {what}")
            }
            None => f.write_str("it can't be read"),
        }
    }
}
