//! What was meant, perhaps, by a name that nothing has.

use super::column_if_exists::COLUMN_IF_EXISTS;
use super::{Checker, Meaning};
use crate::functions;

/// Of the candidates the one that is nearest to the name, if one is near.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let limit = if name.chars().count() <= 3 { 1 } else { 2 };
    candidates
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= limit * 4)
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, candidate)| {
            (*distance, strsim::damerau_levenshtein(name, candidate))
        })
        .map(|(_, candidate)| candidate)
}

/// What to say of a column's name that none of these has.
pub(super) fn for_column<'a>(name: &str, columns: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(name, columns).map(|near| said(name, near))
}

fn said(name: &str, near: &str) -> String {
    if near.to_lowercase() == name.to_lowercase() {
        format!("Names tell capitals from small letters: `{near}`.")
    } else {
        format!("Did you mean `{near}`?")
    }
}

impl Checker<'_> {
    /// What to say of a value's name that nothing has.
    pub(super) fn help_for_name(&self, name: &str) -> Option<String> {
        let columns = self
            .row
            .iter()
            .flat_map(|row| row.columns().iter().map(|column| column.name.as_str()));
        let lets = self
            .names
            .iter()
            .flatten()
            .filter(|(_, meaning)| !matches!(meaning, Meaning::Unknown))
            .map(|(name, _)| name.as_str());
        nearest(name, columns.chain(lets)).map(|near| said(name, near))
    }

    pub(super) fn help_for_function(&self, name: &str) -> Option<String> {
        let lets = self
            .names
            .iter()
            .flatten()
            .filter(|(_, meaning)| matches!(meaning, Meaning::Function(_)))
            .map(|(name, _)| name.as_str());
        let built_in = functions::names().map(|name| -> &str { name });
        nearest(name, lets.chain(built_in).chain([COLUMN_IF_EXISTS])).map(|near| said(name, near))
    }
}
