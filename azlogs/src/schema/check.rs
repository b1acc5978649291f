//! What a derive can't see of a flattened field's columns, checked when the compiler evaluates constants.
//!
//! The functions panic with what is wrong, which in a `const` is a compile error.

use azlogs_dcr::ColumnType;

use super::{ColumnSchema, SchemaEntry};

/// Panics where two fields write one column.
pub const fn check_no_duplicate_columns(stream: &str, entries: &[SchemaEntry]) {
    let mut rest = entries;
    while let [entry, after @ ..] = rest {
        match entry {
            SchemaEntry::Column(column) => check_not_among(stream, column, after),
            SchemaEntry::Group(group) => {
                check_no_duplicate_columns(stream, group);
                check_none_among(stream, group, after);
            }
        }
        rest = after;
    }
}

/// Panics where a field writes a column that the stream doesn't declare, or one of a type that doesn't hold the field's.
pub const fn check_columns_declared(
    stream: &str,
    entries: &[SchemaEntry],
    declared: &[ColumnSchema],
) {
    let mut rest = entries;
    while let [entry, after @ ..] = rest {
        match entry {
            SchemaEntry::Column(column) => check_declared(stream, column, declared),
            SchemaEntry::Group(group) => check_columns_declared(stream, group, declared),
        }
        rest = after;
    }
}

/// Panics where the stream declares a column that no field writes.
pub const fn check_all_columns_written(
    stream: &str,
    entries: &[SchemaEntry],
    declared: &[ColumnSchema],
) {
    let mut rest = declared;
    while let [column, after @ ..] = rest {
        if !writes_column(entries, column.name) {
            let message = Message::of(&["no field writes column `", column.name, "`"]);
            message.of_stream(stream).panic();
        }
        rest = after;
    }
}

/// Whether a field, or one of a group's, writes the column.
pub const fn writes_column(entries: &[SchemaEntry], name: &str) -> bool {
    let mut rest = entries;
    while let [entry, after @ ..] = rest {
        let found = match entry {
            SchemaEntry::Column(column) => are_equal(column.name, name),
            SchemaEntry::Group(group) => writes_column(group, name),
        };
        if found {
            return true;
        }
        rest = after;
    }
    false
}

const fn check_none_among(stream: &str, group: &[SchemaEntry], others: &[SchemaEntry]) {
    let mut rest = group;
    while let [entry, after @ ..] = rest {
        match entry {
            SchemaEntry::Column(column) => check_not_among(stream, column, others),
            SchemaEntry::Group(inner) => check_none_among(stream, inner, others),
        }
        rest = after;
    }
}

const fn check_not_among(stream: &str, column: &ColumnSchema, others: &[SchemaEntry]) {
    if writes_column(others, column.name) {
        let message = Message::of(&["two fields write column `", column.name, "`"]);
        message.of_stream(stream).panic();
    }
}

const fn check_declared(stream: &str, column: &ColumnSchema, declared: &[ColumnSchema]) {
    let mut rest = declared;
    while let [candidate, after @ ..] = rest {
        if are_equal(candidate.name, column.name) {
            check_holds(stream, column, candidate.column_type);
            return;
        }
        rest = after;
    }
    let message = Message::of(&["a flattened field writes column `", column.name, "`"]);
    message
        .of_stream(stream)
        .and(&[", which the stream doesn't declare"])
        .panic();
}

/// A group's `int` also fits a long column and a real one; every other type only its own.
const fn check_holds(stream: &str, column: &ColumnSchema, declared: ColumnType) {
    let written = column.column_type;
    let wider = matches!(written, ColumnType::Int)
        && matches!(declared, ColumnType::Long | ColumnType::Real);
    if wider || are_equal(written.as_str(), declared.as_str()) {
        return;
    }
    Message::of(&["a flattened field writes column `", column.name, "`"])
        .of_stream(stream)
        .and(&[
            " as ",
            written.as_str(),
            ", but the stream declares it as ",
            declared.as_str(),
        ])
        .panic();
}

