//! A document that holds one or more rules.

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::findings::{Findings, in_order};
use crate::inputs::Given;
use crate::reading::{Parsed, parse, read_rules};
use crate::source::Source;
use crate::value::Span;
use crate::{
    Code, Diagnostic, Inputs, Located, Place, Rule, Severity, Stream, TableSchema, bounded,
    embedded, encoding, hint,
};

/// The most bytes that a document may have, 128 MiB: what has more, or no end, isn't read.
pub const DOCUMENT_MAX: u64 = 128 << 20;

/// A document, the rules found in it, and the findings.
///
/// ```
/// use azlogs_dcr::{ColumnType, Document};
///
/// let document = Document::parse(
///     "dcr.json",
///     br#"{ "streamDeclarations": { "Custom-App": { "columns": [ { "name": "Status", "type": "int" } ] } } }"#,
/// );
/// let (_rule, stream) = document.stream("Custom-App").expect("it is declared");
/// assert_eq!(stream.columns[0].column_type, ColumnType::Int);
/// assert!(document.diagnostics().is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    file: String,
    text: String,
    is_self_contained: bool,
    rules: Vec<Rule>,
    tables: Vec<TableSchema>,
    diagnostics: Vec<Diagnostic>,
    of_deployment: Vec<Diagnostic>,
}

/// A file couldn't be read at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}: {source}")]
pub struct ReadError {
    path: PathBuf,
    source: std::io::Error,
}

impl ReadError {
    pub(crate) fn new(path: &Path, source: std::io::Error) -> Self {
        Self {
            path: path.to_path_buf(),
            source,
        }
    }

    /// Why it can't be read, without the file's name.
    pub fn into_source(self) -> std::io::Error {
        self.source
    }
}

impl Document {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where the file can't be read, or is larger than [`DOCUMENT_MAX`]. What is wrong *in* it is in
    /// [`diagnostics`](Self::diagnostics).
    pub fn read_file(path: impl AsRef<Path>) -> Result<Self, ReadError> {
        Self::read_file_with(path, &Inputs::default())
    }

