//! Azure's own tables to which the Logs Ingestion API may write: names, columns and plans, as documented on one day.
//!
//! A stream such as `Microsoft-Syslog` needs no declaration: its columns are those of the table. What they are is in
//! `tables.txt` beside this file, whose head names the sources.
//!
//! ```
//! use azlogs_dcr::{ColumnType, catalog};
//!
//! let table = catalog::table("Syslog").ok_or("not in the catalogue")?;
//! assert_eq!(table.stream_name(), "Microsoft-Syslog");
//! let process = table.column("ProcessID").ok_or("no such column")?;
//! assert_eq!(process.column_type, ColumnType::Int);
//! // The service fills these itself.
//! assert!(table.column("TenantId").is_none());
//! # Ok::<(), &str>(())
//! ```
//!
//! # What isn't sure
//!
//! - Microsoft publishes no list of the columns of a table that may be written. Left out are the [`STANDARD_COLUMNS`]; on
//!   `SourceSystem` and `ManagementGroupName` sources disagree: tools leave them out, and published rules send them.
//! - The documentation calls `string` what in workspaces is a `guid`, such as `AWSCloudTrail.AwsEventId`. A flow that brings
//!   text there is refused with `InvalidTransformOutput`, and needs `toguid()`. Where that was seen,
//!   [`TableColumn::otherwise`] says so.
//! - 17 of the tables are on the list without a page that describes them: they have no columns here.

mod read;

use std::sync::{LazyLock, OnceLock};

use crate::{ColumnType, Place, Stream, TableColumnType, nearest, rule};

/// The day of the documentation from which names and columns come.
pub const DATE: &str = "2026-08-14";

/// What the name of every stream for one of these tables begins with.
pub const STREAM_PREFIX: &str = "Microsoft-";

/// Columns that the service fills itself, and that no row brings along.
///
/// Source: "Standard columns in Azure Monitor Logs", the reserved names of "Add or delete tables and columns in Azure Monitor
/// Logs"; `MG`, `ManagementGroupName` and `SourceSystem` are what agents' tables have besides.
pub const STANDARD_COLUMNS: [&str; 12] = [
    "MG",
    "ManagementGroupName",
    "SourceSystem",
    "TenantId",
    "Type",
    "_BilledSize",
    "_IsBillable",
    "_ItemId",
    "_ResourceGroup",
    "_ResourceId",
    "_SubscriptionId",
    "_TimeReceived",
];

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| read::tables(include_str!("tables.txt")));

/// One of Azure's own tables.
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    /// The name, such as `Syslog`; case matters.
    pub name: &'static str,
    /// Whether it can have the plan Basic; `None` where the documentation doesn't say.
    pub basic: Option<bool>,
    /// Whether it can have the plan Auxiliary, which keeps it in the data lake; `None` where the documentation doesn't say.
    pub auxiliary: Option<bool>,
    /// Its columns in the catalogue's text.
    lines: &'static str,
    stream: OnceLock<Stream>,
}

/// A column of one of Azure's own tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableColumn {
    /// The name; case matters.
    pub name: &'static str,
    /// The type, as documented.
    pub column_type: ColumnType,
    /// The type that workspaces or published rules have, where that differs.
    pub otherwise: Option<TableColumnType>,
}

/// Every table, by name.
pub fn tables() -> impl ExactSizeIterator<Item = &'static Table> {
    TABLES.iter()
}

/// The table of that name; case matters.
pub fn table(name: &str) -> Option<&'static Table> {
    let tables = &*TABLES;
    let at = tables.binary_search_by(|table| table.name.cmp(name));
    at.ok().and_then(|at| tables.get(at))
}

/// The table of a stream such as `Microsoft-Syslog`.
pub fn table_of_stream(stream: &str) -> Option<&'static Table> {
    table(stream.strip_prefix(STREAM_PREFIX)?)
}

/// The table whose name was probably meant; that of a stream will do.
///
/// ```
/// # use azlogs_dcr::catalog;
/// assert_eq!(catalog::nearest_table("Microsoft-SysLog").map(|table| table.name), Some("Syslog"));
/// ```
pub fn nearest_table(name: &str) -> Option<&'static Table> {
    table(nearest(name, tables().map(|table| table.name))?)
}

impl Table {
    /// The name of the stream whose rows go to it, such as `Microsoft-Syslog`.
    pub fn stream_name(&self) -> String {
        format!("{STREAM_PREFIX}{}", self.name)
    }

