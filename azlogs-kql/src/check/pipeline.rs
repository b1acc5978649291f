//! Pipelines: what each operator makes of the columns that come into it.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::projection::Style;
use super::scope::{Scope, ScopeColumn};
use super::typed::{self, Output, Source, Step};
use super::{Checker, Flow, Meaning, suggestion};
use crate::problem::{Kind, Problem};
use crate::shape::Shape;
use crate::syntax::ast::{
    self, ColumnPattern, Expression, NamedExpression, Operator, OperatorKind, Pipeline, Rename,
};
use crate::types::ScalarType;

/// The name of the incoming rows.
const SOURCE: &str = "source";

impl Checker<'_> {
    /// None where nothing is known of its rows.
    pub(super) fn pipeline(&mut self, pipeline: &Pipeline) -> Option<Flow> {
        let outer = self.row.take();
        let mut flow = self.source(&pipeline.source);
        for operator in &pipeline.operators {
            self.row = Some(
                flow.as_mut()
                    .map_or_else(Scope::open, |flow| std::mem::take(&mut flow.scope)),
            );
            let steps = self.operator(operator);
            let scope = self.row.take().unwrap_or_else(Scope::open);
            // Where there are no steps an error was reported, and what the flow lacks isn't missed.
            flow = flow.map(|mut flow| {
                flow.steps.extend(steps.into_iter().flatten());
                flow.scope = scope;
                flow
            });
        }
        self.row = outer;
        flow
    }

    fn source(&mut self, source: &ast::Source) -> Option<Flow> {
        match source {
            ast::Source::Name(name) => self.named_source(name),
            ast::Source::Call(call) => self.tabular_call(call),
            ast::Source::Print(values) => Some(self.print(values)),
            ast::Source::Datatable(table) => self.datatable(table),
            ast::Source::Pipeline(pipeline) => self.pipeline(pipeline),
            ast::Source::Unreadable => None,
        }
    }

    fn named_source(&mut self, name: &ast::Name) -> Option<Flow> {
        match self.meaning(&name.text).cloned() {
            Some(Meaning::Table(flow)) => Some(Flow::clone(&flow)),
            Some(Meaning::Unknown) => None,
            Some(Meaning::Function(signature)) => self.call_without_arguments(&signature, name),
            Some(Meaning::Constant(..) | Meaning::Slot(..)) => {
                let message = format!("`{}` is a value, and rows should come from here", name.text);
                self.error_with(
                    Kind::Type,
                    name.span,
                    message,
                    "A transformation ends with `source | …`.",
                );
                None
            }
            None if name.text == SOURCE => Some(self.incoming()),
            None => {
                let help = if name.text.eq_ignore_ascii_case(SOURCE) {
                    "Names tell capitals from small letters: `source`.".to_owned()
                } else {
                    "The incoming rows are called `source`; a transformation sees no other table."
                        .to_owned()
                };
                self.error_with(
                    Kind::UnknownName,
                    name.span,
                    format!("there is no table `{}`", name.text),
                    help,
                );
                None
            }
        }
    }

    /// The incoming rows. Of columns of one name the first goes on.
    fn incoming(&self) -> Flow {
        let scope = Scope::of_input(self.input);
        let first: Vec<usize> = (0..scope.width())
            .filter(|place| scope.find(&scope.columns()[*place].name) == Some(*place))
            .collect();
        if first.len() == scope.width() {
            return Flow {
                source: Source::Input,
                steps: Vec::new(),
                scope,
            };
        }
        let scope = scope.only(&first);
        let step = Step::Project(Arc::new(first.into_iter().map(Output::Column).collect()));
        Flow {
            source: Source::Input,
            steps: vec![step],
            scope,
        }
    }

    fn print(&mut self, values: &[NamedExpression]) -> Flow {
        let (scope, values) = self.projection(Style::Print, values);
        let steps = extend_step(scope.width(), values).into_iter().collect();
        Flow {
            source: Source::Print,
            steps,
            scope,
        }
    }

    fn datatable(&mut self, table: &ast::Datatable) -> Option<Flow> {
        let mut scope = Scope::default();
        for column in &table.columns {
            if scope.find(&column.name.text).is_some() {
                self.declared_twice(&column.name.text, column.name.span);
            }
            scope.push(ScopeColumn {
                name: column.name.text.clone(),
                r#type: Some(column.r#type),
                shape: Shape::Any,
                reads: BTreeSet::new(),
                copy_of: None,
            });
        }
        let values: Vec<_> = table
            .values
            .iter()
            .map(|value| self.literal(value))
            .collect::<Option<_>>()?;
        let width = table.columns.len();
        if width == 0 || values.len() % width != 0 {
            let message = format!("{} values don't fill rows of {width} columns", values.len());
            self.error(Kind::Value, table.span, message);
            return None;
        }
        let columns = table.columns.iter().map(|column| column.r#type).collect();
        let rows = values.chunks(width).map(<[_]>::to_vec).collect();
        Some(Flow {
            source: Source::Datatable(Arc::new(typed::Datatable { columns, rows })),
            steps: Vec::new(),
            scope,
        })
    }

    /// What the operator does, and in `self.row` the columns that come out. None where it can't be told what it does.
    fn operator(&mut self, operator: &Operator) -> Option<Vec<Step>> {
        match &operator.kind {
            OperatorKind::Where(condition) => self.condition(condition),
            OperatorKind::Extend(items) => {
                let (scope, values) = self.projection(Style::Extend, items);
                let step = extend_step(scope.width(), values);
                self.row = Some(scope);
                step.map(|step| vec![step])
            }
            OperatorKind::Project(items) => {
                let (scope, values) = self.projection(Style::Project, items);
                let step = project_step(scope.width(), values);
                self.row = Some(scope);
                step.map(|step| vec![step])
            }
            OperatorKind::ProjectAway(patterns) => self.project_away(patterns),
            OperatorKind::ProjectRename(renames) => {
                self.project_rename(renames);
                Some(Vec::new())
            }
            OperatorKind::Parse(parse) => self.parse(parse),
            OperatorKind::Unreadable => {
                self.row = Some(Scope::open());
                None
            }
        }
    }

    fn condition(&mut self, condition: &Expression) -> Option<Vec<Step>> {
        let outer = std::mem::take(&mut self.reads);
        let value = self.scalar(condition);
        let reads = std::mem::replace(&mut self.reads, outer);
        self.filters.extend(reads);
        let value = value?.expression;
        if value.r#type != ScalarType::Bool {
            let message = format!("`where` takes a bool, and this is a {}", value.r#type);
            let help = match value.r#type {
                ScalarType::Dynamic => "Compare it, or convert it: `tobool(…)`.",
                ScalarType::String => "Compare it, as in `== 'text'`, or ask `isnotempty(…)`.",
                _ => "Compare it, as in `> 0`, or ask `isnotnull(…)`.",
            };
            self.error_with(Kind::Type, condition.span, message, help);
            return None;
        }
        Some(vec![Step::Where(Arc::new(value))])
    }

    fn project_away(&mut self, patterns: &[ColumnPattern]) -> Option<Vec<Step>> {
        let row = self.row.take()?;
        let mut away = HashSet::new();
        for pattern in patterns {
            let name = &pattern.name.text;
            let matching = |place: &usize| {
                let column = &row.columns()[*place].name;
                if pattern.wildcard {
                    matches_pattern(column, name)
                } else {
                    column == name
                }
            };
            let before = away.len();
            let mut found = false;
            for place in (0..row.width()).filter(matching) {
                found = true;
                away.insert(place);
            }
            if !found && before == away.len() && !row.is_open {
                let message = if pattern.wildcard {
                    format!("no column is like `{name}`")
                } else {
                    format!("there is no column `{name}`")
                };
                let columns = row.columns().iter().map(|column| column.name.as_str());
                let help = suggestion::for_column(name, columns).filter(|_| !pattern.wildcard);
                let mut problem = Problem::error(Kind::UnknownName, pattern.name.span, message);
                problem.help = help;
                self.problems.push(problem);
            }
        }
        let kept: Vec<usize> = (0..row.width())
            .filter(|place| !away.contains(place))
            .collect();
        self.row = Some(row.only(&kept));
        if kept.len() == row.width() {
            return Some(Vec::new());
        }
        let kept = kept.into_iter().map(Output::Column).collect();
        Some(vec![Step::Project(Arc::new(kept))])
    }

    fn project_rename(&mut self, renames: &[Rename]) {
        let Some(mut row) = self.row.take() else {
            return;
        };
        let mut gone = HashSet::new();
        let mut fresh = HashSet::new();
        for rename in renames {
            let (from, to) = (rename.from.text.as_str(), rename.to.text.as_str());
            let place = row.find(from).filter(|_| !fresh.contains(from));
            // A column that an item before this one renamed isn't there anymore, and Kusto says nothing of it.
            if place.is_none() && !gone.contains(from) && !row.is_open {
                self.problems.push(unknown_column(&rename.from, &row));
            }
            let Some(place) = place else { continue };
            if row.find(to).is_some() || gone.contains(to) {
                self.declared_twice(to, rename.to.span);
            } else {
                row.rename(place, to);
                gone.insert(from);
                fresh.insert(to);
            }
        }
        self.row = Some(row);
    }
}