    /// Reads a file, with values for what it leaves open.
    ///
    /// # Errors
    ///
    /// As [`read_file`](Self::read_file).
    pub fn read_file_with(path: impl AsRef<Path>, inputs: &Inputs) -> Result<Self, ReadError> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|source| ReadError::new(path, source))?;
        Self::read_with(path.display().to_string(), file, inputs)
    }

    /// Reads all that a reader has, calling it `file` in findings, with values for what it leaves open.
    ///
    /// ```
    /// # use azlogs_dcr::{Document, Inputs};
    /// let endless = std::io::repeat(b' ');
    /// let error = Document::read_with("<stdin>", endless, &Inputs::new()).unwrap_err();
    /// assert_eq!(error.to_string(), "cannot read <stdin>: it is larger than 128 MiB, the most that is read");
    /// ```
    ///
    /// # Errors
    ///
    /// As [`read_file`](Self::read_file).
    pub fn read_with(
        file: impl Into<String>,
        from: impl Read,
        inputs: &Inputs,
    ) -> Result<Self, ReadError> {
        let file = file.into();
        match bounded::read(from) {
            Ok(bytes) => Ok(Self::parse_with(file, &bytes, inputs)),
            Err(source) => Err(ReadError::new(Path::new(&file), source)),
        }
    }

    /// Reads text, calling it `file` in findings. Any bytes will do; what is wrong with them is a finding.
    ///
    /// UTF-8 and UTF-16, which Windows PowerShell's `>` writes, with or without a byte order mark.
    pub fn parse(file: impl Into<String>, text: &[u8]) -> Self {
        Self::parse_with(file, text, &Inputs::default())
    }

    /// Reads text as [`parse`](Self::parse) does, with values for what it leaves open.
    pub fn parse_with(file: impl Into<String>, text: &[u8], inputs: &Inputs) -> Self {
        let decoded = encoding::decode(text);
        let mut source = Source::new(file.into(), decoded.text);
        let parsed = parse(&mut source);
        let mut findings = Findings::new(&source);
        if let Some(at) = decoded.first_error {
            let diagnostic = Diagnostic::new(
                Code::NotUtf8,
                Severity::Error,
                "the bytes here are no UTF-8 text",
            )
            .help("save the file as UTF-8");
            findings.report(source.place(Span { start: at, end: at }), diagnostic);
        }
        let mut diagnostics = Vec::new();
        let given = Given::read(inputs, &mut diagnostics);
        let is_json = matches!(parsed, Parsed::Json(_));
        let (rules, tables) = read_rules(&source, parsed, &given, &mut findings);
        let (found, of_deployment) = findings.finish();
        diagnostics.extend(found);
        Self {
            file: source.file,
            text: source.text,
            is_self_contained: is_json && inputs.is_empty(),
            rules,
            tables,
            diagnostics,
            of_deployment,
        }
    }

    /// A document that stands for a stream of Azure's own, and is named for it: with one rule, which has nothing but the stream.
    /// All that is in it is [nowhere](crate::Place::is_nowhere).
    ///
    /// ```
    /// # use azlogs_dcr::{Document, catalog};
    /// let table = catalog::table("Syslog").ok_or("not in the catalogue")?;
    /// let document = Document::of_stream(table.stream().ok_or("not documented")?);
    /// assert_eq!(document.file(), "Microsoft-Syslog");
    /// assert!(document.stream("Microsoft-Syslog").is_some());
    /// # Ok::<(), &str>(())
    /// ```
    #[cfg(feature = "catalog")]
    pub fn of_stream(stream: &Stream) -> Self {
        let mut rule = Rule::empty(crate::Place::nowhere());
        rule.streams.push(stream.clone());
        Self {
            file: stream.name.clone(),
            text: String::new(),
            is_self_contained: true,
            rules: vec![rule],
            tables: Vec::new(),
            diagnostics: Vec::new(),
            of_deployment: Vec::new(),
        }
    }

    /// Adds to each rule the [streams of Azure's own](Rule::built_in_streams) to which rows are posted, with the columns that
    /// the [catalogue](crate::catalog) has of their tables. Their places are those where a data flow names them.
    ///
    /// ```
    /// # use azlogs_dcr::Document;
    /// let text = br#"{ "dataFlows": [ { "streams": [ "Microsoft-Syslog" ], "destinations": [ "workspace" ] } ] }"#;
    /// let document = Document::parse("dcr.json", text).with_built_in_streams();
    ///
    /// let (_, stream) = document.stream("Microsoft-Syslog").ok_or("not there")?;
    /// assert!(stream.is_built_in && stream.column("Facility").is_some());
    /// # Ok::<(), &str>(())
    /// ```
    #[cfg(feature = "catalog")]
    #[must_use]
    pub fn with_built_in_streams(mut self) -> Self {
        for rule in &mut self.rules {
            for name in &rule.built_in_streams {
                let known = crate::catalog::table_of_stream(&name.value)
                    .and_then(crate::catalog::Table::stream);
                let is_there = rule.streams.iter().any(|stream| stream.name == name.value);
                if let (Some(stream), false) = (known, is_there) {
                    rule.streams.push(stream.placed(&name.place));
                }
            }
        }
        self
    }

    /// The document's name, as the user gave it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the file says all by itself: it is JSON, and was read without inputs. The derive, which has none, and reads JSON
    /// only, then reads the same.
    pub const fn is_self_contained(&self) -> bool {
        self.is_self_contained
    }

    /// The rules, in the order of the document.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The tables of a workspace that are described beside the rules, in the order of the document.
    pub fn tables(&self) -> &[TableSchema] {
        &self.tables
    }

    /// The tables of a document that was given for its tables, or what is wrong where it has none.
    ///
    /// # Errors
    ///
    /// Where it describes no table, or none whose name is known.
    pub fn expect_tables(&self) -> Result<&[TableSchema], Box<Diagnostic>> {
        if self.tables.is_empty() {
            return Err(Box::new(hint::no_table().in_file(&self.file)));
        }
        Ok(&self.tables)
    }

    /// The table of that name.
    pub fn table(&self, name: &str) -> Option<&TableSchema> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// Where in the document a part of a text is: bytes of the text, whose place is that of the string literal which holds it.
    ///
    /// Escapes are followed, and in Terraform's configuration heredocs. `None` where the literal doesn't say just this text, such as
    /// where an expression comes to it.
    ///
    /// ```
    /// # use azlogs_dcr::Document;
    /// let text = br#"{ "dataFlows": [ { "streams": [ "Custom-A" ], "transformKql": "source\n| where b" } ] }"#;
    /// let document = Document::parse("dcr.json", text);
    ///
    /// let kql = document.rules()[0].data_flows[0].transform_kql.as_ref().ok_or("no transform")?;
    /// let at = kql.value.find('b').ok_or("no b")?;
    /// let place = document.place_within(kql, at..at + 1).ok_or("an expression")?;
    /// assert_eq!((place.line, place.column), (1, 80));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn place_within(&self, text: &Located<String>, part: Range<usize>) -> Option<Place> {
        embedded::place(&self.text, text, part)
    }

    /// What is found in reading, in the order of the document: what can't be read, and by what rows would be lost.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// All findings, in the order of the document: [`diagnostics`](Self::diagnostics), and what Azure's control plane says of
    /// the rules when they are deployed.
    ///
    /// The latter keep nobody from using what was read; whoever is about to deploy the document wants to know them.
    ///
    /// ```
    /// # use azlogs_dcr::{Code, Document};
    /// let document = Document::parse(
    ///     "dcr.json",
    ///     br#"{ "streamDeclarations": {}, "dataFlows": [ { "streams": [ "Custom-App" ] } ] }"#,
    /// );
    /// assert!(document.diagnostics().is_empty());
    /// assert_eq!(document.check()[0].code, Code::UndeclaredStream);
    /// assert_eq!(document.check()[0].code.azure_code(), Some("InvalidStream"));
    /// ```
    pub fn check(&self) -> Vec<Diagnostic> {
        in_order([self.diagnostics.as_slice(), &self.of_deployment].concat())
    }

    /// Whether some finding of [`diagnostics`](Self::diagnostics) is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// The stream of that name, and its rule: the first, where several rules declare it.
    pub fn stream(&self, name: &str) -> Option<(&Rule, &Stream)> {
        self.rules
            .iter()
            .find_map(|rule| rule.stream(name).map(|stream| (rule, stream)))
    }
}