    /// Whether its columns are documented.
    pub fn has_columns(&self) -> bool {
        !self.lines.is_empty()
    }

    /// The columns that a row may have, in the order of their names.
    pub fn columns(&self) -> impl Iterator<Item = TableColumn> {
        read::columns(self.lines)
    }

    /// The column of that name; case matters.
    pub fn column(&self, name: &str) -> Option<TableColumn> {
        self.columns().find(|column| column.name == name)
    }

    /// The stream of rows for it, whose places are [nowhere](Place::is_nowhere); `None` where its columns aren't documented.
    pub fn stream(&self) -> Option<&Stream> {
        let stream = || {
            let columns = self.columns().map(|column| rule::Column {
                name: column.name.to_owned(),
                column_type: column.column_type,
                description: None,
                place: Place::nowhere(),
                type_place: Place::nowhere(),
            });
            Stream {
                name: self.stream_name(),
                columns: columns.collect(),
                place: Place::nowhere(),
                is_built_in: true,
            }
        };
        self.has_columns().then(|| self.stream.get_or_init(stream))
    }
}

impl TableColumn {
    /// Whether text has to go through `toguid()` on its way here, as far as is known.
    pub fn is_guid(&self) -> bool {
        self.otherwise == Some(TableColumnType::Guid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_in_order_and_complete() {
        let names: Vec<_> = tables().map(|table| table.name).collect();
        assert!(names.is_sorted_by(|a, b| a < b));
        assert_eq!(names.len(), 117);
        assert_eq!(tables().filter(|table| table.has_columns()).count(), 100);
    }

    #[test]
    fn each_line_of_the_text_is_read() {
        let text = include_str!("tables.txt");
        let lines = |is_column| {
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            lines
                .filter(move |line| line.starts_with('\t') == is_column)
                .count()
        };
        assert_eq!(tables().len(), lines(false));
        assert_eq!(tables().flat_map(Table::columns).count(), lines(true));
    }

    #[test]
    fn a_table_is_found_by_its_name_and_its_streams() {
        for each in tables() {
            assert_eq!(table(each.name).unwrap().name, each.name);
            let stream = each.stream_name();
            assert_eq!(table_of_stream(&stream).unwrap().name, each.name);
            for column in each.columns() {
                assert_eq!(each.column(column.name), Some(column));
            }
        }
        for none in ["", "syslog", "Microsoft-Syslog", "Perf", "Zzz"] {
            assert!(table(none).is_none(), "{none}");
        }
        assert!(table_of_stream("Custom-Syslog").is_none());
    }

    #[test]
    fn every_table_has_a_time_and_no_standard_column() {
        for table in tables().filter(|table| table.has_columns()) {
            let time = table.column("TimeGenerated").unwrap();
            assert_eq!(time.column_type, ColumnType::DateTime, "{}", table.name);
            let is_standard = |column: TableColumn| STANDARD_COLUMNS.contains(&column.name);
            assert!(!table.columns().any(is_standard), "{}", table.name);
        }
    }

    #[test]
    fn what_workspaces_have_otherwise_is_known() {
        let event = table("AWSCloudTrail")
            .unwrap()
            .column("AwsEventId")
            .unwrap();
        assert_eq!(event.column_type, ColumnType::String);
        assert!(event.is_guid());
        let guids = tables()
            .flat_map(Table::columns)
            .filter(TableColumn::is_guid);
        assert_eq!(guids.count(), 60);
    }

    #[test]
    fn a_table_without_documentation_has_no_stream() {
        assert!(table("AWSEKS").unwrap().stream().is_none());
        let stream = table("Syslog").unwrap().stream().unwrap();
        assert_eq!(stream.name, "Microsoft-Syslog");
        assert!(stream.place.is_nowhere());
        assert!(std::ptr::eq(
            stream,
            table("Syslog").unwrap().stream().unwrap()
        ));
    }

    #[test]
    fn a_misspelt_name_has_its_table_near_it() {
        let near = |name| nearest_table(name).map(|table| table.name);
        assert_eq!(near("Microsoft-Sylsog"), Some("Syslog"));
        assert_eq!(near("CommonSecurityLogs"), Some("CommonSecurityLog"));
        assert_eq!(near("Microsoft-Whatever"), None);
    }
}
