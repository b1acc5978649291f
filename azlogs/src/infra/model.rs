//! What is written: the rule and its tables as the flows ask for them, or what is wrong with that.

use std::panic::Location;

use azlogs_dcr::{
    Code, ColumnType, Diagnostic, Document, Quoted, TableColumnType, check_stream_name,
};

use super::arm;
use super::deployment::Deployment;
use super::error::{InfraError, refused};
use super::flow::{Flow, TableOptions};
use super::table::Table;
use super::transform::{TIME_GENERATED, transform};
use crate::ColumnSchema;

pub(super) struct Model<'d> {
    pub(super) name: &'d str,
    pub(super) description: Option<&'d str>,
    pub(super) tables: Vec<Table>,
    pub(super) flows: Vec<RuleFlow>,
}

/// A flow, as the rule has it.
pub(super) struct RuleFlow {
    pub(super) stream: &'static str,
    /// The columns to declare; `None` where the stream is Azure's own.
    pub(super) columns: Option<Vec<ColumnSchema>>,
    pub(super) transform: Option<String>,
    pub(super) output: String,
    /// Where the row's type is in the source.
    place: &'static Location<'static>,
}

impl<'d> Model<'d> {
    pub(super) fn of(deployment: &'d Deployment) -> Result<Self, InfraError> {
        let mut findings = Vec::new();
        if deployment.flows.is_empty() {
            let message = "the rule has no flow";
            let help = "add one for each type of row, with `.flow(Flow::of::<Row>())`";
            findings.push(refused(Code::NoFlow, message).help(help));
        }
        let mut model = Self {
            name: &deployment.name,
            description: deployment.description.as_deref(),
            tables: Vec::new(),
            flows: Vec::new(),
        };
        for flow in &deployment.flows {
            model.add(flow, &mut findings);
        }
        let said = model.findings_of_the_rule();
        let others = |finding: &Diagnostic| findings.iter().all(|it| it.code != finding.code);
        let others: Vec<_> = said.into_iter().filter(others).collect();
        findings.extend(others);
        if findings.is_empty() {
            Ok(model)
        } else {
            Err(InfraError::new(findings))
        }
    }

    /// That there is something to write into a file of tables.
    pub(super) fn check_has_tables(&self) -> Result<(), InfraError> {
        if !self.tables.is_empty() {
            return Ok(());
        }
        let message = "there is no table to write: all of them are Azure's own";
        Err(InfraError::new(vec![refused(Code::AzureTable, message)]))
    }

    fn add(&mut self, flow: &Flow, findings: &mut Vec<Diagnostic>) {
        let schema = &flow.schema;
        let place = schema.place.to_string();
        let stream = schema.stream;
        if let Err(problem) = check_stream_name(stream) {
            let message = format!("no stream can be called {}: {problem}", Quoted(stream));
            findings.push(refused(Code::StreamName, message).in_file(place));
            return;
        }
        if self.flows.iter().any(|other| other.stream == stream) {
            let message = format!("two flows are of stream {}", Quoted(stream));
            let help = "give each type of row a stream of its own, or leave one of the flows out";
            findings.push(
                refused(Code::StreamTwice, message)
                    .help(help)
                    .in_file(place),
            );
            return;
        }
        let columns: Vec<_> = schema
            .columns()
            .map(|column| as_in_the_table(*column))
            .collect();
        check_time_generated(&columns, findings);
        let Some(name) = stream.strip_prefix("Custom-") else {
            check_azure_table(flow, findings);
            self.flows.push(RuleFlow {
                stream,
                transform: transform(&columns),
                columns: None,
                output: stream.to_owned(),
                place: schema.place,
            });
            return;
        };
        let table = flow.table.clone().unwrap_or_else(|| custom_table(name));
        self.flows.push(RuleFlow {
            stream,
            transform: transform(&columns),
            output: format!("Custom-{table}"),
            columns: Some(columns.clone()),
            place: schema.place,
        });
        self.add_table(table, flow, &columns, findings);
    }

    fn add_table(
        &mut self,
        name: String,
        flow: &Flow,
        columns: &[ColumnSchema],
        findings: &mut Vec<Diagnostic>,
    ) {
        let mut tables = self.tables.iter_mut();
        if let Some(table) = tables.find(|table| table.name.eq_ignore_ascii_case(&name)) {
            table.join(&name, flow, findings);
            table.add(columns, flow, findings);
        } else {
            let mut table = Table::new(name, flow, findings);
            table.add(columns, flow, findings);
            self.tables.push(table);
        }
    }

    /// What is found wrong with the rule as it would be written: names, limits, and what else Azure refuses. A finding about a
    /// stream or its flow is about the type that it was written from.
    fn findings_of_the_rule(&self) -> Vec<Diagnostic> {
        let document = Document::parse("", arm::rule(self).as_bytes());
        let name = document.rules().first().and_then(|rule| rule.name.as_ref());
        let is_no_name = name.is_none_or(|name| name.value != self.name).then(|| {
            let message = format!("no rule can be called {}", Quoted(self.name));
            refused(Code::DirectName, message)
        });
        let findings = document.check().into_iter();
        findings
            .map(|mut finding| {
                let flow = self.flow_of(&finding);
                finding.file = flow.map_or_else(String::new, |flow| flow.place.to_string());
                finding.place = None;
                finding.related = None;
                finding
            })
            .chain(is_no_name)
            .collect()
    }

    fn flow_of(&self, finding: &Diagnostic) -> Option<&RuleFlow> {
        if let Some(name) = finding.stream.as_deref() {
            return self.flows.iter().find(|flow| flow.stream == name);
        }
        let (_, after) = finding.place.as_ref()?.path.split_once(".dataFlows[")?;
        let (index, _) = after.split_once(']')?;
        self.flows.get(index.parse::<usize>().ok()?)
    }
}

/// `Custom-Orders` goes to `Orders_CL`, and `Custom-Orders_CL` does as well.
fn custom_table(name: &str) -> String {
    let base = name.strip_suffix("_CL").unwrap_or(name);
    format!("{base}_CL")
}

/// Every table's `TimeGenerated` is an instant.
fn as_in_the_table(column: ColumnSchema) -> ColumnSchema {
    if column.name == TIME_GENERATED {
        column.table_type(TableColumnType::DateTime)
    } else {
        column
    }
}

/// A transform makes an instant of a text. What else the column may be, it is by mistake.
fn check_time_generated(columns: &[ColumnSchema], findings: &mut Vec<Diagnostic>) {
    let fits = [
        ColumnType::DateTime,
        ColumnType::String,
        ColumnType::Dynamic,
    ];
    let time = columns.iter().find(|column| column.name == TIME_GENERATED);
    let Some(column) = time.filter(|column| !fits.contains(&column.column_type)) else {
        return;
    };
    let message = format!(
        "`TimeGenerated` is of type {}, of which no instant can be made",
        column.column_type
    );
    let finding = refused(Code::TimeGenerated, message).help("use a type for datetime columns");
    findings.push(finding.in_file(column.place.to_string()));
}

/// Azure's own tables are there already, each for its own stream.
fn check_azure_table(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    if flow.table.is_none() && flow.options == TableOptions::default() {
        return;
    }
    let message = format!(
        "the table of stream {} is Azure's own: its name, plan and retention aren't written here",
        Quoted(flow.schema.stream)
    );
    let finding = refused(Code::AzureTable, message)
        .help("leave `table`, `plan` and the retentions out, or name the stream `Custom-…`");
    findings.push(finding.in_file(flow.schema.place.to_string()));
}
