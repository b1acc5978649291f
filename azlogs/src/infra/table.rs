//! A custom table, as the flows into it ask for it.

use azlogs_dcr::{
    Code, Diagnostic, Quoted, Severity, TABLE_COLUMNS_MAX, TableColumnType, check_column_name,
};

use super::flow::{Flow, TableOptions, TablePlan};
use super::summary::summary;
use super::transform::TIME_GENERATED;
use crate::ColumnSchema;

pub(super) struct Table {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) options: TableOptions,
    pub(super) columns: Vec<TableColumn>,
}

pub(super) struct TableColumn {
    pub(super) name: &'static str,
    pub(super) column_type: TableColumnType,
    pub(super) description: Option<String>,
}

impl Table {
    /// The table of a flow, without columns yet.
    pub(super) fn new(name: String, flow: &Flow, findings: &mut Vec<Diagnostic>) -> Self {
        check_retention(&name, flow, findings);
        Self {
            name,
            description: summary(flow.schema.docs),
            options: flow.options,
            columns: Vec::new(),
        }
    }

    /// Takes another flow up.
    pub(super) fn join(&mut self, flow: &Flow, findings: &mut Vec<Diagnostic>) {
        if self.options != flow.options {
            let message = format!(
                "two flows ask for table {} with different plans or retentions",
                Quoted(&self.name)
            );
            let finding = error(Code::TableConflict, message)
                .help("give both flows the same `plan`, `retention_in_days` and `total_retention_in_days`");
            findings.push(finding.in_file(flow.schema.place.to_string()));
        }
    }

    /// Takes a flow's columns up.
    pub(super) fn add(
        &mut self,
        columns: &[ColumnSchema],
        flow: &Flow,
        findings: &mut Vec<Diagnostic>,
    ) {
        if columns.iter().all(|column| column.name != TIME_GENERATED) {
            self.add_time_generated();
        }
        for column in columns {
            self.add_column(column, findings);
        }
        if self.columns.len() > TABLE_COLUMNS_MAX {
            let message = format!(
                "table {} has {} columns, and a table can have {TABLE_COLUMNS_MAX}",
                Quoted(&self.name),
                self.columns.len()
            );
            let finding = error(Code::TooManyColumns, message)
                .help("group some in a dynamic column")
                .in_file(flow.schema.place.to_string());
            findings.push(finding);
        }
    }

    /// The transform makes it, where the row hasn't got it.
    fn add_time_generated(&mut self) {
        if self.column(TIME_GENERATED).is_none() {
            let column = TableColumn {
                name: TIME_GENERATED,
                column_type: TableColumnType::DateTime,
                description: None,
            };
            self.columns.insert(0, column);
        }
    }

    fn add_column(&mut self, column: &ColumnSchema, findings: &mut Vec<Diagnostic>) {
        let place = || column.place.to_string();
        if let Err(problem) = check_column_name(column.name) {
            let message = format!(
                "a table can't have column {}: {problem}",
                Quoted(column.name)
            );
            let finding = error(Code::TableColumnName, message).help(
                "name the column otherwise, with `#[log_record(column = \"…\")]` on the field",
            );
            findings.push(finding.in_file(place()));
            return;
        }
        let Some(known) = self.column(column.name) else {
            self.columns.push(TableColumn {
                name: column.name,
                column_type: column.table_type,
                description: summary(column.docs),
            });
            return;
        };
        if known.column_type != column.table_type {
            let message = format!(
                "column {} of table {} is to be {} here, and {} elsewhere",
                Quoted(column.name),
                Quoted(&self.name),
                column.table_type,
                known.column_type
            );
            let help = "give both the same type, or let one of the flows have a table of its own";
            findings.push(
                error(Code::TableConflict, message)
                    .help(help)
                    .in_file(place()),
            );
        }
    }

    fn column(&self, name: &str) -> Option<&TableColumn> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Source: "Microsoft.OperationalInsights workspaces/tables", `retentionInDays` and `totalRetentionInDays`.
fn check_retention(table: &str, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let TableOptions {
        plan,
        retention,
        total_retention,
    } = flow.options;
    let message = match (retention, total_retention) {
        (Some(_), _) if plan != TablePlan::Analytics => format!(
            "the retention of table {} can't be set: its plan, {}, says it",
            Quoted(table),
            plan.as_str()
        ),
        (Some(days), _) if !(4..=730).contains(&days) => format!(
            "the retention of table {} is {days} days, and has to be 4 to 730",
            Quoted(table)
        ),
        (_, Some(days)) if !(4..=4383).contains(&days) => format!(
            "the total retention of table {} is {days} days, and has to be 4 to 4383",
            Quoted(table)
        ),
        (Some(days), Some(total)) if total < days => format!(
            "the total retention of table {} is {total} days, and less than its retention, {days} days",
            Quoted(table)
        ),
        _ => return,
    };
    findings.push(error(Code::Retention, message).in_file(flow.schema.place.to_string()));
}

fn error(code: Code, message: String) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, message)
}
