//! A transformation: its text read, and checked against the columns that come in.

use std::sync::Arc;

use crate::column::{Column, OutputColumn};
use crate::problem::Problem;
use crate::run::Plan;
use crate::syntax;
use crate::syntax::ast;

/// A transformation that could be read: it is KQL, and within the subset that Azure Monitor takes.
///
/// ```
/// use azlogs_kql::{Column, ScalarType, Transform};
///
/// let transform = Transform::parse("source | extend TimeGenerated = now() | project-away secret")?;
/// let checked = transform.check(&[Column::new("user", ScalarType::String), Column::new("secret", ScalarType::String)])?;
///
/// let names: Vec<_> = checked.columns().iter().map(|column| column.name.as_str()).collect();
/// assert_eq!(names, ["user", "TimeGenerated"]);
/// # Ok::<(), Vec<azlogs_kql::Problem>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Transform {
    tree: ast::Transform,
    warnings: Vec<Problem>,
}

impl Transform {
    /// Reads a transformation.
    ///
    /// # Errors
    ///
    /// All that's wrong with its form, and what is KQL but not within the subset, in the order of the text. Unknown names and types that
    /// don't fit are found by [`check`](Self::check).
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let tree = syntax::parse(text, &mut problems);
        if problems.iter().any(Problem::is_error) {
            return Err(in_order(problems));
        }
        Ok(Self {
            tree,
            warnings: problems,
        })
    }

    /// Checks it against the columns of the rows that come in as `source`.
    ///
    /// # Errors
    ///
    /// All that's wrong, warnings among it, in the order of the text.
    pub fn check(&self, columns: &[Column]) -> Result<Checked, Vec<Problem>> {
        finish(&self.tree, columns, self.warnings.clone())
    }
}

/// Reads a transformation and checks it, and reports what is wrong with its form together with what is wrong with its names and types.
///
/// # Errors
///
/// All that's wrong, warnings among it, in the order of the text.
///
/// ```
/// use azlogs_kql::{Column, Kind, ScalarType};
///
/// let columns = [Column::new("user", ScalarType::String)];
/// let problems = azlogs_kql::check("source | where usr == 'x' | extend n = ", &columns).unwrap_err();
///
/// assert_eq!(problems[0].kind, Kind::UnknownName);
/// assert_eq!(problems[0].message, "there is no column `usr`");
/// assert_eq!(problems[0].help.as_deref(), Some("Did you mean `user`?"));
/// assert_eq!(problems[1].message, "expected a value, found the end");
/// ```
pub fn check(text: &str, columns: &[Column]) -> Result<Checked, Vec<Problem>> {
    let mut problems = Vec::new();
    let tree = syntax::parse(text, &mut problems);
    finish(&tree, columns, problems)
}

fn finish(
    tree: &ast::Transform,
    columns: &[Column],
    mut problems: Vec<Problem>,
) -> Result<Checked, Vec<Problem>> {
    let Some(outcome) = crate::check::check(tree, columns, &mut problems) else {
        return Err(in_order(problems));
    };
    match Plan::new(&outcome.program) {
        Ok(plan) => Ok(Checked {
            plan: Arc::new(plan),
            columns: outcome.columns,
            filters: outcome.filters,
            warnings: in_order(problems),
        }),
        Err(problem) => {
            problems.push(problem);
            Err(in_order(problems))
        }
    }
}

fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
    problems
}

/// A transformation that was found to be right for rows with certain columns.
#[derive(Clone, Debug)]
pub struct Checked {
    plan: Arc<Plan>,
    columns: Vec<OutputColumn>,
    filters: Vec<String>,
    warnings: Vec<Problem>,
}

impl Checked {
    /// The columns of the rows that come out, in their order.
    pub fn columns(&self) -> &[OutputColumn] {
        &self.columns
    }

    /// The incoming columns on which it depends whether a row comes out: those that a `where` reads.
    pub fn filters(&self) -> &[String] {
        &self.filters
    }

    /// The incoming columns of which nothing is left: no column of the rows that come out is worked out from them.
    pub fn dropped<'a>(&'a self, incoming: &'a [Column]) -> impl Iterator<Item = &'a Column> {
        let is_read = |column: &Column| {
            let mut outputs = self.columns.iter();
            outputs.any(|output| output.reads.contains(&column.name))
        };
        incoming.iter().filter(move |column| !is_read(column))
    }

    /// What the service takes, but hardly does what was meant.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The transformation, ready to run on rows.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }
}
