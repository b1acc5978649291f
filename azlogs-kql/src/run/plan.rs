//! A transformation that is ready to run.

use std::time::SystemTime;

use super::compile::Compiler;
use super::cost;
use super::eval::{is_true, set};
use super::limits::{MAX_ROW_SIZE, TooLarge, row_size};
use super::node::{Node, UserFunction};
use super::parse::Parser;
use super::scope::Scope;
use crate::check::typed::{Output, Program, Source, Step};
use crate::problem::Problem;
use crate::value::convert::to;
use crate::value::{Value, datetime};

/// A transformation, compiled once and run row by row, on any number of threads at a time.
#[derive(Debug)]
pub struct Plan {
    functions: Vec<UserFunction>,
    slots: usize,
    source: Rows,
    steps: Vec<Work>,
}

/// Where rows come from.
#[derive(Debug)]
enum Rows {
    Input,
    Print,
    Written(Vec<Vec<Value>>),
}

/// What is done to a row.
#[derive(Debug)]
enum Work {
    Bind(Vec<(usize, Node)>),
    Where(Node),
    Extend {
        width: usize,
        set: Vec<(usize, Node)>,
    },
    Project(Vec<Node>),
    Parse(Parser),
}

impl Plan {
    /// Compiles a transformation that has been checked.
    pub(crate) fn new(program: &Program) -> Result<Self, Problem> {
        cost::check(program)?;
        let mut compiler = Compiler::default();
        let source = match &program.source {
            Source::Input => Rows::Input,
            Source::Print => Rows::Print,
            Source::Datatable(table) => {
                let row = |row: &Vec<_>| {
                    row.iter()
                        .zip(&table.columns)
                        .map(|(value, r#type)| to(&Value::from(value), *r#type))
                        .collect()
                };
                Rows::Written(table.rows.iter().map(row).collect())
            }
        };
        let mut steps = Vec::with_capacity(program.steps.len());
        for step in &program.steps {
            steps.push(compile(step, &mut compiler)?);
        }
        let functions = program
            .functions
            .iter()
            .map(|function| compiler.function(function))
            .collect();
        Ok(Self {
            functions,
            slots: program.slots,
            source,
            steps,
        })
    }

    /// Whether rows come from `source`; otherwise they're written in the transformation, and [`rows`](Self::rows) gives them.
    #[must_use]
    pub fn reads_source(&self) -> bool {
        matches!(self.source, Rows::Input)
    }

    /// What becomes of a row: another row, or `None`, if a `where` filters it out.
    ///
    /// The values are those of the columns that the transformation was checked with, in the same order and of their types; those that
    /// are missing are [`Value::missing`]. `now` is what `now()` gives. Where the transformation doesn't read `source`, the
    /// row counts for nothing, and the first of its own rows is given.
    ///
    /// ```
    /// use std::time::SystemTime;
    ///
    /// use azlogs_kql::{Column, ScalarType, Value};
    ///
    /// let columns = [Column::new("level", ScalarType::String), Column::new("ms", ScalarType::Int)];
    /// let checked = azlogs_kql::check("source | where level != 'debug' | extend seconds = ms / 1000.0", &columns)?;
    ///
    /// let now = SystemTime::now();
    /// let row = checked.plan().run(&[Value::text("info"), Value::Int(1500)], now);
    /// assert_eq!(row, Ok(Some(vec![Value::text("info"), Value::Int(1500), Value::Real(1.5)])));
    /// assert_eq!(checked.plan().run(&[Value::text("debug"), Value::Null], now), Ok(None));
    /// # Ok::<(), Vec<azlogs_kql::Problem>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the row becomes larger than [`MAX_ROW_SIZE`](super::MAX_ROW_SIZE) on the way.
    pub fn run(&self, row: &[Value], now: SystemTime) -> Result<Option<Vec<Value>>, TooLarge> {
        let now = datetime::of(now);
        match &self.source {
            Rows::Input => self.transform(row, now),
            Rows::Print => self.transform(&[], now),
            Rows::Written(rows) => {
                for row in rows {
                    if let Some(row) = self.transform(row, now)? {
                        return Ok(Some(row));
                    }
                }
                Ok(None)
            }
        }
    }

    /// The rows of a transformation that doesn't read `source`: of `print`, or of `datatable`. Of one that does, none.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    pub fn rows(&self, now: SystemTime) -> Result<Vec<Vec<Value>>, TooLarge> {
        let now = datetime::of(now);
        let rows: &[Vec<Value>] = match &self.source {
            Rows::Input => &[],
            Rows::Print => &[Vec::new()],
            Rows::Written(rows) => rows,
        };
        rows.iter()
            .filter_map(|row| self.transform(row, now).transpose())
            .collect()
    }

    fn transform(&self, input: &[Value], now: i64) -> Result<Option<Vec<Value>>, TooLarge> {
        let mut scope = Scope::new(now, &self.functions, self.slots);
        // The incoming row is only copied when something is added to it.
        let mut changed: Option<Vec<Value>> = None;
        // What has been added to it on the way: only when that is much, the row is measured.
        let mut added = 0;
        for step in &self.steps {
            let row = changed.as_deref().unwrap_or(input);
            match step {
                Work::Bind(bindings) => {
                    for (slot, value) in bindings {
                        let value = value.eval(row, &mut scope)?;
                        set(&mut scope, *slot, value);
                    }
                }
                Work::Where(condition) => {
                    if !is_true(&*condition.get(row, &mut scope)?) {
                        return Ok(None);
                    }
                }
                Work::Project(columns) => {
                    changed = Some(evaluate(columns.iter(), row, &mut scope)?);
                }
                Work::Extend { width, set } => {
                    let values = evaluate(set.iter().map(|(_, node)| node), row, &mut scope)?;
                    added += row_size(&values);
                    let mut row = changed.take().unwrap_or_else(|| with_room(input, *width));
                    row.resize(*width, Value::Null);
                    for ((column, _), value) in set.iter().zip(values) {
                        if let Some(place) = row.get_mut(*column) {
                            *place = value;
                        }
                    }
                    changed = Some(row);
                }
                Work::Parse(parser) => {
                    let mut row = changed.take().unwrap_or_else(|| input.to_vec());
                    added += parser.apply(&mut row, &mut scope)?;
                    changed = Some(row);
                }
            }
            if added > MAX_ROW_SIZE {
                added = changed.as_deref().map_or(0, row_size);
                if added > MAX_ROW_SIZE {
                    return Err(TooLarge);
                }
            }
        }
        Ok(Some(changed.unwrap_or_else(|| input.to_vec())))
    }
}

fn compile(step: &Step, compiler: &mut Compiler) -> Result<Work, Problem> {
    Ok(match step {
        Step::Bind(bindings) => Work::Bind(
            bindings
                .iter()
                .map(|binding| compiler.binding(binding.slot, &binding.value))
                .collect(),
        ),
        Step::Where(condition) => Work::Where(compiler.expression(condition)),
        Step::Extend(extend) => {
            let set = extend
                .set
                .iter()
                .map(|(column, value)| (*column, compiler.expression(value)));
            Work::Extend {
                width: extend.width,
                set: set.collect(),
            }
        }
        Step::Project(outputs) => {
            let node = |output: &Output| match output {
                Output::Column(at) => Node::Column(*at),
                Output::Expression(expression) => compiler.expression(expression),
            };
            Work::Project(outputs.iter().map(node).collect())
        }
        Step::Parse(parse) => Work::Parse(Parser::new(parse, compiler)?),
    })
}

/// The values of these for a row. While they're worked out, they count against what a row can have.
fn evaluate<'a>(
    nodes: impl ExactSizeIterator<Item = &'a Node>,
    row: &[Value],
    scope: &mut Scope<'_>,
) -> Result<Vec<Value>, TooLarge> {
    let mut values = Vec::with_capacity(nodes.len());
    let mut held = 0;
    for node in nodes {
        let value = node.eval(row, scope)?;
        held += value.size();
        scope.hold(value.size())?;
        values.push(value);
    }
    scope.release(held);
    Ok(values)
}

fn with_room(row: &[Value], width: usize) -> Vec<Value> {
    let mut copy = Vec::with_capacity(width);
    copy.extend_from_slice(row);
    copy
}
