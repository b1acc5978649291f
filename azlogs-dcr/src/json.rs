//! From JSON text to values.

use jsonc_parser::ast;
use jsonc_parser::common::{Range, Ranged as _};
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::template::Located;
use crate::value::{Data, Key, Member, Span, Value};

/// What the parser has to say of a text that isn't JSON.
pub(crate) struct SyntaxError {
    pub(crate) span: Span,
    pub(crate) message: String,
}

/// What is said of a text with something after its value.
pub(crate) const SEVERAL_VALUES: &str = "there is more after the first value";

/// Parses JSON with comments and trailing commas. `None` is a text that holds no value at all.
///
/// The parser refuses nesting deeper than 512 levels, so that no text can exhaust the stack here or in what walks the tree.
pub(crate) fn parse(text: &str) -> Result<Option<Value>, SyntaxError> {
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_missing_commas: false,
        allow_loose_object_property_names: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    match parse_to_ast(text, &CollectOptions::default(), &options) {
        Ok(parsed) => Ok(parsed.value.as_ref().map(value)),
        Err(error) => Err(SyntaxError {
            span: span(error.range()),
            message: explain(error.kind()),
        }),
    }
}

/// The value that a text says, which is JSON itself, with the places of the document in which the text stands.
pub(crate) fn embedded(text: &Value, document: &str) -> Option<Value> {
    let json = text.as_text()?;
    let value = parse(json).ok().flatten()?;
    let located = Located::new(document, text.span, json);
    Some(value.relocated(&|span| located.span(span.start..span.end)))
}

fn explain(kind: &ParseErrorKind) -> String {
    let message = match kind {
        ParseErrorKind::ExpectedColonAfterObjectKey => "a key is followed by a colon and a value",
        ParseErrorKind::ExpectedComma => "a comma is missing",
        ParseErrorKind::ExpectedObjectValue => "a value is missing after the colon",
        ParseErrorKind::ExpectedStringObjectProperty => "a key stands in double quotes",
        ParseErrorKind::MultipleRootJsonValues => SEVERAL_VALUES,
        ParseErrorKind::NestingDepthExceeded => "it is nested too deeply",
        ParseErrorKind::SingleQuotedStringsNotAllowed => "text stands in double quotes",
        ParseErrorKind::UnterminatedArray => "the array isn't closed",
        ParseErrorKind::UnterminatedObject => "the object isn't closed",
        other => return lower_first(&other.to_string()),
    };
    message.to_owned()
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next();
    first
        .into_iter()
        .flat_map(char::to_lowercase)
        .chain(chars)
        .collect()
}

fn value(ast: &ast::Value<'_>) -> Value {
    let span = span(ast.range());
    let data = match ast {
        ast::Value::NullKeyword(_) => Data::Null,
        ast::Value::BooleanLit(literal) => Data::Boolean(literal.value),
        ast::Value::NumberLit(literal) => match literal.value.parse() {
            Ok(integer) => Data::Integer(integer),
            Err(_) => Data::Decimal(literal.value.into()),
        },
        ast::Value::StringLit(literal) => Data::Text(literal.value.as_ref().into()),
        ast::Value::Array(array) => {
            return Value::array(span, array.elements.iter().map(value).collect());
        }
        ast::Value::Object(object) => {
            return Value::object(span, object.properties.iter().map(member).collect());
        }
    };
    Value::new(span, data)
}

fn member(property: &ast::ObjectProp<'_>) -> Member {
    Member {
        key: Key {
            text: property.name.as_str().into(),
            span: span(property.name.range()),
            why: None,
        },
        value: value(&property.value),
    }
}

fn span(range: Range) -> Span {
    Span {
        start: range.start,
        end: range.end,
    }
}
