//! The properties of the resources, which are the same in every language.

use super::model::{Model, RuleFlow};
use super::resource::DESTINATION;
use super::table::{Table, TableColumn};
use super::tree::Tree;
use crate::ColumnSchema;

/// The properties of a table.
pub(super) fn table_properties(table: &Table) -> Tree {
    let schema = Tree::object([
        ("name", Some(Tree::text(&table.name))),
        ("description", table.description.as_ref().map(Tree::text)),
        (
            "columns",
            Some(Tree::List(table.columns.iter().map(table_column).collect())),
        ),
    ]);
    Tree::object([
        ("plan", Some(Tree::text(table.options.plan.as_str()))),
        ("retentionInDays", table.options.retention.map(Tree::Number)),
        (
            "totalRetentionInDays",
            table.options.total_retention.map(Tree::Number),
        ),
        ("schema", Some(schema)),
    ])
}

fn table_column(column: &TableColumn) -> Tree {
    Tree::object([
        ("name", Some(Tree::text(column.name))),
        ("type", Some(Tree::text(column.column_type.as_str()))),
        ("description", column.description.as_ref().map(Tree::text)),
    ])
}

/// The properties of the rule, with the expression for the workspace's id.
pub(super) fn rule_properties(model: &Model<'_>, workspace_id: &str) -> Tree {
    let declared: Vec<_> = model.flows.iter().filter_map(declaration).collect();
    let workspace = Tree::object([
        ("workspaceResourceId", Some(Tree::expression(workspace_id))),
        ("name", Some(Tree::text(DESTINATION))),
    ]);
    let destinations = Tree::object([("logAnalytics", Some(Tree::List(vec![workspace])))]);
    Tree::object([
        ("description", model.description.map(Tree::text)),
        (
            "streamDeclarations",
            (!declared.is_empty()).then_some(Tree::Object(declared)),
        ),
        ("destinations", Some(destinations)),
        (
            "dataFlows",
            Some(Tree::List(model.flows.iter().map(data_flow).collect())),
        ),
    ])
}

fn declaration(flow: &RuleFlow) -> Option<(String, Tree)> {
    let columns = flow.columns.as_ref()?.iter().map(stream_column).collect();
    let declaration = Tree::object([("columns", Some(Tree::List(columns)))]);
    Some((flow.stream.to_owned(), declaration))
}

fn stream_column(column: &ColumnSchema) -> Tree {
    Tree::object([
        ("name", Some(Tree::text(column.name))),
        ("type", Some(Tree::text(column.column_type.as_str()))),
    ])
}

fn data_flow(flow: &RuleFlow) -> Tree {
    Tree::object([
        ("streams", Some(Tree::texts([flow.stream]))),
        ("destinations", Some(Tree::texts([DESTINATION]))),
        ("transformKql", flow.transform.as_ref().map(Tree::text)),
        ("outputStream", Some(Tree::text(&flow.output))),
    ])
}
