//! A custom table, as the flows into it ask for it.

use azlogs_dcr::{Code, Diagnostic, Quoted, TABLE_COLUMNS_MAX, TableColumnType, check_column_name};

use super::error::refused;
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

    /// Takes another flow up. To a workspace, names that differ only in case are one.
    pub(super) fn join(&mut self, name: &str, flow: &Flow, findings: &mut Vec<Diagnostic>) {
        let place = || flow.schema.place.to_string();
        if self.name != name {
            let (one, two) = (Quoted(&self.name), Quoted(name));
            let message = format!("two flows call one table {one} and {two}");
            let finding = refused(Code::TableConflict, message)
                .help("let both name it in the same case, or one of them another table");
            findings.push(finding.in_file(place()));
        }
        if self.options != flow.options {
            let name = Quoted(&self.name);
            let message =
                format!("two flows ask for table {name} with different plans or retentions");
            let finding = refused(Code::TableConflict, message).help(
                "give both flows the same `plan`, `retention_in_days` and `total_retention_in_days`",
            );
            findings.push(finding.in_file(place()));
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
            let finding = refused(Code::TooManyColumns, message)
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
            let finding = refused(Code::TableColumnName, message).help(
                "name the column otherwise, with `#[log_record(column = \"…\")]` on the field",
            );
            findings.push(finding.in_file(place()));
            return;
        }
        let mut columns = self.columns.iter();
        let known = columns.find(|known| known.name.eq_ignore_ascii_case(column.name));
        let Some(known) = known else {
            self.columns.push(TableColumn {
                name: column.name,
                column_type: column.table_type,
                description: summary(column.docs),
            });
            return;
        };
        let (one, two) = (Quoted(known.name), Quoted(column.name));
        if known.name != column.name {
            let message = format!("columns {one} and {two} differ only in case");
            let finding = refused(Code::ColumnsDifferInCase, message)
                .help("rename one of them: tables of the Auxiliary plan lose data of such columns");
            findings.push(finding.in_file(place()));
        } else if known.column_type != column.table_type {
            let message = format!(
                "column {two} of table {} is to be {} here, and {} elsewhere",
                Quoted(&self.name),
                column.table_type,
                known.column_type
            );
            let help = "give both the same type, or let one of the flows have a table of its own";
            let finding = refused(Code::TableConflict, message).help(help);
            findings.push(finding.in_file(place()));
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
    findings.push(refused(Code::Retention, message).in_file(flow.schema.place.to_string()));
}
