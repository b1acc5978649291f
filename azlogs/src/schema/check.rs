//! What a derive can't see of a flattened field's columns, checked when the compiler evaluates constants.
//!
//! The functions panic with what is wrong, which in a `const` is a compile error.

use azlogs_dcr::ColumnType;

use super::by_name::{ByName, are_equal};
use super::declared::DeclaredStream;
use super::message::Message;
use super::{ColumnSchema, SchemaEntry};

/// Panics where two fields write one column.
#[track_caller]
pub const fn check_no_duplicate_columns(stream: &str, entries: &[SchemaEntry]) {
    if let Some(column) = ByName::new().insert_all(entries) {
        Message::of(&[
            "two fields write column `",
            column.name,
            "` of stream `",
            stream,
            "`",
        ])
        .panic();
    }
}

/// Panics where a field writes a column that the stream doesn't declare, or one of a type that doesn't hold the field's.
#[track_caller]
pub const fn check_columns_declared(stream: &DeclaredStream, entries: &[SchemaEntry]) {
    let mut columns = ByName::new();
    let mut rest = stream.columns;
    while let [column, after @ ..] = rest {
        columns.insert(&column.schema);
        rest = after;
    }
    check_entries(stream, entries, &columns);
}

/// Panics where the stream declares a column that no field writes.
#[track_caller]
pub const fn check_all_columns_written(stream: &DeclaredStream, entries: &[SchemaEntry]) {
    let mut columns = ByName::new();
    columns.insert_all(entries);
    let mut rest = stream.columns;
    while let [column, after @ ..] = rest {
        let name = column.schema.name;
        if columns.get(name).is_none() {
            Message::of(&["no field writes column `", name, "` of stream `"])
                .and(&[stream.name, "`"])
                .at(stream, name)
                .panic();
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

#[track_caller]
const fn check_entries(stream: &DeclaredStream, entries: &[SchemaEntry], declared: &ByName<'_>) {
    let mut rest = entries;
    while let [entry, after @ ..] = rest {
        match entry {
            SchemaEntry::Column(column) => {
                check_column(stream, column, declared.get(column.name));
            }
            SchemaEntry::Group(group) => check_entries(stream, group, declared),
        }
        rest = after;
    }
}

#[track_caller]
const fn check_column(
    stream: &DeclaredStream,
    column: &ColumnSchema,
    declared: Option<&ColumnSchema>,
) {
    let message = Message::of(&[
        "a flattened field writes column `",
        column.name,
        "` of stream `",
        stream.name,
    ]);
    match declared {
        None => message
            .and(&["`, which the stream doesn't declare"])
            .at(stream, column.name)
            .panic(),
        Some(declared) if !holds(declared.column_type, column.column_type) => message
            .and(&["` as ", column.column_type.as_str()])
            .and(&[
                ", but the stream declares it as ",
                declared.column_type.as_str(),
            ])
            .at(stream, column.name)
            .panic(),
        Some(_) => {}
    }
}

/// A group's int also fits a long column and a real one; every other type only its own.
const fn holds(declared: ColumnType, written: ColumnType) -> bool {
    let wider = matches!(written, ColumnType::Int)
        && matches!(declared, ColumnType::Long | ColumnType::Real);
    wider || are_equal(written.as_str(), declared.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::declared::DeclaredColumn;
    use super::{
        ColumnSchema, ColumnType, DeclaredStream, SchemaEntry, check_all_columns_written,
        check_columns_declared, check_no_duplicate_columns, writes_column,
    };

    const HOST: SchemaEntry = column("Host", ColumnType::String);
    const STATUS: SchemaEntry = column("Status", ColumnType::Int);
    const DECLARED: &DeclaredStream = &DeclaredStream {
        name: "Custom-X",
        file: "infra/dcr.json",
        position: "2:5",
        columns: &[
            DeclaredColumn::new("Host", ColumnType::String, "4:30"),
            DeclaredColumn::new("Status", ColumnType::Long, "5:32"),
        ],
    };

    const fn column(name: &'static str, column_type: ColumnType) -> SchemaEntry {
        SchemaEntry::Column(ColumnSchema::new(name, column_type))
    }

    fn panic_of(check: impl FnOnce() + std::panic::UnwindSafe) -> String {
        let panic = std::panic::catch_unwind(check).unwrap_err();
        panic.downcast_ref::<String>().unwrap().clone()
    }

    // What is right is seen to be right when these are compiled.
    const _: () = check_no_duplicate_columns("Custom-X", &[HOST, SchemaEntry::Group(&[STATUS])]);
    const _: () = check_columns_declared(DECLARED, &[SchemaEntry::Group(&[STATUS])]);
    const _: () = check_all_columns_written(DECLARED, &[SchemaEntry::Group(&[STATUS]), HOST]);
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
            panic_of(|| check_columns_declared(DECLARED, &[group])),
            "a flattened field writes column `Hots` of stream `Custom-X`, which the stream doesn't declare\n  --> infra/dcr.json:2:5"
        );
    }

    #[test]
    fn a_column_of_another_type_is_named_with_both_types() {
        let group = SchemaEntry::Group(const { &[column("Status", ColumnType::String)] });
        assert_eq!(
            panic_of(|| check_columns_declared(DECLARED, &[group])),
            "a flattened field writes column `Status` of stream `Custom-X` as string, \
             but the stream declares it as long\n  --> infra/dcr.json:5:32"
        );
    }

    #[test]
    fn a_column_that_no_field_writes_is_named() {
        assert_eq!(
            panic_of(|| check_all_columns_written(DECLARED, &[HOST])),
            "no field writes column `Status` of stream `Custom-X`\n  --> infra/dcr.json:5:32"
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
