//! One data flow: its transform read and checked, and what comes out held against the table.

use std::ops::Range;

use azlogs_dcr::{
    Code, Column as Declared, DataFlow, Diagnostic, Located, Place, Quoted, Rule, Severity,
    TABLE_COLUMNS_MAX, TableColumnType, TableSchema, check_column_name, is_unresolved,
};

use super::finding::{Findings, Sureness};
use super::source::{Source, source};
use super::target::{TIME_GENERATED, Taken, Target, cast};
use super::{TableColumn, is_elsewhere, listed};
use crate::{Checked, Kind, OutputColumn, Problem, ScalarType, Transform};

/// The way of a stream's rows through one flow.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) rule: usize,
    pub(super) stream: String,
    table: Option<String>,
    /// Where columns end; none where that isn't known.
    ends: Option<Ends>,
}

#[derive(Clone, Debug, Default)]
struct Ends {
    /// Columns of the table, and the incoming ones from which each is made.
    columns: Vec<(String, Vec<String>)>,
    /// The incoming columns on which it depends whether a row gets there.
    filters: Vec<String>,
}

impl Way {
    pub(super) fn ends_of<'a>(&'a self, column: &'a str) -> impl Iterator<Item = TableColumn> + 'a {
        let ends = self.ends.iter().flat_map(|ends| &ends.columns);
        let made = ends.filter(move |(_, reads)| reads.iter().any(|read| read == column));
        made.filter_map(|(end, _)| {
            Some(TableColumn {
                table: self.table.clone()?,
                column: end.clone(),
            })
        })
    }

    /// Whether it is known that nothing of the column is kept.
    pub(super) fn drops(&self, column: &str) -> bool {
        self.ends.as_ref().is_some_and(|ends| {
            let mut read = ends
                .columns
                .iter()
                .flat_map(|(_, reads)| reads)
                .chain(&ends.filters);
            !read.any(|read| read == column)
        })
    }
}

/// The ways of a flow's streams. What is wrong with them is reported.
pub(super) fn ways(
    index: usize,
    rule: &Rule,
    flow: &DataFlow,
    tables: &[TableSchema],
    findings: &mut Findings<'_>,
) -> Vec<Way> {
    let document = findings.document;
    let target = Target::of(flow, document, tables);
    let ways = flow.streams.iter().map(|name| {
        let source = source(document, index, rule, &name.value);
        Way {
            rule: index,
            stream: name.value.clone(),
            table: target.as_ref().map(|target| target.name.clone()),
            ends: ends(flow, name, source.as_ref(), target.as_ref(), findings),
        }
    });
    ways.collect()
}

fn ends(
    flow: &DataFlow,
    name: &Located<String>,
    source: Option<&Source>,
    target: Option<&Target<'_>>,
    findings: &mut Findings<'_>,
) -> Option<Ends> {
    if is_elsewhere(flow) {
        return None;
    }
    if flow.is_pass_through() {
        return Some(passed_through(flow, source?, target, findings));
    }
    let kql = flow
        .transform_kql
        .as_ref()
        .filter(|kql| !is_unresolved(&kql.value))?;
    let Some(source) = source else {
        for problem in wrong_with_any_columns(&kql.value) {
            findings.problem(kql, &name.value, false, &problem);
        }
        return None;
    };
    match crate::check(&kql.value, &source.columns) {
        Ok(checked) => {
            let step = Step { kql, source };
            step.report(checked.warnings(), findings);
            Some(step.transformed(&checked, target, findings))
        }
        Err(problems) => {
            Step { kql, source }.report(&problems, findings);
            None
        }
    }
}

/// What is wrong with a transform, whichever columns come in.
fn wrong_with_any_columns(kql: &str) -> Vec<Problem> {
    if let Err(problems) = Transform::parse(kql) {
        return problems;
    }
    let problems = crate::check(kql, &[]).err().unwrap_or_default();
    let of_functions = |problem: &Problem| {
        problem.is_error() && matches!(problem.kind, Kind::Refused | Kind::UnknownFunction)
    };
    problems.into_iter().filter(of_functions).collect()
}

