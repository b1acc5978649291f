//! New columns: which name each gets, and whether it takes the place of another. `extend`, `project` and `print`.
//!
//! A name that is written (`a = …`, or a column that's named as it is) is declared: it can be declared once. Other names are made of the
//! expression, or `Column1`, `Column2`…; where such a name is taken, a number is put behind it.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Checker;
use super::column_if_exists::COLUMN_IF_EXISTS;
use super::naming;
use super::scope::{Scope, ScopeColumn};
use super::typed::{Argument, Expression, ExpressionKind};
use crate::problem::Kind;
use crate::shape::Shape;
use crate::syntax::Span;
use crate::syntax::ast::{self, NamedExpression};

/// Which operator makes the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Extend,
    Project,
    Print,
}

/// The new columns' values, each with the place of its column.
pub(super) type Values = Vec<(usize, Option<Expression>)>;

/// Functions that give a column back as it is where it has their type already.
const CONVERSIONS: [&str; 11] = [
    "tobool",
    "todatetime",
    "todouble",
    "todynamic",
    "toguid",
    "toint",
    "tolong",
    "toreal",
    "tostring",
    "totime",
    "totimespan",
];

struct Projection {
    scope: Scope,
    style: Style,
    /// How many columns there were before.
    width_before: usize,
    declared: HashSet<String>,
    /// The number that was put last behind a name.
    suffixes: HashMap<String, usize>,
    values: Values,
}

/// What is known of an item before it gets its column.
struct Item<'a> {
    written: &'a NamedExpression,
    value: Option<Expression>,
    reads: BTreeSet<usize>,
    same_column: Option<SameColumn>,
    suggested: Option<String>,
}

impl Item<'_> {
    fn column(&self, name: &str) -> ScopeColumn {
        ScopeColumn {
            name: name.to_owned(),
            r#type: self.value.as_ref().map(|value| value.r#type),
            shape: match &self.value {
                Some(value) => value.shape.clone(),
                None => Shape::Any,
            },
            reads: self.reads.clone(),
            copy_of: self.same_column.as_ref().and_then(|same| same.copy_of),
        }
    }
}

/// A column that goes on as it is.
struct SameColumn {
    name: String,
    copy_of: Option<usize>,
    /// The expression is the column's name, and not a conversion that changes nothing.
    is_written: bool,
}

