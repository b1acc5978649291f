//! The tables, and the rows in them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::Keep;

/// All tables, by name.
#[derive(Debug, Default)]
pub(crate) struct Store {
    tables: BTreeMap<String, Table>,
}

/// One table. Rows are kept as JSON text, which takes a fraction of the memory of parsed values.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: VecDeque<Arc<str>>,
    pub(crate) bytes: usize,
    pub(crate) accepted: u64,
    pub(crate) evicted: u64,
}

impl Store {
    /// A store with these tables, all empty.
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let tables = names.map(|name| (name.to_owned(), Table::default()));
        Self {
            tables: tables.collect(),
        }
    }

    /// Adds one request's rows, in their order and with no others between them.
    pub(crate) fn append<'a>(
        &mut self,
        table: &str,
        rows: impl IntoIterator<Item = &'a Arc<str>>,
        keep: &Keep,
    ) {
        let table = self.tables.entry(table.to_owned()).or_default();
        for row in rows {
            table.bytes += row.len();
            table.accepted += 1;
            table.rows.push_back(Arc::clone(row));
            while table.rows.len() > keep.rows || table.bytes > keep.row_bytes {
                let Some(oldest) = table.rows.pop_front() else {
                    break;
                };
                table.bytes -= oldest.len();
                table.evicted += 1;
            }
        }
    }

    /// Counts rows that have made room before they came here.
    pub(crate) fn evict(&mut self, table: &str, rows: usize) {
        if let Some(table) = self.tables.get_mut(table) {
            let rows = u64::try_from(rows).unwrap_or(u64::MAX);
            table.accepted += rows;
            table.evicted += rows;
        }
    }

    /// The rows of a table, oldest first; `None` where there is no such table.
    pub(crate) fn rows(&self, table: &str) -> Option<Vec<Arc<str>>> {
        self.tables
            .get(table)
            .map(|table| table.rows.iter().cloned().collect())
    }

    pub(crate) fn tables(&self) -> impl Iterator<Item = (&String, &Table)> {
        self.tables.iter()
    }
}

impl Table {
    /// The number of rows that are held.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &[&str]) -> Vec<Arc<str>> {
        texts.iter().map(|text| Arc::from(*text)).collect()
    }

    #[test]
    fn the_oldest_rows_make_room_and_are_counted() {
        let keep = Keep {
            rows: 3,
            ..Keep::default()
        };
        let mut store = Store::new(["T"].into_iter());
        store.append("T", &rows(&["1", "2"]), &keep);
        store.append("T", &rows(&["3", "4", "5"]), &keep);
        assert_eq!(store.rows("T"), Some(rows(&["3", "4", "5"])));
        let (_, table) = store.tables().next().unwrap();
        assert_eq!((table.accepted, table.evicted, table.bytes), (5, 2, 3));
    }

    #[test]
    fn bytes_are_bounded_too() {
        let keep = Keep {
            row_bytes: 10,
            ..Keep::default()
        };
        let mut store = Store::new(["T"].into_iter());
        store.append("T", &rows(&["12345", "1234567", "123"]), &keep);
        assert_eq!(store.rows("T"), Some(rows(&["1234567", "123"])));
        store.append("T", &rows(&["12345678901"]), &keep);
        assert_eq!(
            store.rows("T"),
            Some(Vec::new()),
            "one row alone is too long"
        );
    }
}
