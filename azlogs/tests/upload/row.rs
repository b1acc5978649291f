//! The row of these tests.

use std::collections::BTreeMap;

use azlogs::{LogRecord, RowWriter, StreamSchema, column};

/// A row that has its number in it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) n: usize,
    pub(crate) text: String,
    /// Written as null when it's no number.
    pub(crate) load: f64,
    /// A row with it can't be written.
    pub(crate) broken: bool,
}

impl LogRecord for Row {
    const SCHEMA: StreamSchema = StreamSchema::new("Custom-Rows", &[]);

    fn write_row(&self, row: &mut RowWriter<'_>) {
        row.column::<column::Long, _>("N", &u32::try_from(self.n).unwrap());
        row.column::<column::String, _>("Text", &self.text);
        row.column::<column::Real, _>("Load", &self.load);
        if self.broken {
            row.dynamic("Broken", &BTreeMap::from([((1, 2), 3)]));
        }
    }
}

/// A row with a text of that length.
pub(crate) fn row(n: usize, len: usize) -> Row {
    Row {
        n,
        text: "x".repeat(len),
        load: 0.5,
        broken: false,
    }
}

/// A row with a text of that length that doesn't compress much.
pub(crate) fn noisy_row(n: usize, len: usize) -> Row {
    let mut random = fastrand::Rng::with_seed(n as u64);
    let text = std::iter::repeat_with(|| random.alphanumeric())
        .take(len)
        .collect();
    Row { text, ..row(n, 0) }
}

/// Rows with a text of that length, numbered from 0.
pub(crate) fn rows(count: usize, len: usize) -> Vec<Row> {
    (0..count).map(|n| row(n, len)).collect()
}
