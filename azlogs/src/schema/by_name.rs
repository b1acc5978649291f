//! Columns by name, in a table that can be filled and asked in a constant.
//!
//! Comparing each column with each other takes the compiler half a minute for a stream of 500 columns.

use super::{ColumnSchema, SchemaEntry};

/// Four times the columns that a table can have (500; "Azure Monitor service limits"), so that few names share a slot.
const SLOTS: usize = 2048;

pub(super) struct ByName<'c> {
    slots: [Option<&'c ColumnSchema>; SLOTS],
    free: usize,
}

impl<'c> ByName<'c> {
    pub(super) const fn new() -> Self {
        Self {
            slots: [None; SLOTS],
            free: SLOTS,
        }
    }

    /// Enters a column; gives it back where there is one of its name already.
    pub(super) const fn insert(&mut self, column: &'c ColumnSchema) -> Option<&'c ColumnSchema> {
        let slot = self.slot_of(column.name);
        if self.slots[slot].is_some() {
            return Some(column);
        }
        self.free -= 1;
        assert!(self.free > 0, "a row can't have more than 2047 columns");
        self.slots[slot] = Some(column);
        None
    }

    /// Enters the columns of entries and their groups; gives back the first one whose name is there already.
    pub(super) const fn insert_all(
        &mut self,
        entries: &'c [SchemaEntry],
    ) -> Option<&'c ColumnSchema> {
        let mut rest = entries;
        while let [entry, after @ ..] = rest {
            let repeated = match entry {
                SchemaEntry::Column(column) => self.insert(column),
                SchemaEntry::Group(group) => self.insert_all(group),
            };
            if repeated.is_some() {
                return repeated;
            }
            rest = after;
        }
        None
    }

    pub(super) const fn get(&self, name: &str) -> Option<&'c ColumnSchema> {
        self.slots[self.slot_of(name)]
    }

    /// The slot where the name is, or else belongs. There is always a free one, at which the search ends.
    const fn slot_of(&self, name: &str) -> usize {
        let mut slot = hash(name) as usize % SLOTS;
        while let Some(column) = self.slots[slot] {
            if are_equal(column.name, name) {
                break;
            }
            slot = (slot + 1) % SLOTS;
        }
        slot
    }
}

pub(super) const fn are_equal(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    while let ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) = (a, b) {
        if *first_a != *first_b {
            return false;
        }
        (a, b) = (rest_a, rest_b);
    }
    true
}

/// FNV-1a.
const fn hash(name: &str) -> u32 {
    let mut hash: u32 = 0x811C_9DC5;
    let mut rest = name.as_bytes();
    while let [byte, after @ ..] = rest {
        hash = (hash ^ *byte as u32).wrapping_mul(0x0100_0193);
        rest = after;
    }
    hash
}
