//! Rows by the megabyte: the same ones every time, and about as alike as those of real logs are.

mod fat;
mod random;
mod small;
mod wide;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::rows::{Fat, Small, Wide};
use random::Random;

/// Small rows, with instants as text.
pub fn small(count: usize) -> Vec<Small<String>> {
    rows(count, small::row)
}

/// Wide rows, with instants as text.
pub fn wide(count: usize) -> Vec<Wide<String>> {
    rows(count, wide::row)
}

/// Fat rows, with instants as text.
pub fn fat(count: usize) -> Vec<Fat<String>> {
    rows(count, fat::row)
}

/// The same rows with other types for their columns, by way of JSON: so they lie in memory as rows that were read do.
///
/// # Panics
///
/// Where `U` can't be read from what `T` writes.
pub fn retyped<T: Serialize, U: DeserializeOwned>(rows: &[T]) -> Vec<U> {
    let retype = |row| serde_json::from_str(&serde_json::to_string(row)?);
    let rows: serde_json::Result<Vec<U>> = rows.iter().map(retype).collect();
    rows.unwrap_or_else(|error| panic!("the rows have other columns: {error}"))
}

/// The length of the rows' JSON.
///
/// # Panics
///
/// Where a row can't be written.
pub fn json_len<T: Serialize>(rows: &[T]) -> usize {
    let lens: serde_json::Result<Vec<usize>> = rows
        .iter()
        .map(|row| Ok(serde_json::to_vec(row)?.len()))
        .collect();
    lens.map_or_else(
        |error| panic!("a row can't be written: {error}"),
        |lens| lens.iter().sum(),
    )
}

fn rows<T>(count: usize, row: fn(&mut Random) -> T) -> Vec<T> {
    let mut random = Random::new();
    (0..count).map(|_| row(&mut random)).collect()
}