const fn are_equal(a: &str, b: &str) -> bool {
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

/// Text put together in a constant, where there is no `format!`. What doesn't fit is left out.
struct Message {
    bytes: [u8; 1024],
    length: usize,
}

impl Message {
    const fn of(parts: &[&str]) -> Self {
        let empty = Self {
            bytes: [0; 1024],
            length: 0,
        };
        empty.and(parts)
    }

    const fn of_stream(self, stream: &str) -> Self {
        self.and(&[" of stream `", stream, "`"])
    }

    const fn and(mut self, parts: &[&str]) -> Self {
        let mut parts = parts;
        while let [part, rest @ ..] = parts {
            let end = self.length + part.len();
            if end <= self.bytes.len() {
                let (_, free) = self.bytes.split_at_mut(self.length);
                let (place, _) = free.split_at_mut(part.len());
                place.copy_from_slice(part.as_bytes());
                self.length = end;
            }
            parts = rest;
        }
        self
    }

    const fn panic(&self) -> ! {
        let (text, _) = self.bytes.split_at(self.length);
        match std::str::from_utf8(text) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("the stream's columns and the row's don't agree"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        ColumnSchema, ColumnType, SchemaEntry, check_all_columns_written, check_columns_declared,
        check_no_duplicate_columns, writes_column,
    };

    const HOST: SchemaEntry = column("Host", ColumnType::String);
    const STATUS: SchemaEntry = column("Status", ColumnType::Int);
    const DECLARED: &[ColumnSchema] = &[
        ColumnSchema::new("Host", ColumnType::String),
        ColumnSchema::new("Status", ColumnType::Long),
    ];

    const fn column(name: &'static str, column_type: ColumnType) -> SchemaEntry {
        SchemaEntry::Column(ColumnSchema::new(name, column_type))
    }

    fn panic_of(check: impl FnOnce() + std::panic::UnwindSafe) -> String {
        let panic = std::panic::catch_unwind(check).unwrap_err();
        panic.downcast_ref::<String>().unwrap().clone()
    }

    // What is right is seen to be right when these are compiled.
    const _: () = check_no_duplicate_columns("Custom-X", &[HOST, SchemaEntry::Group(&[STATUS])]);
    const _: () = check_columns_declared("Custom-X", &[SchemaEntry::Group(&[STATUS])], DECLARED);
    const _: () =
        check_all_columns_written("Custom-X", &[SchemaEntry::Group(&[STATUS]), HOST], DECLARED);
    const _: () = assert!(writes_column(&[SchemaEntry::Group(&[HOST])], "Host"));
    const _: () = assert!(!writes_column(&[SchemaEntry::Group(&[HOST])], "Hos"));

    #[test]
    fn a_column_written_twice_is_named_wherever_the_two_are() {
        let group: &[SchemaEntry] = &[SchemaEntry::Group(&[HOST])];
        let entries: [&[SchemaEntry]; 5] = [
            &[HOST, STATUS, HOST],
            &[HOST, SchemaEntry::Group(group)],
            &[SchemaEntry::Group(group), HOST],
            &[SchemaEntry::Group(&[HOST]), SchemaEntry::Group(group)],
            &[STATUS, SchemaEntry::Group(&[HOST, HOST])],
        ];
        for entries in entries {
            let panic = panic_of(|| check_no_duplicate_columns("Custom-X", entries));
            assert_eq!(panic, "two fields write column `Host` of stream `Custom-X`");
        }
    }

    #[test]
    fn a_column_that_the_stream_lacks_is_named() {
        let group = SchemaEntry::Group(const { &[column("Hots", ColumnType::String)] });
        assert_eq!(
            panic_of(|| check_columns_declared("Custom-X", &[group], DECLARED)),
            "a flattened field writes column `Hots` of stream `Custom-X`, which the stream doesn't declare"
        );
    }

    #[test]
    fn a_column_of_another_type_is_named_with_both_types() {
        let group = SchemaEntry::Group(const { &[column("Status", ColumnType::String)] });
        assert_eq!(
            panic_of(|| check_columns_declared("Custom-X", &[group], DECLARED)),
            "a flattened field writes column `Status` of stream `Custom-X` as string, \
             but the stream declares it as long"
        );
    }

    #[test]
    fn a_column_that_no_field_writes_is_named() {
        assert_eq!(
            panic_of(|| check_all_columns_written("Custom-X", &[HOST], DECLARED)),
            "no field writes column `Status` of stream `Custom-X`"
        );
    }

    #[test]
    fn a_name_too_long_for_the_message_is_left_out() {
        let name: &'static str = "é".repeat(2000).leak();
        let entries = [column(name, ColumnType::Int), column(name, ColumnType::Int)];
        assert_eq!(
            panic_of(move || check_no_duplicate_columns("Custom-X", &entries)),
            "two fields write column `` of stream `Custom-X`"
        );
    }
}
