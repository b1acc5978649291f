//! What functions take and give, and what can be wrong with a call.
//!
//! The rules are those of Microsoft's own language service for Kusto (Kusto.Language 12.4.1): kinds of parameters, and kinds of results.

use super::Function;
use crate::shape::Shape;
use crate::syntax::ast::Literal;
use crate::types::ScalarType;

/// An argument, as far as it's known when the transformation is checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Argument<'a> {
    pub(crate) r#type: ArgumentType,
    /// Its value, if it's a literal or a `let` of one.
    pub(crate) value: Option<&'a Literal>,
    /// It's written as a literal, right here.
    pub(crate) is_literal: bool,
    /// It doesn't depend on the row: a literal, a `let`, or operators and functions of such.
    pub(crate) is_constant: bool,
    /// What is known of its inside, if it's a dynamic value.
    pub(crate) shape: &'a Shape,
}

/// What an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgumentType {
    /// A value of this type.
    Value(ScalarType),
    /// `typeof(long)`.
    TypeOf(ScalarType),
}

/// What is wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// The argument it's about; `None`: the call as a whole.
    pub(crate) argument: Option<usize>,
    pub(crate) kind: ComplaintKind,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComplaintKind {
    /// The number of arguments.
    Count,
    /// An argument's type.
    Type,
    /// An argument's value.
    Value,
}

/// What an argument must be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Parameter {
    /// A value of any type.
    Any,
    /// A value of any type but `dynamic`.
    NotDynamic,
    /// `string` or `dynamic`.
    Text,
    /// `string`, or a `dynamic` value of which nothing is known: it may be one.
    String,
    /// The same, and it doesn't depend on the row.
    ConstantString,
    /// `int` or `long`.
    Integer,
    /// `int`, `long` or `real`.
    Number,
    /// `dynamic`, with an array in it.
    Array,
    /// Of this type, or of one that becomes it: `int` is a `long`, and a `real`.
    Is(ScalarType),
    /// A regular expression: text that doesn't depend on the row.
    Regex,
    /// One of these words, written as a literal.
    Word(&'static [&'static str], Case),
    /// A whole number that doesn't depend on the row.
    ConstantInteger,
    /// `typeof(…)`.
    TypeOf,
    /// What the parameters alone can't say; `returns` does.
    Free,
}

/// Whether a word can be written in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Sensitive,
    Insensitive,
}

