//! What became of a row: as the stream's columns hold it, and in each flow. All of them are counted here.

use azlogs_dcr::ColumnType;
use azlogs_dcr::values::{Cell, DataElement};

use super::flow::Flow;
use crate::cli::outcome::Outcome;

/// One row's account.
pub(super) struct Account {
    /// The row, from 0.
    pub(super) row: u64,
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    /// The row as it was sent; none where it is too long, or no text.
    pub(super) input: Option<String>,
    /// Why all of it is lost, where it is.
    pub(super) lost: Option<String>,
    /// Its values, as they are read.
    pub(super) values: Values,
    /// What landed of it, by flow; nothing where it is lost.
    pub(super) landed: Vec<Landed>,
}

/// What became of values.
#[derive(Default)]
pub(super) struct Values(pub(super) Vec<Told>);

/// What became of a value.
pub(super) struct Told {
    pub(super) column: String,
    pub(super) column_type: Option<&'static str>,
    /// The JSON text that was sent, where it is about such.
    pub(super) value: String,
    pub(super) outcome: Outcome,
    /// Why; empty where there is nothing to say.
    pub(super) why: String,
}

/// What a flow has made of a row.
#[derive(Default)]
pub(super) struct Landed {
    pub(super) kind: LandedKind,
    /// The row in the table, where it is written.
    pub(super) output: String,
    /// The values that aren't simply written.
    pub(super) values: Values,
}

/// What became of a row in a flow, in a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LandedKind {
    Written,
    Filtered,
    TooLarge,
    #[default]
    NotRun,
}

/// What became of all rows so far.
pub(super) struct Counts {
    /// Rows, and what stands in a row's place.
    pub(super) rows: u64,
    /// Rows of which all values are in the stream's columns.
    pub(super) whole: u64,
    /// Rows of which nothing is left.
    pub(super) lost: u64,
    pub(super) flows: Vec<Flow>,
    /// By flow.
    pub(super) landed: Vec<FlowCounts>,
}

/// What one flow has made of rows.
#[derive(Clone, Debug, Default)]
pub(super) struct FlowCounts {
    pub(super) written: u64,
    pub(super) filtered: u64,
    pub(super) too_large: u64,
    pub(super) filled: u64,
    pub(super) replaced: u64,
    pub(super) truncated: u64,
    pub(super) dropped: u64,
}

impl Account {
    pub(super) fn new(row: u64, element: &DataElement<'_>) -> Self {
        let text = element.text.and_then(|text| std::str::from_utf8(text).ok());
        Self {
            row,
            line: element.line,
            input: text.map(str::to_owned),
            lost: None,
            values: Values::default(),
            landed: Vec::new(),
        }
    }
}

impl Values {
    pub(super) fn add(&mut self, cell: &Cell<'_>) {
        self.0.extend(Outcome::of(cell.fate).map(|outcome| Told {
            column: cell.name.to_owned(),
            column_type: cell.column_type().map(ColumnType::as_str),
            value: cell.raw.to_owned(),
            outcome,
            why: cell.why(),
        }));
    }

    /// Those that have something to tell.
    pub(super) fn unusual(&self) -> impl Iterator<Item = &Told> {
        let is_usual = |told: &Told| matches!(told.outcome, Outcome::Accepted | Outcome::Null);
        self.0.iter().filter(move |told| !is_usual(told))
    }
}

impl LandedKind {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Filtered => "filtered",
            Self::TooLarge => "too_large",
            Self::NotRun => "not_run",
        }
    }
}

impl Counts {
    pub(super) fn new(flows: Vec<Flow>) -> Self {
        Self {
            rows: 0,
            whole: 0,
            lost: 0,
            landed: vec![FlowCounts::default(); flows.len()],
            flows,
        }
    }

    pub(super) fn add(&mut self, account: &Account) {
        self.rows += 1;
        let is_whole = !account.values.0.iter().any(|told| told.outcome.is_loss());
        match &account.lost {
            Some(_) => self.lost += 1,
            None => self.whole += u64::from(is_whole),
        }
        for (counts, landed) in self.landed.iter_mut().zip(&account.landed) {
            counts.add(landed);
        }
    }

    /// Whether something is lost that nobody has asked to lose.
    pub(super) fn is_lossy(&self) -> bool {
        let is_refused = |flow: &Flow| match &flow.runs {
            Ok(runs) => runs.refusal().is_some(),
            Err(_) => true,
        };
        self.whole < self.rows
            || self.flows.is_empty()
            || self.flows.iter().any(is_refused)
            || self.landed.iter().any(FlowCounts::is_lossy)
    }
}

impl FlowCounts {
    fn add(&mut self, landed: &Landed) {
        match landed.kind {
            LandedKind::Written => self.written += 1,
            LandedKind::Filtered => self.filtered += 1,
            LandedKind::TooLarge => self.too_large += 1,
            LandedKind::NotRun => {}
        }
        for told in &landed.values.0 {
            match told.outcome {
                Outcome::Filled => self.filled += 1,
                Outcome::Replaced => self.replaced += 1,
                Outcome::Truncated => self.truncated += 1,
                Outcome::Dropped => self.dropped += 1,
                _ => {}
            }
        }
    }

    fn is_lossy(&self) -> bool {
        self.too_large + self.replaced + self.truncated + self.dropped > 0
    }
}
