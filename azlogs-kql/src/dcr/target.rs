//! The table at the end of a flow, as far as it is known.

use azlogs_dcr::catalog::{self, STANDARD_COLUMNS};
use azlogs_dcr::{DataFlow, Document, TableColumnType, TableSchema};

use crate::ScalarType;

/// The column that every table has.
pub(super) const TIME_GENERATED: &str = "TimeGenerated";

/// How columns end that a workspace's owner added to a table of Azure's own.
const ADDED: &str = "_CF";

/// A table.
pub(super) struct Target<'a> {
    pub(super) name: String,
    described: Option<&'a TableSchema>,
    documented: Option<&'static catalog::Table>,
    is_azures: bool,
}

/// What a table says of a column that comes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It takes it.
    As,
    /// It has it, of another type, by the workspace's own word.
    Otherwise(TableColumnType),
    /// It has it, of another type, by documentation that other sources contradict.
    MaybeOtherwise(TableColumnType),
    /// It doesn't have it.
    No,
    /// Nobody knows.
    Unknown,
}

impl<'a> Target<'a> {
    /// The table of a flow; none where the flow doesn't name one.
    pub(super) fn of(
        flow: &DataFlow,
        document: &'a Document,
        tables: &'a [TableSchema],
    ) -> Option<Self> {
        let name = flow.table()?;
        let given = tables.iter().chain(document.tables());
        let documented = flow.goes_to_azure_table().then(|| catalog::table(name));
        Some(Self {
            described: given.into_iter().find(|table| table.name == name),
            documented: documented.flatten().filter(|table| table.has_columns()),
            is_azures: flow.goes_to_azure_table(),
            name: name.to_owned(),
        })
    }

    /// Whether it is known which columns the table has, and so which names.
    pub(super) fn is_described(&self) -> bool {
        self.is_azures || self.described.is_some_and(|table| table.is_complete)
    }

    /// What the table does with a column of this name and type.
    pub(super) fn takes(&self, name: &str, column_type: ScalarType) -> Taken {
        if STANDARD_COLUMNS.contains(&name) {
            return Taken::Unknown;
        }
        let known = self.described.and_then(|table| table.column(name));
        if let Some(known) = known {
            return match known.column_type {
                Some(wanted) if !fits(column_type, wanted) => Taken::Otherwise(wanted),
                Some(_) => Taken::As,
                None => Taken::Unknown,
            };
        }
        if name == TIME_GENERATED {
            return match column_type {
                ScalarType::DateTime => Taken::As,
                _ => Taken::Otherwise(TableColumnType::DateTime),
            };
        }
        match self.documented {
            Some(table) => Self::documented(table, name, column_type),
            None if self.described.is_some_and(|table| table.is_complete) => Taken::No,
            None => Taken::Unknown,
        }
    }

    fn documented(table: &catalog::Table, name: &str, column_type: ScalarType) -> Taken {
        let Some(known) = table.column(name) else {
            return if name.ends_with(ADDED) {
                Taken::Unknown
            } else {
                Taken::No
            };
        };
        let documented = TableColumnType::of(known.column_type);
        match known.otherwise {
            _ if fits(column_type, documented) => match known.otherwise {
                Some(TableColumnType::Guid) => Taken::MaybeOtherwise(TableColumnType::Guid),
                _ => Taken::As,
            },
            Some(other) if fits(column_type, other) => Taken::As,
            Some(_) => Taken::MaybeOtherwise(documented),
            // What a page calls a string may be a guid in a workspace.
            None if documented == TableColumnType::String && column_type == ScalarType::Guid => {
                Taken::Unknown
            }
            None => Taken::Otherwise(documented),
        }
    }
}

fn fits(produced: ScalarType, wanted: TableColumnType) -> bool {
    scalar(wanted).is_none_or(|wanted| wanted == produced)
}

fn scalar(column_type: TableColumnType) -> Option<ScalarType> {
    Some(match column_type {
        TableColumnType::String => ScalarType::String,
        TableColumnType::Int => ScalarType::Int,
        TableColumnType::Long => ScalarType::Long,
        TableColumnType::Real => ScalarType::Real,
        TableColumnType::Boolean => ScalarType::Bool,
        TableColumnType::DateTime => ScalarType::DateTime,
        TableColumnType::Dynamic => ScalarType::Dynamic,
        TableColumnType::Guid => ScalarType::Guid,
        _ => return None,
    })
}

/// The function that makes a value of the type.
pub(super) fn cast(wanted: TableColumnType) -> &'static str {
    match wanted {
        TableColumnType::Int => "toint",
        TableColumnType::Long => "tolong",
        TableColumnType::Real => "toreal",
        TableColumnType::Boolean => "tobool",
        TableColumnType::DateTime => "todatetime",
        TableColumnType::Dynamic => "todynamic",
        TableColumnType::Guid => "toguid",
        _ => "tostring",
    }
}
