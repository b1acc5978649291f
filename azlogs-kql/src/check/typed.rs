//! A transformation whose names are resolved and whose types are known: what a plan is compiled from.
//!
//! Columns are numbers: the places in the row that comes into the operator. What a `let` or a parameter stands for is kept in a
//! *slot*. Slots are numbered through the whole transformation, and there is one of each, since a function can't call itself:
//! its arguments are worked out before its slots are filled.

use std::sync::Arc;

use crate::functions;
use crate::shape::Shape;
use crate::syntax::Span;
use crate::syntax::ast::{BinaryOperator, Literal, ParseKind};
use crate::types::ScalarType;

/// A whole transformation.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// How many slots there are.
    pub(crate) slots: usize,
    /// The scalar functions of `let` statements, by number.
    pub(crate) functions: Vec<UserFunction>,
    pub(crate) source: Source,
    /// What is done to a row, one after the other.
    pub(crate) steps: Vec<Step>,
}

/// Where rows come from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// The incoming row, column by column.
    Input,
    /// One row without columns, to which the first step adds them; `print`.
    Print,
    Datatable(Arc<Datatable>),
}

/// Rows written in the text.
#[derive(Clone, Debug)]
pub(crate) struct Datatable {
    pub(crate) columns: Vec<ScalarType>,
    /// As many literals each as there are columns. One may be of another type than its column, and is converted then.
    pub(crate) rows: Vec<Vec<Literal>>,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Works out the values of `let`s and of a tabular function's parameters. No column is read here.
    Bind(Arc<Vec<Binding>>),
    /// The row goes on where this is `true`, not where it's `false` or null.
    Where(Arc<Expression>),
    /// The row is kept, and columns are set: `extend`, `print`.
    Extend(Arc<Extend>),
    /// The row is made anew, one item a column: `project`, `project-away`. `project-rename` needs no step.
    Project(Arc<Vec<Output>>),
    /// The row is kept, and columns are set: those that the pattern captures.
    Parse(Arc<Parse>),
}

/// Columns that are worked out from the row as it comes in, and set then, in this order. A column may be there twice: the last counts.
#[derive(Clone, Debug)]
pub(crate) struct Extend {
    /// How many columns the row has afterwards.
    pub(crate) width: usize,
    /// New columns have the numbers from the row's old width on.
    pub(crate) set: Vec<(usize, Expression)>,
}

/// Where a column of a new row comes from.
#[derive(Clone, Debug)]
pub(crate) enum Output {
    /// The column of this number, as it is.
    Column(usize),
    Expression(Expression),
}

#[derive(Clone, Debug)]
pub(crate) struct Binding {
    pub(crate) slot: usize,
    pub(crate) value: Expression,
}

#[derive(Clone, Debug)]
pub(crate) struct UserFunction {
    /// The slot of each parameter.
    pub(crate) parameters: Vec<usize>,
    /// The `let`s of the body, in order.
    pub(crate) bindings: Vec<Binding>,
    pub(crate) body: Expression,
}

/// `parse`.
#[derive(Clone, Debug)]
pub(crate) struct Parse {
    pub(crate) kind: ParseKind,
    /// The letters of `flags=`.
    pub(crate) flags: String,
    pub(crate) subject: Expression,
    pub(crate) pattern: Vec<ParsePart>,
    /// How many columns the row has afterwards.
    pub(crate) width: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum ParsePart {
    Star,
    Text(String, Span),
    /// The column of this number takes what stands here. The number may be that of a column that was there before.
    Column {
        column: usize,
        r#type: ScalarType,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) kind: ExpressionKind,
    pub(crate) r#type: ScalarType,
    /// What is known of it, if it's a dynamic value.
    pub(crate) shape: Shape,
    pub(crate) span: Span,
}

impl Expression {
    pub(super) fn new(kind: ExpressionKind, r#type: ScalarType, span: Span) -> Self {
        Self {
            kind,
            r#type,
            shape: Shape::Any,
            span,
        }
    }

    /// The value as one of the type, as `toint(…)` and its like give it.
    pub(super) fn converted(self, r#type: ScalarType) -> Self {
        if self.r#type == r#type {
            return self;
        }
        let name = match r#type {
            ScalarType::Bool => "tobool",
            ScalarType::Int => "toint",
            ScalarType::Long => "tolong",
            ScalarType::Real => "toreal",
            ScalarType::String => "tostring",
            ScalarType::DateTime => "todatetime",
            ScalarType::Timespan => "totimespan",
            ScalarType::Guid => "toguid",
            ScalarType::Dynamic => "todynamic",
        };
        let Some(function) = functions::find(name) else {
            return self;
        };
        let span = self.span;
        let kind = ExpressionKind::Call {
            function,
            arguments: vec![Argument::Value(self)],
        };
        Self::new(kind, r#type, span)
    }
}

#[derive(Clone, Debug)]
pub(crate) enum ExpressionKind {
    Literal(Literal),
    Column(usize),
    Slot(usize),
    /// A property of a dynamic value, or an element of an array by its number: `of[index]` and `of.name`.
    Index {
        of: Box<Expression>,
        index: Box<Expression>,
    },
    Call {
        function: &'static functions::Function,
        arguments: Vec<Argument>,
    },
    /// A function of a `let`, by number, with one argument for each parameter, of the parameter's type.
    UserCall {
        function: usize,
        arguments: Vec<Expression>,
    },
    /// `-operand`, `+operand`. An int gives a long.
    Sign {
        negative: bool,
        operand: Box<Expression>,
    },
    Binary {
        operator: BinaryOperator,
        left: Box<Expression>,
        right: Box<Expression>,
    },
    And(Vec<Expression>),
    Or(Vec<Expression>),
    /// `value between (low .. high)`, both ends included.
    Between {
        value: Box<Expression>,
        low: Box<Expression>,
        high: Box<Expression>,
        negated: bool,
    },
    In {
        value: Box<Expression>,
        list: Vec<Expression>,
        negated: bool,
    },
}

/// An argument of a built-in function.
#[derive(Clone, Debug)]
pub(crate) enum Argument {
    Value(Expression),
    /// `typeof(long)`. What it says is in the type of the call.
    Type,
}
