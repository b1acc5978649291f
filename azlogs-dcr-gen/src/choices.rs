//! The options of streams and columns, checked against the streams that are generated.

use azlogs_dcr::{Column, Diagnostic, Stream};
use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::parse::Parser as _;
use syn::{Attribute, Path, Type};

use crate::findings::{self, not_rust};
use crate::names::RustName;

/// Stands for every stream.
const ANY: &str = "*";

/// An option of a stream, as given.
#[derive(Clone, Debug)]
pub(crate) struct StreamOption {
    pub(crate) stream: String,
    pub(crate) choice: StreamChoice,
}

/// What is chosen for a stream.
#[derive(Clone, Debug)]
pub(crate) enum StreamChoice {
    Name(String),
    Derive(String),
    Attribute(String),
}

/// An option of a column, as given.
#[derive(Clone, Debug)]
pub(crate) struct ColumnOption {
    pub(crate) stream: String,
    pub(crate) column: String,
    pub(crate) choice: ColumnChoice,
}

/// What is chosen for a column.
#[derive(Clone, Debug)]
pub(crate) enum ColumnChoice {
    Required,
    Name(String),
    Type(String),
    Attribute(String),
}

/// What was chosen for one stream.
#[derive(Clone, Debug, Default)]
pub(crate) struct ForStream {
    pub(crate) name: Option<RustName>,
    pub(crate) derives: Vec<Path>,
    pub(crate) attributes: Vec<Attribute>,
}

/// What was chosen for one column.
#[derive(Clone, Debug, Default)]
pub(crate) struct ForColumn {
    pub(crate) required: bool,
    pub(crate) name: Option<RustName>,
    pub(crate) rust_type: Option<TokenStream>,
    pub(crate) attributes: Vec<Attribute>,
}

/// The options of a run, each with the stream, and the column, that it is for.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    streams: Vec<(String, ForStream)>,
    columns: Vec<(String, String, ForColumn)>,
}

impl Choices {
    /// Reads the options; each has to name a stream that is generated, and a column that it has.
    pub(crate) fn read(
        for_streams: &[StreamOption],
        for_columns: &[ColumnOption],
        streams: &[&Stream],
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut choices = Self::default();
        for StreamOption { stream, choice } in for_streams {
            findings.extend(unknown_stream(stream, streams));
            match choice.read() {
                Ok(chosen) => choices.streams.push((stream.clone(), chosen)),
                Err(finding) => findings.push(*finding),
            }
        }
        for ColumnOption {
            stream,
            column,
            choice,
        } in for_columns
        {
            findings.extend(unknown_column(stream, column, streams));
            match choice.read() {
                Ok(chosen) => choices
                    .columns
                    .push((stream.clone(), column.clone(), chosen)),
                Err(finding) => findings.push(*finding),
            }
        }
        choices
    }

    /// What was chosen for the stream: of several names the last, of the rest everything.
    pub(crate) fn for_stream(&self, stream: &Stream) -> ForStream {
        let mut all = ForStream::default();
        for (pattern, chosen) in &self.streams {
            if matches(pattern, stream) {
                let chosen = chosen.clone();
                all.name = chosen.name.or(all.name);
                all.derives.extend(chosen.derives);
                all.attributes.extend(chosen.attributes);
            }
        }
        all
    }

    /// What was chosen for the stream's column: of several names or types the last, of the rest everything.
    pub(crate) fn for_column(&self, stream: &Stream, column: &Column) -> ForColumn {
        let mut all = ForColumn::default();
        for (pattern, name, chosen) in &self.columns {
            if matches(pattern, stream) && *name == column.name {
                let chosen = chosen.clone();
                all.required |= chosen.required;
                all.name = chosen.name.or(all.name);
                all.rust_type = chosen.rust_type.or(all.rust_type);
                all.attributes.extend(chosen.attributes);
            }
        }
        all
    }
}

impl StreamChoice {
    fn read(&self) -> Result<ForStream, Box<Diagnostic>> {
        let mut chosen = ForStream::default();
        match self {
            Self::Name(text) => {
                let name = read_name(text, "record_name")?;
                if name.hides_a_type() {
                    return Err(findings::hides_a_type(text));
                }
                chosen.name = Some(name);
            }
            Self::Derive(text) => {
                let path = syn::parse_str(text);
                let refused =
                    |error| not_rust("derive", text, "the path of a derive macro", &error);
                chosen.derives.push(path.map_err(refused)?);
            }
            Self::Attribute(text) => chosen.attributes = read_attributes(text, "record_attribute")?,
        }
        Ok(chosen)
    }
}

impl ColumnChoice {
    fn read(&self) -> Result<ForColumn, Box<Diagnostic>> {
        let mut chosen = ForColumn::default();
        match self {
            Self::Required => chosen.required = true,
            Self::Name(text) => chosen.name = Some(read_name(text, "field_name")?),
            Self::Type(text) => {
                let rust_type: Type = syn::parse_str(text)
                    .map_err(|error| not_rust("field_type", text, "a type", &error))?;
                chosen.rust_type = Some(rust_type.into_token_stream());
            }
            Self::Attribute(text) => chosen.attributes = read_attributes(text, "field_attribute")?,
        }
        Ok(chosen)
    }
}

fn read_name(text: &str, option: &str) -> Result<RustName, Box<Diagnostic>> {
    RustName::chosen(text).ok_or_else(|| findings::not_a_name(option, text))
}

fn read_attributes(text: &str, option: &str) -> Result<Vec<Attribute>, Box<Diagnostic>> {
    Attribute::parse_outer
        .parse_str(text)
        .map_err(|error| not_rust(option, text, "attributes, such as `#[serde(skip)]`", &error))
}

fn matches(pattern: &str, stream: &Stream) -> bool {
    pattern == ANY || pattern == stream.name
}

fn unknown_stream(pattern: &str, streams: &[&Stream]) -> Option<Diagnostic> {
    let known = streams.iter().any(|stream| matches(pattern, stream));
    (!known).then(|| findings::unknown_stream(pattern, streams))
}

fn unknown_column(pattern: &str, column: &str, streams: &[&Stream]) -> Option<Diagnostic> {
    let meant: Vec<&Stream> = streams
        .iter()
        .copied()
        .filter(|stream| matches(pattern, stream))
        .collect();
    if meant.is_empty() {
        return Some(findings::unknown_stream(pattern, streams));
    }
    let known = meant.iter().any(|stream| stream.column(column).is_some());
    (!known).then(|| findings::unknown_column(pattern, column, &meant))
}
