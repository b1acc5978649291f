//! From a tree to a typed tree: which columns there are after each operator, and which type each expression has.
//!
//! The rules are those of Microsoft's language service (Kusto.Language 12.4.1), within the subset. Whatever is wrong is reported once:
//! what depends on it has no type then, and nothing more is said of it.

mod call;
mod column_if_exists;
mod expression;
mod lets;
mod naming;
mod operators;
mod parse;
mod path;
mod pipeline;
mod projection;
mod rules;
mod scope;
mod suggestion;
#[cfg(test)]
mod tests;
pub(crate) mod typed;
mod user_call;
mod wording;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use scope::Scope;
use typed::{Program, Source, Step};

use crate::column::{Column, OutputColumn};
use crate::problem::{Kind, Problem};
use crate::shape::Shape;
use crate::syntax::Span;
use crate::syntax::ast::{Literal, Transform};
use crate::types::ScalarType;

/// A transformation that was found to be right.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) program: Program,
    pub(crate) columns: Vec<OutputColumn>,
    /// The incoming columns on which it depends whether a row comes out.
    pub(crate) filters: Vec<String>,
}

/// Checks a transformation of rows with these columns. None where a problem was found that is an error.
pub(crate) fn check(
    transform: &Transform,
    input: &[Column],
    problems: &mut Vec<Problem>,
) -> Option<Outcome> {
    let mut checker = Checker::new(input, problems);
    let bindings = checker.lets(&transform.lets);
    let flow = checker.pipeline(transform.pipeline.as_ref()?);
    let filters = checker.filters;
    let functions = checker.functions;
    let slots = checker.slots;
    if problems.iter().any(Problem::is_error) {
        return None;
    }
    let flow = flow?;
    let columns = output(&flow.scope, input)?;
    let mut steps = flow.steps;
    if !bindings.is_empty() {
        steps.insert(0, Step::Bind(Arc::new(bindings)));
    }
    let program = Program {
        slots,
        functions,
        source: flow.source,
        steps,
    };
    Some(Outcome {
        program,
        columns,
        filters: names(&filters, input),
    })
}

fn output(scope: &Scope, input: &[Column]) -> Option<Vec<OutputColumn>> {
    let column = |column: &scope::ScopeColumn| {
        Some(OutputColumn {
            name: column.name.clone(),
            r#type: column.r#type?,
            reads: names(&column.reads, input),
            copy_of: column.copy_of.map(|number| input[number].name.clone()),
        })
    };
    scope.columns().iter().map(column).collect()
}

fn names(numbers: &BTreeSet<usize>, input: &[Column]) -> Vec<String> {
    numbers
        .iter()
        .map(|number| input[*number].name.clone())
        .collect()
}

/// Rows on their way: where they come from, what is done to them, which columns they have.
#[derive(Clone, Debug)]
struct Flow {
    source: Source,
    steps: Vec<Step>,
    scope: Scope,
}

/// What a name stands for that isn't a column.
#[derive(Clone, Debug)]
enum Meaning {
    Constant(Literal, ScalarType),
    /// A value that is worked out while the transformation runs: of a `let`, or a parameter.
    Slot(usize, ScalarType, Shape),
    Table(Arc<Flow>),
    Function(Arc<lets::Signature>),
    /// Something is wrong with it, which is reported already.
    Unknown,
}

struct Checker<'a> {
    input: &'a [Column],
    problems: &'a mut Vec<Problem>,
    /// The names of `let`s and parameters; those of the innermost function come last.
    names: Vec<HashMap<String, Meaning>>,
    slots: usize,
    functions: Vec<typed::UserFunction>,
    /// The columns of the row; none where there is no row.
    row: Option<Scope>,
    /// The incoming columns that what is being checked reads.
    reads: BTreeSet<usize>,
    filters: BTreeSet<usize>,
    /// The number of the next `Column1`. It goes up through the whole transformation.
    next_default: usize,
}

impl<'a> Checker<'a> {
    fn new(input: &'a [Column], problems: &'a mut Vec<Problem>) -> Self {
        Self {
            input,
            problems,
            names: vec![HashMap::new()],
            slots: 0,
            functions: Vec::new(),
            row: None,
            reads: BTreeSet::new(),
            filters: BTreeSet::new(),
            next_default: 1,
        }
    }

    fn error(&mut self, kind: Kind, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::error(kind, span, message));
    }

    fn error_with(
        &mut self,
        kind: Kind,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems
            .push(Problem::error(kind, span, message).help(help));
    }

    fn meaning(&self, name: &str) -> Option<&Meaning> {
        self.names.iter().rev().find_map(|names| names.get(name))
    }

    fn new_slot(&mut self) -> usize {
        self.slots += 1;
        self.slots - 1
    }
}
