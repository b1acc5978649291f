//! Reads a table of a workspace.

use crate::node::Node;
use crate::source::Source;
use crate::value::Value;
use crate::{TableSchema, TableSchemaColumn, is_unresolved};

/// How the names of tables end that the workspace's owner made.
const CUSTOM: &str = "_CL";

/// The table; none where its name isn't known, as nothing can be told of it then.
pub(crate) fn read_table(resource: &Value, source: &Source) -> Option<TableSchema> {
    let node = Node::new(source, resource);
    let schema = self::schema(&node)?;
    let name = self::name(&schema).or_else(|| self::name(&node))?;
    let (columns, all_read) = self::columns(&schema, "columns");
    let (standard, standard_read) = self::columns(&schema, "standardColumns");
    let is_complete = all_read && standard_read && (name.ends_with(CUSTOM) || !standard.is_empty());
    Some(TableSchema {
        name,
        columns: columns.into_iter().chain(standard).collect(),
        is_complete,
        place: node.place(),
    })
}

/// `properties.schema`, or `schema` as the Azure CLI prints it.
fn schema<'a>(table: &Node<'a>) -> Option<Node<'a>> {
    let properties = table.get("properties");
    let inner = properties.and_then(|properties| properties.get("schema"));
    inner.or_else(|| table.get("schema"))
}

/// The name, without that of the workspace, which stands before it in a template.
fn name(node: &Node<'_>) -> Option<String> {
    let name = node.get("name")?.as_str()?;
    let own = name.rsplit('/').next().unwrap_or(name);
    (!own.is_empty() && !is_unresolved(name)).then(|| own.to_owned())
}

/// The columns under a key, and whether that is all of them.
fn columns(schema: &Node<'_>, key: &str) -> (Vec<TableSchemaColumn>, bool) {
    let Some(node) = schema.get(key) else {
        return (Vec::new(), true);
    };
    let Some(items) = node.items() else {
        return (Vec::new(), false);
    };
    let read: Vec<_> = items.iter().map(column).collect();
    let is_complete = read.iter().all(Option::is_some);
    (read.into_iter().flatten().collect(), is_complete)
}

fn column(node: &Node<'_>) -> Option<TableSchemaColumn> {
    let name = node.get("name").filter(|name| !name.is_unresolved())?;
    let column_type = node.get("type").and_then(|word| word.as_str());
    Some(TableSchemaColumn {
        name: name.as_str()?.to_owned(),
        column_type: column_type.and_then(|word| word.parse().ok()),
        place: name.place(),
    })
}
