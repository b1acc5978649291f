//! What comes into a transform: a stream's columns, in the types that Kusto has for them.

use azlogs_dcr::catalog::STANDARD_COLUMNS;
use azlogs_dcr::{ColumnType, Document, Rule, Stream};

use super::{is_incomplete, stream_of};
use crate::{Column, ScalarType};

/// The rows that come in.
pub(super) struct Source {
    pub(super) stream: Stream,
    pub(super) columns: Vec<Column>,
    /// The rule declares them, so that there are no others.
    pub(super) is_sure: bool,
}

/// The rows of a stream; none where its columns aren't known.
pub(super) fn source(document: &Document, index: usize, rule: &Rule, name: &str) -> Option<Source> {
    let stream = stream_of(rule, name)?;
    if stream.columns.is_empty() || is_incomplete(document, index, &stream) {
        return None;
    }
    Some(Source {
        columns: columns(&stream),
        is_sure: !stream.is_built_in,
        stream,
    })
}

/// The columns that come in: the stream's, in their order, and then those that every table of Azure's own has.
pub(super) fn columns(stream: &Stream) -> Vec<Column> {
    let columns = stream
        .columns
        .iter()
        .map(|column| Column::new(&column.name, scalar(column.column_type)));
    let mut columns: Vec<Column> = columns.collect();
    if stream.is_built_in {
        // The pages of these tables leave them out.
        let standard = STANDARD_COLUMNS.into_iter();
        columns.extend(standard.map(|name| Column::new(name, ScalarType::String)));
    }
    columns
}

/// The type of a stream's column in Kusto.
pub(super) fn scalar(column_type: ColumnType) -> ScalarType {
    match column_type {
        ColumnType::Int => ScalarType::Int,
        ColumnType::Long => ScalarType::Long,
        ColumnType::Real => ScalarType::Real,
        ColumnType::Boolean => ScalarType::Bool,
        ColumnType::DateTime => ScalarType::DateTime,
        ColumnType::Dynamic => ScalarType::Dynamic,
        _ => ScalarType::String,
    }
}