/// The rows reach the table as they are. For tables of Azure's own the rule's own check says what is wrong then.
fn passed_through(
    flow: &DataFlow,
    source: &Source,
    target: Option<&Target<'_>>,
    findings: &mut Findings<'_>,
) -> Ends {
    let mut ends = Ends::default();
    for column in &source.stream.columns {
        let scalar = source
            .columns
            .iter()
            .find(|known| known.name == column.name);
        let scalar = scalar.map_or(ScalarType::String, |known| known.r#type);
        let taken = target.map_or(Taken::Unknown, |target| target.takes(&column.name, scalar));
        if let Some(target) =
            target.filter(|_| !flow.goes_to_azure_table() && column.name != TIME_GENERATED)
        {
            report_untouched(
                column,
                scalar,
                taken,
                target,
                &source.stream.name,
                &flow.place,
                findings,
            );
        }
        if taken != Taken::No {
            ends.columns
                .push((column.name.clone(), vec![column.name.clone()]));
        }
    }
    ends
}

fn report_untouched(
    column: &Declared,
    scalar: ScalarType,
    taken: Taken,
    target: &Target<'_>,
    stream: &str,
    flow: &Place,
    findings: &mut Findings<'_>,
) {
    let (place, finding) = match taken {
        Taken::Otherwise(wanted) => (
            &column.type_place,
            mistyped(&column.name, scalar, wanted, target, Severity::Error),
        ),
        Taken::No => (&column.place, lacking(&[&column.name], target)),
        _ => return,
    };
    let finding = finding.related(
        flow.clone(),
        "here it goes to the table without a transform",
    );
    findings.report(Sureness::Sure, place, stream, finding);
}

/// A transform, and the rows that come into it.
struct Step<'a> {
    kql: &'a Located<String>,
    source: &'a Source,
}