impl Checker<'_> {
    /// Checks the expressions over the row there is. Gives the columns that there are then, with the new ones' values. What row there
    /// is then has to be set.
    pub(super) fn projection(
        &mut self,
        style: Style,
        written: &[NamedExpression],
    ) -> (Scope, Values) {
        let items: Vec<_> = written.iter().map(|written| self.item(written)).collect();
        let row = self.row.take();
        let scope = row.filter(|_| style == Style::Extend).unwrap_or_default();
        let mut projection = Projection {
            width_before: scope.width(),
            scope,
            style,
            declared: HashSet::new(),
            suffixes: HashMap::new(),
            values: Vec::new(),
        };
        for (number, item) in items.into_iter().enumerate() {
            if let Some(place) = self.place(&mut projection, number, &item) {
                projection.values.push((place, item.value));
            }
        }
        (projection.scope, projection.values)
    }

    fn item<'a>(&mut self, written: &'a NamedExpression) -> Item<'a> {
        let outer = std::mem::take(&mut self.reads);
        let value = self.scalar(&written.value).map(|value| value.expression);
        let reads = std::mem::replace(&mut self.reads, outer);
        let same_column = value
            .as_ref()
            .and_then(|value| self.column_of(value, &written.value));
        let suggested =
            naming::suggested(&written.value).or_else(|| self.column_named_in(&written.value));
        Item {
            written,
            value,
            reads,
            same_column,
            suggested: suggested.filter(|name| !name.is_empty()),
        }
    }

    /// The place of the item's column. None where it has none of its own.
    fn place(
        &mut self,
        projection: &mut Projection,
        number: usize,
        item: &Item<'_>,
    ) -> Option<usize> {
        if let Some(name) = &item.written.name {
            let replaces = projection.style == Style::Extend
                || item
                    .same_column
                    .as_ref()
                    .is_some_and(|same| same.is_written);
            return self.declare(projection, item.column(&name.text), name.span, replaces);
        }
        if let Some(same) = item
            .same_column
            .as_ref()
            .filter(|_| projection.style != Style::Print)
        {
            return self.declare_same(projection, item.column(&same.name), item.written.value.span);
        }
        let name = self.name_for(projection, number, item);
        Some(projection.add(item.column(&name), projection.style == Style::Extend))
    }

    /// A column under the name that it has already. `extend` has it, so nothing happens to it there.
    fn declare_same(
        &mut self,
        projection: &mut Projection,
        column: ScopeColumn,
        span: Span,
    ) -> Option<usize> {
        if projection.style != Style::Extend {
            return self.declare(projection, column, span, false);
        }
        if !projection.declared.insert(column.name.clone()) {
            self.declared_twice(&column.name, span);
        }
        None
    }

    fn declare(
        &mut self,
        projection: &mut Projection,
        column: ScopeColumn,
        span: Span,
        replaces: bool,
    ) -> Option<usize> {
        if projection.declared.contains(&column.name) {
            self.declared_twice(&column.name, span);
            return None;
        }
        let place = projection.add(column, replaces);
        projection
            .declared
            .insert(projection.scope.columns()[place].name.clone());
        Some(place)
    }

    pub(super) fn declared_twice(&mut self, name: &str, span: Span) {
        let message = format!("there is a column `{name}` already");
        self.error_with(Kind::DuplicateName, span, message, "An operator can set a column once. Set it again with another `extend`, or give it another name.");
    }

    /// The name of a column that isn't given one.
    fn name_for(&mut self, projection: &Projection, number: usize, item: &Item<'_>) -> String {
        if projection.style == Style::Print {
            return format!("print_{number}");
        }
        if let Some(name) = &item.suggested {
            return name.clone();
        }
        loop {
            let name = format!("Column{}", self.next_default);
            self.next_default += 1;
            let is_taken = self.meaning(&name).is_some() || projection.is_column_before(&name);
            if !is_taken {
                return name;
            }
        }
    }

    /// Of `columnifexists('a', …)` the column `a`, if there is one.
    fn column_named_in(&self, expression: &ast::Expression) -> Option<String> {
        let ast::ExpressionKind::Call(call) = &expression.kind else {
            return None;
        };
        if call.function.text != COLUMN_IF_EXISTS {
            return None;
        }
        let ast::ExpressionKind::Literal(ast::Literal::String(name)) =
            &call.arguments.first()?.value.kind
        else {
            return None;
        };
        self.row.as_ref()?.find(name).map(|_| name.clone())
    }

    /// The column that an expression is, unchanged.
    fn column_of(&self, value: &Expression, written: &ast::Expression) -> Option<SameColumn> {
        let (place, is_written) = match (&value.kind, &written.kind) {
            (ExpressionKind::Column(place), ast::ExpressionKind::Name(_)) => {
                (*place, !written.in_parentheses)
            }
            (ExpressionKind::Call { arguments, .. }, ast::ExpressionKind::Call(call))
                if CONVERSIONS.contains(&call.function.text.as_str()) =>
            {
                let [Argument::Value(argument)] = arguments.as_slice() else {
                    return None;
                };
                let ExpressionKind::Column(place) = argument.kind else {
                    return None;
                };
                let changes = argument.r#type != value.r#type
                    || call
                        .arguments
                        .iter()
                        .any(|argument| argument.value.in_parentheses);
                if changes {
                    return None;
                }
                (place, false)
            }
            _ => return None,
        };
        let column = &self.row.as_ref()?.columns()[place];
        Some(SameColumn {
            name: column.name.clone(),
            copy_of: column.copy_of,
            is_written,
        })
    }
}

impl Projection {
    /// Whether there was a column of this name before `extend`.
    fn is_column_before(&self, name: &str) -> bool {
        self.style == Style::Extend
            && self
                .scope
                .find(name)
                .is_some_and(|place| place < self.width_before)
    }

    /// Adds the column, under another name if its own is taken. Or puts it in the place of the one that has its name.
    fn add(&mut self, mut column: ScopeColumn, replaces: bool) -> usize {
        match self.scope.find(&column.name) {
            Some(place) if replaces => {
                self.scope.replace(place, column);
                place
            }
            Some(_) => {
                column.name = self.free_name(&column.name);
                self.scope.push(column)
            }
            None => self.scope.push(column),
        }
    }

    fn free_name(&mut self, name: &str) -> String {
        let suffix = self.suffixes.entry(name.to_owned()).or_insert(0);
        loop {
            *suffix += 1;
            let free = format!("{name}{suffix}");
            if self.scope.find(&free).is_none() {
                return free;
            }
        }
    }
}
