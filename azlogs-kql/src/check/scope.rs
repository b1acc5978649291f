//! The columns of the rows at one place of a pipeline.

use std::collections::{BTreeSet, HashMap};

use crate::column::Column;
use crate::shape::Shape;
use crate::types::ScalarType;

/// A column, and where it comes from.
#[derive(Clone, Debug)]
pub(super) struct ScopeColumn {
    pub(super) name: String,
    /// None where what gives it is wrong, which is reported already.
    pub(super) r#type: Option<ScalarType>,
    pub(super) shape: Shape,
    /// The incoming columns from which it's worked out, by number.
    pub(super) reads: BTreeSet<usize>,
    /// The incoming column that it is.
    pub(super) copy_of: Option<usize>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    columns: Vec<ScopeColumn>,
    places: HashMap<String, usize>,
    /// Behind an operator that couldn't be read any column may be there.
    pub(super) is_open: bool,
}

impl Scope {
    /// The incoming row. Of columns of one name the first counts.
    pub(super) fn of_input(input: &[Column]) -> Self {
        let mut scope = Self::default();
        for (number, column) in input.iter().enumerate() {
            scope.places.entry(column.name.clone()).or_insert(number);
            scope.columns.push(ScopeColumn {
                name: column.name.clone(),
                r#type: Some(column.r#type),
                shape: Shape::Any,
                reads: BTreeSet::from([number]),
                copy_of: Some(number),
            });
        }
        scope
    }

    pub(super) fn open() -> Self {
        Self {
            is_open: true,
            ..Self::default()
        }
    }

    pub(super) fn columns(&self) -> &[ScopeColumn] {
        &self.columns
    }

    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// Adds a column behind the others.
    pub(super) fn push(&mut self, column: ScopeColumn) -> usize {
        let place = self.columns.len();
        self.places.entry(column.name.clone()).or_insert(place);
        self.columns.push(column);
        place
    }

    /// Puts a column in the place of another of the same name.
    pub(super) fn replace(&mut self, place: usize, column: ScopeColumn) {
        self.columns[place] = column;
    }

    pub(super) fn rename(&mut self, place: usize, name: &str) {
        let old = std::mem::replace(&mut self.columns[place].name, name.to_owned());
        self.places.remove(&old);
        self.places.insert(name.to_owned(), place);
    }

    /// The columns of these places, in this order.
    pub(super) fn only(&self, places: &[usize]) -> Self {
        let mut scope = Self {
            is_open: self.is_open,
            ..Self::default()
        };
        for place in places {
            scope.push(self.columns[*place].clone());
        }
        scope
    }
}
