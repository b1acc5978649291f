//! A table of a workspace, as its resource describes it.

use crate::{Place, TableColumnType};

/// A table of a workspace: what `az monitor log-analytics workspace table show` prints, or a template's resource
/// `Microsoft.OperationalInsights/workspaces/tables`.
///
/// ```
/// use azlogs_dcr::{Document, TableColumnType};
///
/// let text = br#"{ "name": "App_CL", "schema": { "columns": [ { "name": "Id", "type": "guid" } ], "standardColumns": [] } }"#;
/// let document = Document::parse("table.json", text);
///
/// let table = document.table("App_CL").ok_or("not there")?;
/// assert_eq!(table.column("Id").and_then(|column| column.column_type), Some(TableColumnType::Guid));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TableSchema {
    /// The name, such as `App_CL`.
    pub name: String,
    /// The columns, in the order of the document; of a table of Azure's own maybe only those that were added to it.
    pub columns: Vec<TableSchemaColumn>,
    /// Whether nothing of its columns is left out: none was unreadable, and of a table of Azure's own its `standardColumns` are here.
    pub is_complete: bool,
    /// Where the table is.
    pub place: Place,
}

/// A column of a [`TableSchema`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TableSchemaColumn {
    /// The name; case matters.
    pub name: String,
    /// The type; `None` where it is written as none that is known.
    pub column_type: Option<TableColumnType>,
    /// Where the name is.
    pub place: Place,
}

impl TableSchema {
    /// The column of that name; case matters.
    pub fn column(&self, name: &str) -> Option<&TableSchemaColumn> {
        self.columns.iter().find(|column| column.name == name)
    }
}
