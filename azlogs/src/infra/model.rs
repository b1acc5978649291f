//! What is written: the rule and its tables as the flows ask for them, or what is wrong with that.

use std::collections::HashMap;

use azlogs_dcr::{
    Code, ColumnType, Diagnostic, Document, Quoted, Severity, TableColumnType, check_stream_name,
};

use super::arm;
use super::deployment::Deployment;
use super::error::InfraError;
use super::flow::{Flow, TableOptions};
use super::summary::DESCRIPTION_MAX;
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
}

impl<'d> Model<'d> {
    pub(super) fn of(deployment: &'d Deployment) -> Result<Self, InfraError> {
        let mut findings = Vec::new();
        check_rule(deployment, &mut findings);
        let mut model = Self {
            name: &deployment.name,
            description: deployment.description.as_deref(),
            tables: Vec::new(),
            flows: Vec::new(),
        };
        for flow in &deployment.flows {
            model.add(flow, &mut findings);
        }
        if findings.is_empty() {
            findings = model.findings_of_the_rule();
        }
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
        let message = "there is no table to write: all of them are Azure's own".to_owned();
        Err(InfraError::new(vec![error(Code::AzureTable, message)]))
    }

    fn add(&mut self, flow: &Flow, findings: &mut Vec<Diagnostic>) {
        let schema = &flow.schema;
        let place = schema.place.to_string();
        let stream = schema.stream;
        if let Err(problem) = check_stream_name(stream) {
            let message = format!("no stream can be called {}: {problem}", Quoted(stream));
            findings.push(error(Code::StreamName, message).in_file(place));
            return;
        }
        if self.flows.iter().any(|other| other.stream == stream) {
            let message = format!("two flows are of stream {}", Quoted(stream));
            let help = "give each type of row a stream of its own, or leave one of the flows out";
            findings.push(error(Code::StreamTwice, message).help(help).in_file(place));
            return;
        }
        let columns: Vec<_> = schema
            .columns()
            .map(|column| as_in_the_table(*column))
            .collect();
        check_columns(stream, &columns, &place, findings);
        let Some(name) = stream.strip_prefix("Custom-") else {
            check_azure_table(flow, findings);
            self.flows.push(RuleFlow {
                stream,
                columns: None,
                transform: None,
                output: stream.to_owned(),
            });
            return;
        };
        let table = flow.table.clone().unwrap_or_else(|| custom_table(name));
        self.flows.push(RuleFlow {
            stream,
            transform: transform(&columns),
            output: format!("Custom-{table}"),
            columns: Some(columns.clone()),
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
        if let Some(table) = self.tables.iter_mut().find(|table| table.name == name) {
            table.join(flow, findings);
            table.add(columns, flow, findings);
        } else {
            let mut table = Table::new(name, flow, findings);
            table.add(columns, flow, findings);
            self.tables.push(table);
        }
    }

    /// What is to be said of the rule that would be written, by the reader and by Azure's control plane: limits, for instance. The
    /// places are left out, as there is no file yet.
    fn findings_of_the_rule(&self) -> Vec<Diagnostic> {
        let document = Document::parse("", arm::rule(self).as_bytes());
        let findings = document.check();
        findings
            .into_iter()
            .map(|finding| {
                let help = finding.help.clone();
                let bare = Diagnostic::new(finding.code, finding.severity, finding.message);
                match help {
                    Some(help) => bare.help(help),
                    None => bare,
                }
            })
            .collect()
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

fn check_rule(deployment: &Deployment, findings: &mut Vec<Diagnostic>) {
    let name = &deployment.name;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_good = (3..=30).contains(&name.len())
        && name.chars().all(is_plain)
        && !name.starts_with('-')
        && !name.ends_with('-');
    if !is_good {
        let message = format!("no rule of kind `Direct` can be called {}", Quoted(name));
        let help = "its name is part of a host's name: 3 to 30 letters from A to Z or a to z, digits, and `-` between them";
        findings.push(error(Code::RuleName, message).help(help));
    }
    let description = deployment.description.as_deref().unwrap_or_default();
    let length = description.chars().count();
    if length > DESCRIPTION_MAX {
        let message = format!(
            "the rule's description has {length} characters, and can have {DESCRIPTION_MAX}"
        );
        findings.push(error(Code::DeploymentLimit, message));
    }
    if deployment.flows.is_empty() {
        let message = "the rule has no flow".to_owned();
        let help = "add one for each type of row, with `.flow(Flow::of::<Row>())`";
        findings.push(error(Code::NoFlow, message).help(help));
    }
}

fn check_columns(
    stream: &str,
    columns: &[ColumnSchema],
    place: &str,
    findings: &mut Vec<Diagnostic>,
) {
    if columns.is_empty() {
        let message = format!("stream {} has no columns", Quoted(stream));
        findings.push(error(Code::NoColumns, message).in_file(place));
    }
    let mut seen: HashMap<String, &ColumnSchema> = HashMap::new();
    for column in columns {
        let finding = match seen.insert(column.name.to_ascii_lowercase(), column) {
            Some(other) if other.name == column.name => {
                let message = format!("two fields are column {}", Quoted(column.name));
                error(Code::DuplicateColumn, message)
            }
            Some(other) => {
                let (one, two) = (Quoted(other.name), Quoted(column.name));
                let message = format!("columns {one} and {two} differ only in case");
                error(Code::ColumnsDifferInCase, message).help("rename one of them")
            }
            None => continue,
        };
        findings.push(finding.in_file(column.place.to_string()));
    }
    let time = columns.iter().find(|column| column.name == TIME_GENERATED);
    let fits = [
        ColumnType::DateTime,
        ColumnType::String,
        ColumnType::Dynamic,
    ];
    if let Some(column) = time.filter(|column| !fits.contains(&column.column_type)) {
        let message = format!(
            "`TimeGenerated` is a {}, of which no instant can be made",
            column.column_type
        );
        let finding = error(Code::TimeGenerated, message).help("use a type for datetime columns");
        findings.push(finding.in_file(column.place.to_string()));
    }
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
    let finding = error(Code::AzureTable, message)
        .help("leave `table`, `plan` and the retentions out, or name the stream `Custom-…`");
    findings.push(finding.in_file(flow.schema.place.to_string()));
}

fn error(code: Code, message: String) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, message)
}
