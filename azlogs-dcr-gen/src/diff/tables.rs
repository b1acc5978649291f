//! The tables into which a stream's rows flow.

use azlogs_dcr::{Column, DataFlow, Quoted, Rule};

/// The new rule's flows of one stream.
pub(super) struct Tables<'a> {
    flows: Vec<&'a DataFlow>,
}

impl<'a> Tables<'a> {
    pub(super) fn of(rule: &'a Rule, stream: &'a str) -> Self {
        Self {
            flows: rule.flows_of(stream).collect(),
        }
    }

    /// What the tables need for a column that they haven't got.
    pub(super) fn column_is_needed(&self, column: &Column) -> Vec<String> {
        let name = Quoted(&column.name);
        if self.flows.is_empty() {
            return vec![format!(
                "add column {name} ({}) to the stream's table",
                column.column_type
            )];
        }
        let needed = self.flows.iter().map(|flow| {
            let table = table_of(flow);
            if flow.is_pass_through() {
                addition(flow, &column.name, column.column_type.as_str())
            } else {
                format!("add what the transform makes of column {name} to {table}")
            }
        });
        needed.collect()
    }

    /// What has to be done so that the tables are there and take the rows of a stream that is new.
    pub(super) fn are_needed(&self, old: Option<&Rule>) -> Vec<String> {
        let flows = self.flows.iter().filter(|flow| is_custom(flow));
        flows
            .map(|flow| match creation(flow, old) {
                Some(text) => text,
                None => format!("add the columns that {} lacks", table_of(flow)),
            })
            .collect()
    }

    /// What has to be done so that the tables are there.
    pub(super) fn are_created(&self, old: &Rule) -> Vec<String> {
        let flows = self.flows.iter();
        flows.filter_map(|flow| creation(flow, Some(old))).collect()
    }
}

/// What a flow's table needs for a column that it hasn't got.
pub(super) fn addition(flow: &DataFlow, column: &str, column_type: &str) -> String {
    let (name, table) = (Quoted(column), table_of(flow));
    if is_azures(flow) {
        format!("make sure that {table}, which is Azure's own, has column {name}")
    } else {
        format!("add column {name} ({column_type}) to {table}")
    }
}

/// What has to be done so that a flow's table is there, where no flow of the old rule wrote to it.
pub(super) fn creation(flow: &DataFlow, old: Option<&Rule>) -> Option<String> {
    let old_flows = old
        .map(|rule| rule.data_flows.as_slice())
        .unwrap_or_default();
    let is_there = old_flows.iter().any(|old| old.table() == flow.table());
    (is_custom(flow) && !is_there).then(|| format!("create {}", table_of(flow)))
}

/// Whether the table is one that somebody has to create. Azure's own are there.
fn is_custom(flow: &DataFlow) -> bool {
    flow.table().is_some() && !is_azures(flow)
}

/// ``table `Orders_CL` ``, or what else is known of it.
pub(super) fn table_of(flow: &DataFlow) -> String {
    match (flow.table(), &flow.output_stream) {
        (Some(table), _) => format!("table {}", Quoted(table)),
        (None, Some(output)) => format!("the table of output stream {}", Quoted(&output.value)),
        (None, None) => "its table".to_owned(),
    }
}

fn is_azures(flow: &DataFlow) -> bool {
    let output = flow.output_stream.as_ref();
    let stream = output.or(flow.streams.first());
    stream.is_some_and(|stream| stream.value.starts_with("Microsoft-"))
}
