//! JSON values that know where they stand.

use std::fmt::Write as _;
use std::ops::Range;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged as _;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::Place;
use crate::source::Source;

/// Longer keys are cut in a path: a path is for people, and one is kept for each place.
const KEY_IN_PATH: usize = 100;

/// What the parser has to say of a text that isn't JSON.
pub(crate) struct SyntaxError {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
}

/// Parses JSON with comments and trailing commas. `None` is a text that holds no value at all.
///
/// The parser refuses nesting deeper than 512 levels, so that no text can exhaust the stack here or in what walks the tree.
pub(crate) fn parse(text: &str) -> Result<Option<ast::Value<'_>>, SyntaxError> {
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
        Ok(parsed) => Ok(parsed.value),
        Err(error) => Err(SyntaxError {
            span: error.range().start..error.range().end,
            message: explain(error.kind()),
        }),
    }
}

fn explain(kind: &ParseErrorKind) -> String {
    let message = match kind {
        ParseErrorKind::ExpectedColonAfterObjectKey => "a key is followed by a colon and a value",
        ParseErrorKind::ExpectedComma => "a comma is missing",
        ParseErrorKind::ExpectedObjectValue => "a value is missing after the colon",
        ParseErrorKind::ExpectedStringObjectProperty => "a key stands in double quotes",
        ParseErrorKind::MultipleRootJsonValues => "there is more after the first value",
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

/// A value of the document.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    source: &'a Source,
    value: &'a ast::Value<'a>,
    path: String,
}

/// A key of an object, and its value.
pub(crate) struct Member<'a> {
    pub(crate) key: &'a str,
    pub(crate) key_place: Place,
    pub(crate) value: Node<'a>,
}

impl<'a> Node<'a> {
    pub(crate) fn root(source: &'a Source, value: &'a ast::Value<'a>) -> Self {
        Self {
            source,
            value,
            path: "$".to_owned(),
        }
    }

    pub(crate) fn place(&self) -> Place {
        let range = self.value.range();
        self.source.place(range.start..range.end, &self.path)
    }

    /// The kind of value, with its article, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            ast::Value::StringLit(_) => "a string",
            ast::Value::NumberLit(_) => "a number",
            ast::Value::BooleanLit(_) => "a boolean",
            ast::Value::Object(_) => "an object",
            ast::Value::Array(_) => "an array",
            ast::Value::NullKeyword(_) => "null",
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self.value, ast::Value::NullKeyword(_))
    }

    pub(crate) fn is_true(&self) -> bool {
        self.value.as_boolean_lit().is_some_and(|lit| lit.value)
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self.value, ast::Value::Object(_))
    }

    pub(crate) fn as_str(&self) -> Option<&'a str> {
        self.value.as_string_lit().map(|lit| lit.value.as_ref())
    }

    /// The elements of an array.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        let elements = &self.value.as_array()?.elements;
        let items = elements.iter().enumerate().map(|(index, value)| Self {
            source: self.source,
            value,
            path: format!("{}[{index}]", self.path),
        });
        Some(items.collect())
    }

    /// The keys of an object with their values, in the order of the document; a key that stands twice comes twice.
    pub(crate) fn members(&self) -> Option<Vec<Member<'a>>> {
        let properties = &self.value.as_object()?.properties;
        Some(properties.iter().map(|prop| self.member(prop)).collect())
    }

    /// The value of a key, spelled as the REST API does, or as Python prints it (`data_flows`), in any case, as Azure Resource
    /// Manager takes it. `null` is as good as absent.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let properties = &self.value.as_object()?.properties;
        let prop = properties
            .iter()
            .find(|prop| same_key(prop.name.as_str(), key))?;
        Some(self.member(prop).value).filter(|node| !node.is_null())
    }

    fn member(&self, prop: &'a ast::ObjectProp<'a>) -> Member<'a> {
        let key = prop.name.as_str();
        let path = path_of(&self.path, key);
        let range = prop.name.range();
        Member {
            key,
            key_place: self.source.place(range.start..range.end, &path),
            value: Self {
                source: self.source,
                value: &prop.value,
                path,
            },
        }
    }
}

/// Whether two keys are the same but for case and underscores.
pub(crate) fn same_key(left: &str, right: &str) -> bool {
    fn letters(key: &str) -> impl Iterator<Item = u8> {
        key.bytes()
            .filter(|&byte| byte != b'_')
            .map(|byte| byte.to_ascii_lowercase())
    }
    letters(left).eq(letters(right))
}

fn path_of(parent: &str, key: &str) -> String {
    let is_plain = key.len() <= KEY_IN_PATH
        && key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if is_plain {
        return format!("{parent}.{key}");
    }
    let mut path = format!("{parent}['");
    for c in key.chars().take(KEY_IN_PATH) {
        match c {
            '\'' | '\\' => path.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(path, "\\u{:04x}", u32::from(c));
            }
            c => path.push(c),
        }
    }
    if key.chars().nth(KEY_IN_PATH).is_some() {
        path.push('…');
    }
    path.push_str("']");
    path
}