fn extend_step(width: usize, values: super::projection::Values) -> Option<Step> {
    let set = values
        .into_iter()
        .map(|(place, value)| Some((place, value?)))
        .collect::<Option<Vec<_>>>()?;
    Some(Step::Extend(Arc::new(typed::Extend { width, set })))
}

fn project_step(width: usize, values: super::projection::Values) -> Option<Step> {
    let mut outputs: Vec<Option<Output>> = vec![None; width];
    for (place, value) in values {
        let value = value?;
        outputs[place] = Some(match value.kind {
            typed::ExpressionKind::Column(number) => Output::Column(number),
            _ => Output::Expression(value),
        });
    }
    Some(Step::Project(Arc::new(
        outputs.into_iter().collect::<Option<_>>()?,
    )))
}

fn unknown_column(name: &ast::Name, row: &Scope) -> Problem {
    let columns = row.columns().iter().map(|column| column.name.as_str());
    let mut problem = Problem::error(
        Kind::UnknownName,
        name.span,
        format!("there is no column `{}`", name.text),
    );
    problem.help = suggestion::for_column(&name.text, columns);
    problem
}

/// Whether the name is like the pattern, in which `*` stands for any text. Takes time in proportion to both lengths' product at worst.
fn matches_pattern(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut rest = rest;
    let mut parts: Vec<&str> = parts.collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}
