//! Literals as values.

use crate::syntax::ast::Literal;
use crate::value::Value;

impl From<&Literal> for Value {
    fn from(literal: &Literal) -> Self {
        match literal {
            Literal::Bool(value) => (*value).into(),
            Literal::Int(value) => (*value).into(),
            Literal::Long(value) => (*value).into(),
            Literal::Real(value) => (*value).into(),
            Literal::String(text) => Self::text(text),
            Literal::DateTime(ticks) => ticks.map_or(Self::Null, Self::DateTime),
            Literal::Timespan(ticks) => ticks.map_or(Self::Null, Self::Timespan),
            Literal::Guid(bytes) => bytes.map_or(Self::Null, Self::Guid),
        }
    }
}