impl Step<'_> {
    fn report(&self, problems: &[Problem], findings: &mut Findings<'_>) {
        for problem in problems {
            findings.problem(
                self.kql,
                &self.source.stream.name,
                self.source.is_sure,
                problem,
            );
        }
    }

    fn transformed(
        &self,
        checked: &Checked,
        target: Option<&Target<'_>>,
        findings: &mut Findings<'_>,
    ) -> Ends {
        let columns = checked.columns();
        if !columns.iter().any(|column| column.name == TIME_GENERATED) {
            self.report_no_time(findings);
        }
        let mut ends = Ends {
            filters: checked.filters().to_vec(),
            ..Ends::default()
        };
        let mut lost = Vec::new();
        for column in columns {
            let taken = target.map_or(Taken::Unknown, |target| {
                target.takes(&column.name, column.r#type)
            });
            if let Some(target) = target {
                self.report_output(column, taken, target, findings);
            }
            if taken == Taken::No {
                lost.push(column.name.as_str());
            } else {
                ends.columns
                    .push((column.name.clone(), column.reads.clone()));
            }
        }
        if let Some(target) = target.filter(|target| !target.is_described()) {
            self.report_names(columns, findings);
            self.report_count(columns, target, findings);
        }
        if let (Some(target), Some(first)) = (target, lost.first()) {
            let part = named_in(&self.kql.value, first);
            let stream = &self.source.stream.name;
            let finding = lacking(&lost, target);
            findings.in_kql(Sureness::Doubtful, self.kql, &part, stream, finding);
        }
        ends
    }

    /// Names that no custom table's column can have, where nothing is known of the table.
    fn report_names(&self, columns: &[OutputColumn], findings: &mut Findings<'_>) {
        let stream = &self.source.stream;
        for column in columns {
            let name = column.name.as_str();
            let Err(error) = check_column_name(name) else {
                continue;
            };
            let message = format!("a table can't have column {}: {error}", Quoted(name));
            let finding = Diagnostic::new(Code::TableColumnName, Severity::Warning, message);
            match (place_named(&self.kql.value, name), stream.column(name)) {
                (None, Some(declared)) => {
                    let finding = finding
                        .related(self.kql.place.clone(), "this transform lets it through")
                        .help("rename it in the transform: `| project-rename New = ['old']`");
                    findings.report(Sureness::Doubtful, &declared.place, &stream.name, finding);
                }
                (named, _) => {
                    let part = named.unwrap_or(0..self.kql.value.trim_end().len());
                    let finding = finding
                        .help("give it another name, or leave it out: its values are dropped");
                    findings.in_kql(Sureness::Doubtful, self.kql, &part, &stream.name, finding);
                }
            }
        }
    }

    fn report_count(
        &self,
        columns: &[OutputColumn],
        target: &Target<'_>,
        findings: &mut Findings<'_>,
    ) {
        if columns.len() <= TABLE_COLUMNS_MAX {
            return;
        }
        let message = format!(
            "{} columns come to table {}, and a table has {TABLE_COLUMNS_MAX} at the most",
            columns.len(),
            Quoted(&target.name)
        );
        let finding = Diagnostic::new(Code::TooManyColumns, Severity::Warning, message)
            .help("gather some of them in a `dynamic` column, or leave some out");
        let stream = &self.source.stream.name;
        findings.report(Sureness::Doubtful, &self.kql.place, stream, finding);
    }

    fn report_no_time(&self, findings: &mut Findings<'_>) {
        let stream = &self.source.stream;
        let (message, help) = if stream.column(TIME_GENERATED).is_some() {
            (
                "the transform leaves `TimeGenerated` out, which every table needs",
                "keep it: name it in the `project`",
            )
        } else {
            (
                "neither the stream nor the transform has `TimeGenerated`, which every table needs",
                "make it in the transform: `| extend TimeGenerated = now()`",
            )
        };
        let mut finding = Diagnostic::new(Code::TransformTime, Severity::Error, message).help(help);
        if !stream.place.is_nowhere() && !stream.is_built_in {
            finding = finding.related(stream.place.clone(), "the stream is declared here");
        }
        let kql = &self.kql.value;
        let end = kql.trim_end().len();
        let start = kql[..end].rfind('|').unwrap_or_default();
        let document = findings.document;
        let place = document.place_within(self.kql, start..end);
        let place = place.unwrap_or_else(|| self.kql.place.clone());
        findings.report(Sureness::Sure, &place, &stream.name, finding);
    }

    fn report_output(
        &self,
        column: &OutputColumn,
        taken: Taken,
        target: &Target<'_>,
        findings: &mut Findings<'_>,
    ) {
        let name = column.name.as_str();
        let (sureness, finding) = match taken {
            Taken::Otherwise(wanted) => (
                Sureness::Sure,
                mistyped(name, column.r#type, wanted, target, Severity::Error),
            ),
            Taken::MaybeOtherwise(wanted) => (
                Sureness::Doubtful,
                mistyped(name, column.r#type, wanted, target, Severity::Warning),
            ),
            Taken::As | Taken::No | Taken::Unknown => return,
        };
        let part = named_in(&self.kql.value, name);
        findings.in_kql(sureness, self.kql, &part, &self.source.stream.name, finding);
    }
}

fn mistyped(
    name: &str,
    produced: ScalarType,
    wanted: TableColumnType,
    target: &Target<'_>,
    severity: Severity,
) -> Diagnostic {
    let message = format!(
        "column {} is of type {produced}, and that of table {} of type {}",
        Quoted(name),
        Quoted(&target.name),
        wanted.as_str().to_lowercase(),
    );
    let cast = cast(wanted);
    Diagnostic::new(Code::OutputType, severity, message).help(format!(
        "cast it in the transform: `| extend {name} = {cast}({name})`",
        name = Quoted(name).bare()
    ))
}

fn lacking(names: &[&str], target: &Target<'_>) -> Diagnostic {
    let (column, dropped) = match names {
        [_] => ("column", "its values are dropped"),
        _ => ("columns", "their values are dropped"),
    };
    let message = format!(
        "table {} has no {column} {}: {dropped}",
        Quoted(&target.name),
        listed(names)
    );
    Diagnostic::new(Code::OutputColumn, Severity::Warning, message)
        .help("name it as the table does, leave it out, or add the column to the table first")
}

/// Where the transform names the column it makes; else all of it.
fn named_in(kql: &str, name: &str) -> Range<usize> {
    place_named(kql, name).unwrap_or(0..kql.trim_end().len())
}

/// Where the transform names the column it makes: the last time, as a word.
fn place_named(kql: &str, name: &str) -> Option<Range<usize>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = kql.match_indices(name).filter(|(at, _)| {
        let before = kql[..*at].chars().next_back();
        let after = kql[at + name.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    });
    let assigned = |at: &usize| {
        kql[at + name.len()..]
            .trim_start_matches(['\'', '"', ']', ' '])
            .starts_with('=')
    };
    let all: Vec<usize> = found.by_ref().map(|(at, _)| at).collect();
    let &at = all.iter().rfind(|at| assigned(at)).or(all.last())?;
    Some(at..at + name.len())
}