/// What a function gives.
#[derive(Clone, Copy, Debug)]
pub(super) enum Returns {
    Is(ScalarType),
    /// What depends on the arguments.
    Of(fn(&[Argument<'_>]) -> Result<ScalarType, Complaint>),
}

impl Function {
    /// The type that a call with these arguments gives, or what's wrong with it.
    pub(crate) fn check(&self, arguments: &[Argument<'_>]) -> Result<ScalarType, Complaint> {
        if !self.count.contains(&arguments.len()) {
            return Err(self.wrong_count(arguments.len()));
        }
        for (at, argument) in arguments.iter().enumerate() {
            let parameter = self.parameters.get(at).or(self.parameters.last());
            if let Some(parameter) = parameter {
                parameter
                    .check(argument)
                    .map_err(|complaint| complaint.at(at))?;
            }
        }
        match self.returns {
            Returns::Is(r#type) => Ok(r#type),
            Returns::Of(rule) => rule(arguments),
        }
    }

    fn wrong_count(&self, count: usize) -> Complaint {
        let (least, most) = (*self.count.start(), *self.count.end());
        let s = if most == 1 { "" } else { "s" };
        let expected = match (least, most) {
            (0, 0) => "takes no arguments".to_owned(),
            _ if least == most => format!("takes {least} argument{s}"),
            _ if most == usize::MAX => format!("takes at least {least} arguments"),
            _ => format!("takes {least} to {most} arguments"),
        };
        Complaint::new(
            ComplaintKind::Count,
            format!("`{}` {expected}, not {count}", self.names[0]),
        )
    }
}

impl Parameter {
    pub(super) fn check(self, argument: &Argument<'_>) -> Result<(), Complaint> {
        use ScalarType::{Dynamic, String};
        let given = match (self, argument.r#type) {
            (Self::Free, _) | (Self::TypeOf, ArgumentType::TypeOf(_)) => return Ok(()),
            (Self::TypeOf, ArgumentType::Value(given)) => {
                return Err(expected(
                    "a type, such as `typeof(long)`,",
                    &format!("`{given}`"),
                ));
            }
            (_, ArgumentType::TypeOf(_)) => {
                return Err(Complaint::new(
                    ComplaintKind::Type,
                    "expected a value, found a type",
                ));
            }
            (_, ArgumentType::Value(given)) => given,
        };
        let (fits, wanted) = match self {
            Self::Any | Self::Free | Self::TypeOf => (true, ""),
            Self::NotDynamic => (given != Dynamic, "a value of any type but `dynamic`"),
            Self::Text => (matches!(given, String | Dynamic), "`string`"),
            Self::String | Self::ConstantString | Self::Regex | Self::Word(..) => (
                given == String || given == Dynamic && argument.shape.is_any(),
                "`string`",
            ),
            Self::Integer | Self::ConstantInteger => {
                (given.is_integer(), "a whole number (`int` or `long`)")
            }
            Self::Number => (given.is_number(), "a number (`int`, `long` or `real`)"),
            Self::Array => (
                given == Dynamic && matches!(argument.shape, Shape::Any | Shape::Array(_)),
                "a `dynamic` array",
            ),
            Self::Is(wanted) => (widens(given, wanted), wanted.quoted()),
        };
        if !fits {
            let found = match argument.shape {
                Shape::Any => format!("`{given}`"),
                shape => shape.described(),
            };
            return Err(expected(wanted, &found).with_conversion(self, given));
        }
        match self {
            Self::Regex => constant(argument).and_then(|()| regex(argument.value)),
            Self::ConstantInteger | Self::ConstantString => constant(argument),
            Self::Word(words, case) => word(argument, words, case),
            _ => Ok(()),
        }
    }
}

fn expected(wanted: &str, found: &str) -> Complaint {
    Complaint::new(
        ComplaintKind::Type,
        format!("expected {wanted}, found {found}"),
    )
}

fn constant(argument: &Argument<'_>) -> Result<(), Complaint> {
    if argument.is_constant {
        return Ok(());
    }
    let complaint = Complaint::new(
        ComplaintKind::Value,
        "expected a constant, found what depends on the row",
    );
    Err(complaint.with_help("Write a literal, or a `let` of one."))
}

fn regex(value: Option<&Literal>) -> Result<(), Complaint> {
    let Some(Literal::String(pattern)) = value else {
        return Ok(());
    };
    match super::compile_regex(pattern) {
        Ok(_) => Ok(()),
        Err(why) => Err(Complaint::new(ComplaintKind::Value, why)),
    }
}

fn word(argument: &Argument<'_>, words: &[&str], case: Case) -> Result<(), Complaint> {
    let list = || {
        words
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let Some(Literal::String(given)) = argument.value.filter(|_| argument.is_literal) else {
        let complaint = Complaint::new(ComplaintKind::Value, "expected a literal");
        return Err(complaint.with_help(format!("Write one of {}.", list())));
    };
    let known = match case {
        Case::Sensitive => words.contains(&given.as_str()),
        Case::Insensitive => words.iter().any(|word| word.eq_ignore_ascii_case(given)),
    };
    if known {
        return Ok(());
    }
    let nearest = words.iter().find(|word| {
        strsim::damerau_levenshtein(word, &given.to_ascii_lowercase()) <= 2
            || given.to_ascii_lowercase().starts_with(**word)
    });
    let complaint = Complaint::new(
        ComplaintKind::Value,
        format!("`{given}` isn't one of {}", list()),
    );
    Err(match nearest {
        Some(nearest) => complaint.with_help(format!("Did you mean `{nearest}`?")),
        None => complaint,
    })
}

impl Complaint {
    pub(super) fn new(kind: ComplaintKind, message: impl Into<String>) -> Self {
        Self {
            argument: None,
            kind,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn at(mut self, argument: usize) -> Self {
        self.argument = self.argument.or(Some(argument));
        self
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the function that makes of what was given what was wanted.
    fn with_conversion(self, wanted: Parameter, given: ScalarType) -> Self {
        use ScalarType::{DateTime, Dynamic, String, Timespan};
        let function = match (wanted, given) {
            (Parameter::Integer, Dynamic | String | ScalarType::Real)
            | (Parameter::Is(ScalarType::Long), Dynamic | String) => "tolong()",
            (Parameter::Number | Parameter::Is(ScalarType::Real), Dynamic | String) => "toreal()",
            (Parameter::Is(ScalarType::Bool), Dynamic | String) => "tobool()",
            (Parameter::Is(DateTime), Dynamic | String) => "todatetime()",
            (Parameter::Is(Timespan), Dynamic | String) => "totimespan()",
            (Parameter::Array, String) => "parse_json()",
            (
                Parameter::Text | Parameter::String | Parameter::ConstantString | Parameter::Regex,
                _,
            )
            | (Parameter::NotDynamic, Dynamic) => "tostring()",
            _ => return self,
        };
        self.with_help(format!("Convert it with `{function}`."))
    }
}

impl ScalarType {
    fn quoted(self) -> &'static str {
        match self {
            Self::Bool => "`bool`",
            Self::Int => "`int`",
            Self::Long => "`long`",
            Self::Real => "`real`",
            Self::String => "`string`",
            Self::DateTime => "`datetime`",
            Self::Timespan => "`timespan`",
            Self::Guid => "`guid`",
            Self::Dynamic => "`dynamic`",
        }
    }
}

/// Whether a value of one type is taken where another is wanted, without being converted by name.
fn widens(from: ScalarType, to: ScalarType) -> bool {
    from == to
        || matches!(
            (from, to),
            (ScalarType::Int, ScalarType::Long)
                | (ScalarType::Int | ScalarType::Long, ScalarType::Real)
        )
}

/// The type of an argument that is a value.
pub(super) fn value_type(argument: &Argument<'_>) -> ScalarType {
    match argument.r#type {
        ArgumentType::Value(r#type) | ArgumentType::TypeOf(r#type) => r#type,
    }
}

/// The type that all of these can be: the widest of numbers, or the one that they all are.
pub(crate) fn common_type(types: impl IntoIterator<Item = ScalarType>) -> Option<ScalarType> {
    types
        .into_iter()
        .map(Some)
        .reduce(|left, right| match (left?, right?) {
            (left, right) if widens(left, right) => Some(right),
            (left, right) if widens(right, left) => Some(left),
            _ => None,
        })
        .flatten()
}
