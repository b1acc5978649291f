//! What the service throws away without a word.

use std::collections::HashMap;
use std::fmt;

use azlogs_dcr::Quoted;
use azlogs_dcr::values::Fate;

/// The different losses that one request's record names; more are counted together.
const MAX_LOSSES: usize = 100;
/// The characters of a property's name that are kept: no column's name is longer than 45.
const NAME_KEPT: usize = 200;

/// What is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LossKind {
    /// The whole body: it is no JSON array.
    Body,
    /// A row that is no object.
    Row,
    /// A property that the stream doesn't declare.
    Undeclared,
    /// A value that its column can't hold: null is stored.
    Nulled,
    /// The end of a value that is too long.
    Truncated,
    /// A `TimeGenerated` that is replaced with the time of receipt.
    TimeReplaced,
    /// All but the last of several properties of one name.
    Repeated,
    /// A row that the transform before a table fails on; other tables may have it.
    Transform,
    /// A value that a table has no column for.
    NotInTable,
}

/// One kind of loss in one request, and in how many of its rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Loss {
    /// What is lost.
    pub kind: LossKind,
    /// The column, or the property that is none.
    pub column: Option<String>,
    /// The table, where it is lost on its way there and not as the stream is read.
    pub table: Option<String>,
    /// In how many rows.
    pub rows: u64,
    /// The first of those rows, from 0.
    pub first_row: Option<u64>,
    /// Why, for the first of those rows.
    pub reason: String,
}

impl LossKind {
    /// The loss that a property's fate is, if any.
    pub(crate) fn of(fate: Fate) -> Option<Self> {
        match fate {
            Fate::Nulled(_) => Some(Self::Nulled),
            Fate::Truncated(_) => Some(Self::Truncated),
            Fate::Replaced(_) => Some(Self::TimeReplaced),
            Fate::Dropped => Some(Self::Undeclared),
            Fate::Repeated => Some(Self::Repeated),
            _ => None,
        }
    }

    /// The code of this loss in a strict emulator's answer (ours).
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Body => "BodyLost",
            Self::Row => "RowLost",
            Self::Undeclared => "UndeclaredColumn",
            Self::Nulled => "ValueNulled",
            Self::Truncated => "ValueTruncated",
            Self::TimeReplaced => "TimeGeneratedReplaced",
            Self::Repeated => "RepeatedProperty",
            Self::Transform => "TransformFailed",
            Self::NotInTable => "ColumnNotInTable",
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(column) = &self.column {
            write!(f, "column {} ", Quoted(column))?;
        }
        f.write_str(&self.reason)?;
        match (self.rows, self.first_row) {
            (1, Some(row)) => write!(f, " (row {row})"),
            (rows, Some(row)) => write!(f, " ({rows} rows, the first is row {row})"),
            (_, None) => Ok(()),
        }
    }
}

/// Adds losses up, while a request's rows are read.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    losses: Vec<Loss>,
    places: HashMap<LossKind, HashMap<String, usize>>,
}

impl Tally {
    /// The loss of a whole body.
    pub(crate) fn of_body(reason: String) -> Vec<Loss> {
        vec![Loss {
            kind: LossKind::Body,
            column: None,
            table: None,
            rows: 0,
            first_row: None,
            reason,
        }]
    }

    /// Adds one row's loss. The reason is asked for only at the first of its kind.
    pub(crate) fn add(
        &mut self,
        kind: LossKind,
        column: &str,
        row: u64,
        reason: impl FnOnce() -> String,
    ) {
        let place = self.places.get(&kind).and_then(|places| places.get(column));
        if let Some(place) = place
            && let Some(loss) = self.losses.get_mut(*place)
        {
            loss.rows += 1;
        } else if self.losses.len() < MAX_LOSSES {
            self.begin(kind, column, row, reason());
        } else if !column.is_empty() {
            self.add_further(kind, row);
        }
    }

    /// The losses, in the order in which they were found.
    pub(crate) fn into_losses(self) -> Vec<Loss> {
        self.losses
    }

    /// The losses of rows on their way to a table.
    pub(crate) fn into_losses_of(self, table: &str) -> impl Iterator<Item = Loss> {
        self.losses.into_iter().map(move |loss| Loss {
            table: Some(table.to_owned()),
            ..loss
        })
    }

    fn begin(&mut self, kind: LossKind, column: &str, row: u64, reason: String) {
        let places = self.places.entry(kind).or_default();
        places.insert(column.to_owned(), self.losses.len());
        self.losses.push(Loss {
            kind,
            column: (!column.is_empty()).then(|| column.chars().take(NAME_KEPT).collect()),
            table: None,
            rows: 1,
            first_row: Some(row),
            reason,
        });
    }

    /// Past the limit, all other columns of a kind are one entry without a name.
    fn add_further(&mut self, kind: LossKind, row: u64) {
        let place = self.places.get(&kind).and_then(|places| places.get(""));
        if let Some(place) = place
            && let Some(loss) = self.losses.get_mut(*place)
        {
            loss.rows += 1;
        } else {
            self.begin(
                kind,
                "",
                row,
                "and further columns, counted together".to_owned(),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind_of_loss_in_one_column_is_one_entry() {
        let mut tally = Tally::default();
        for row in 3..6 {
            tally.add(LossKind::Undeclared, "Foo", row, || format!("reason {row}"));
        }
        tally.add(LossKind::Nulled, "Foo", 9, || "other".to_owned());
        let losses = tally.into_losses();
        assert_eq!(losses.len(), 2);
        assert_eq!(
            losses[0].to_string(),
            "column `Foo` reason 3 (3 rows, the first is row 3)"
        );
        assert_eq!(losses[1].to_string(), "column `Foo` other (row 9)");
    }

    #[test]
    fn any_number_of_columns_takes_a_bounded_number_of_entries() {
        let mut tally = Tally::default();
        for number in 0..10_000_u64 {
            tally.add(
                LossKind::Undeclared,
                &format!("C{number}"),
                number,
                String::new,
            );
        }
        let losses = tally.into_losses();
        assert_eq!(losses.len(), MAX_LOSSES + 1);
        assert_eq!(losses[MAX_LOSSES].column, None);
        assert_eq!(losses.iter().map(|loss| loss.rows).sum::<u64>(), 10_000);
    }

    #[test]
    fn a_hostile_name_is_cut_and_cannot_begin_a_line() {
        let mut tally = Tally::default();
        tally.add(
            LossKind::Undeclared,
            &format!("a\n{}", "é".repeat(1_000)),
            0,
            || "isn't declared".to_owned(),
        );
        let losses = tally.into_losses();
        assert!(
            losses[0]
                .column
                .as_ref()
                .is_some_and(|name| name.chars().count() == 200)
        );
        assert!(!losses[0].to_string().contains('\n'));
    }
}
