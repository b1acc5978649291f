//! A transformation as it is written: statements, pipelines, expressions, each with its place.
//!
//! Names aren't resolved here and nothing has a type yet. What Azure refuses by name (an operator such as `summarize`) doesn't
//! get this far: it is `Unreadable`, and reported.

use super::Span;
use crate::types::ScalarType;

/// A whole transformation: `let` statements, and one pipeline.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Transform {
    pub(crate) lets: Vec<Let>,
    /// None where it is missing, which is reported.
    pub(crate) pipeline: Option<Pipeline>,
}

/// `let NAME = VALUE`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Let {
    pub(crate) name: Name,
    pub(crate) value: LetValue,
    pub(crate) span: Span,
}

/// What a name stands for. `let a = b` is read as an expression, whatever `b` is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum LetValue {
    Scalar(Box<Expression>),
    Tabular(Box<Pipeline>),
    Function(Function),
    /// What has been reported already.
    Unreadable,
}

/// `(a: int, b: string = "x") { let c = a + 1; c * 2 }`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Function {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) lets: Vec<Let>,
    pub(crate) body: Box<LetValue>,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: Name,
    pub(crate) r#type: ScalarType,
    pub(crate) default: Option<Expression>,
    pub(crate) span: Span,
}

/// `SOURCE | OPERATOR | OPERATOR`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pipeline {
    pub(crate) source: Source,
    pub(crate) operators: Vec<Operator>,
    pub(crate) span: Span,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source {
    /// `source`, or the name of a tabular `let`.
    Name(Name),
    /// A function of a `let` that gives rows.
    Call(Call),
    Print(Vec<NamedExpression>),
    Datatable(Datatable),
    /// `(source | where x)`.
    Pipeline(Box<Pipeline>),
    /// What has been reported already.
    Unreadable,
}

/// `datatable (a: int, b: string) [1, "x", 2, "y"]`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Datatable {
    pub(crate) columns: Vec<TypedName>,
    pub(crate) values: Vec<Expression>,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypedName {
    pub(crate) name: Name,
    pub(crate) r#type: ScalarType,
}

/// One operator of a pipeline. `keyword` is the place of its name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Operator {
    pub(crate) kind: OperatorKind,
    pub(crate) keyword: Span,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OperatorKind {
    Where(Expression),
    Extend(Vec<NamedExpression>),
    Project(Vec<NamedExpression>),
    ProjectAway(Vec<ColumnPattern>),
    ProjectRename(Vec<Rename>),
    Parse(Parse),
    /// What has been reported already: nothing is known of the columns behind it.
    Unreadable,
}

/// `NAME = EXPRESSION`, or the expression alone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NamedExpression {
    pub(crate) name: Option<Name>,
    pub(crate) value: Expression,
}

/// A column's name in `project-away`, in which `*` may stand for any text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ColumnPattern {
    pub(crate) name: Name,
    pub(crate) wildcard: bool,
}

/// `NEW = OLD`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rename {
    pub(crate) to: Name,
    pub(crate) from: Name,
}

/// `parse kind=regex flags=U subject with * "text" column:type *`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parse {
    pub(crate) kind: ParseKind,
    /// The letters behind `flags=`.
    pub(crate) flags: Option<Name>,
    pub(crate) subject: Expression,
    pub(crate) pattern: Vec<ParsePart>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParseKind {
    Simple,
    Regex,
    Relaxed,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ParsePart {
    Star(Span),
    Text(String, Span),
    /// A column that takes what stands here. Without a type it is a string.
    Column {
        name: Name,
        r#type: Option<ScalarType>,
    },
}

/// A name and its place. Of `['a b']`, `text` is `a b`, and the place includes the brackets.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expression {
    pub(crate) kind: ExpressionKind,
    pub(crate) span: Span,
    /// How many expressions stand one within the other here, this one included.
    pub(crate) height: usize,
    /// It stands in parentheses of its own. What is in them means the same, but is no column's name that is written.
    pub(crate) in_parentheses: bool,
}

impl Expression {
    pub(crate) fn new(kind: ExpressionKind, span: Span) -> Self {
        let below = match &kind {
            ExpressionKind::Literal(_)
            | ExpressionKind::Name(_)
            | ExpressionKind::TypeOf(_)
            | ExpressionKind::Unreadable => 0,
            ExpressionKind::Member { of, .. } => of.height,
            ExpressionKind::Sign { operand, .. } => operand.height,
            ExpressionKind::Index { of, index } => of.height.max(index.height),
            ExpressionKind::Between(between) => between
                .value
                .height
                .max(between.low.height)
                .max(between.high.height),
            ExpressionKind::Binary(binary) => binary.left.height.max(binary.right.height),
            ExpressionKind::And(operands) | ExpressionKind::Or(operands) => highest(operands),
            ExpressionKind::In { value, list, .. } => highest(list).max(value.height),
            ExpressionKind::Call(call) => call
                .arguments
                .iter()
                .map(|argument| argument.value.height)
                .max()
                .unwrap_or(0),
        };
        Self {
            kind,
            span,
            height: below + 1,
            in_parentheses: false,
        }
    }
}

fn highest(expressions: &[Expression]) -> usize {
    expressions
        .iter()
        .map(|expression| expression.height)
        .max()
        .unwrap_or(0)
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ExpressionKind {
    Literal(Literal),
    /// A column, or the name of a `let` or a parameter.
    Name(String),
    /// `of.name`.
    Member {
        of: Box<Expression>,
        name: Name,
    },
    /// `of[index]`.
    Index {
        of: Box<Expression>,
        index: Box<Expression>,
    },
    Call(Call),
    /// `-operand`, `+operand`.
    Sign {
        negative: bool,
        operand: Box<Expression>,
        operator: Span,
    },
    Binary(Box<Binary>),
    /// `a and b and c`: as long as it's written, and no deeper.
    And(Vec<Expression>),
    Or(Vec<Expression>),
    /// `value in (list)`, `value !in (list)`.
    In {
        value: Box<Expression>,
        list: Vec<Expression>,
        negated: bool,
        operator: Span,
    },
    /// `value between (low .. high)`, `value !between (low .. high)`.
    Between(Box<Between>),
    /// `typeof(long)`.
    TypeOf(ScalarType),
    /// What has been reported already.
    Unreadable,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Call {
    pub(crate) function: Name,
    /// A function of a `let` takes arguments by name too.
    pub(crate) arguments: Vec<NamedExpression>,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Between {
    pub(crate) value: Expression,
    pub(crate) low: Expression,
    pub(crate) high: Expression,
    pub(crate) negated: bool,
    /// The place of the operator.
    pub(crate) place: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Binary {
    pub(crate) operator: BinaryOperator,
    /// The place of the operator.
    pub(crate) place: Span,
    pub(crate) left: Expression,
    pub(crate) right: Expression,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BinaryOperator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// An operator on text, such as `has`.
    Text {
        test: TextTest,
        case_sensitive: bool,
        negated: bool,
    },
    MatchesRegex,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TextTest {
    /// `=~` and `!~`: these are never case-sensitive.
    Equal,
    Contains,
    Has,
    StartsWith,
    EndsWith,
}

/// A literal's value. `None` is the null of its type, as in `int(null)`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Bool(Option<bool>),
    Int(Option<i32>),
    Long(Option<i64>),
    Real(Option<f64>),
    String(String),
    /// Ticks of 100 ns since 0001-01-01T00:00:00Z.
    DateTime(Option<i64>),
    /// Ticks of 100 ns.
    Timespan(Option<i64>),
    /// The sixteen bytes in the order in which they are written.
    Guid(Option<[u8; 16]>),
}
