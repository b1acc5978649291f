//! Finds the stream in the rule's file, and what the file itself has wrong about it.

use std::collections::BTreeSet;

use azlogs_dcr::catalog::{self, TableColumn};
use azlogs_dcr::{
    Code, ColumnType, DataFlow, Diagnostic, Document, Place, Quoted, Rule, Severity, Stream,
    nearest,
};
use syn::LitStr;

use super::{built_in, listed};
use crate::attr::error;
use crate::ctxt::Ctxt;
use crate::input::Column;

/// A stream as the file declares it, or as the catalogue knows it.
pub(crate) struct Declaration<'f> {
    /// The file, as the attribute calls it; empty where there is none.
    pub(crate) file: &'f str,
    pub(crate) stream: &'f Stream,
    /// The flows that take the stream's rows.
    pub(super) flows: Vec<&'f DataFlow>,
    /// Nothing is wrong with the declaration, so that what it lacks is really not there.
    pub(super) is_sound: bool,
}

impl<'f> Declaration<'f> {
    /// A stream of Azure's own, of which no rule is at hand.
    pub(super) const fn built_in(stream: &'f Stream) -> Self {
        Self {
            file: "",
            stream,
            flows: Vec::new(),
            is_sound: true,
        }
    }

    /// Says where something is declared, where there is a file.
    pub(super) fn at(&self, finding: Diagnostic, place: &Place) -> Diagnostic {
        if place.is_nowhere() {
            finding
        } else {
            finding.at(self.file, place.clone())
        }
    }

    /// Finds the declaration. What is wrong with it is reported.
    ///
    /// Where several rules of the document declare the stream, they have to declare it alike: any of them may be the one
    /// that the row is posted to.
    pub(super) fn find(
        ctxt: &mut Ctxt,
        dcr: &LitStr,
        stream: &LitStr,
        document: &'f Document,
    ) -> Option<Self> {
        let name = stream.value();
        let declared: Vec<(&Rule, &Stream)> = document
            .rules()
            .iter()
            .filter_map(|rule| Some((rule, rule.stream(&name)?)))
            .collect();
        let Some(&(_, first)) = declared.first() else {
            report_undeclared(ctxt, dcr, stream, document);
            return None;
        };
        for (_, other) in declared.iter().skip(1) {
            if columns(first) != columns(other) {
                let message = format!(
                    "two rules declare {}, with different columns",
                    Quoted(&name)
                );
                let finding = error(Code::DeclaredTwice, message)
                    .at(document.file(), first.place.clone())
                    .related(other.place.clone(), "the other is here")
                    .help("put the rules into files of their own, or call the streams differently");
                ctxt.error(stream, &finding);
                return None;
            }
        }
        let flows: Vec<_> = declared
            .iter()
            .flat_map(|(rule, _)| rule.flows_of(&first.name))
            .collect();
        let streams = declared
            .iter()
            .map(|(_, stream)| stream.place.path.as_str());
        let about: Vec<&str> = streams
            .chain(flows.iter().map(|flow| flow.place.path.as_str()))
            .collect();
        let wrong = errors(document).filter(|finding| is_within(finding, &about));
        let is_sound = report_all(ctxt, dcr, wrong) == 0;
        Some(Self {
            file: document.file(),
            stream: first,
            flows,
            is_sound,
        })
    }

    /// `file:line:column`, which terminals and editors make a link of.
    pub(crate) fn position(&self, place: &Place) -> String {
        format!("{}:{}:{}", self.file, place.line, place.column)
    }

    /// Whether what an attribute says of the column's type counts before the declaration.
    ///
    /// A rule is what Azure does, and is to have the only word. The catalogue is documentation of one day: tables get columns,
    /// and what is documented isn't always so.
    pub(crate) fn leaves_type_to(&self, column: &Column<'_>) -> bool {
        self.stream.is_built_in && column.stated_type.is_some()
    }

    /// The column's type, where it is declared and that counts.
    pub(crate) fn type_of(&self, column: &Column<'_>) -> Option<ColumnType> {
        let declared = self.stream.column(&column.name);
        let declared = declared.filter(|_| !self.leaves_type_to(column));
        declared.map(|declared| declared.column_type)
    }

    /// The column of Azure's own table to which the row goes by the stream's name.
    pub(crate) fn azures(&self, column: &Column<'_>) -> Option<TableColumn> {
        let is_built_in = self.stream.is_built_in;
        let table = is_built_in.then(|| catalog::table_of_stream(&self.stream.name))??;
        let known = table.column(&column.name)?;
        let said = column.stated_type.as_ref().map(|word| word.column_type);
        said.is_none_or(|said| said == known.column_type)
            .then_some(known)
    }

    /// Whether the stream's rows reach their tables as they are. A stream whose flows aren't known may be transformed.
    pub(super) fn is_passed_through(&self) -> bool {
        !self.flows.is_empty() && self.flows.iter().all(|flow| flow.is_pass_through())
    }
}

/// The stream isn't there: because it is called otherwise, or because the file is broken just there.
fn report_undeclared(ctxt: &mut Ctxt, dcr: &LitStr, stream: &LitStr, document: &Document) {
    let name = stream.value();
    let mut built_in = document
        .rules()
        .iter()
        .flat_map(|rule| &rule.built_in_streams);
    if let Some(taken) = built_in.find(|taken| taken.value == name) {
        let finding = built_in::unknown(&name).at(document.file(), taken.place.clone());
        ctxt.error(stream, &finding);
        return;
    }
    let unread = unread(document);
    let declaration = format!(".streamDeclarations['{name}']");
    let is_why = |finding: &&&Diagnostic| {
        let is_its_own = path(finding).is_some_and(|path| path.contains(&declaration));
        is_its_own || document.rules().is_empty()
    };
    if report_all(ctxt, dcr, unread.iter().filter(is_why).copied()) > 0 {
        return;
    }
    let file = document.file();
    let message = format!("{} declares no stream {}", Quoted(file), Quoted(&name));
    let finding = error(Code::UnknownStream, message);
    let declared = names(document);
    let near = nearest(&name, declared.iter().copied());
    let place = document.rules().iter().find_map(|rule| rule.stream(near?));
    let finding = match (place, declared.as_slice()) {
        (Some(near), _) => finding
            .at(file, near.place.clone())
            .help(format!("did you mean {}?", Quoted(&near.name))),
        (None, []) => finding.in_file(file).help("it declares none"),
        (None, some) => finding
            .in_file(file)
            .help(format!("it declares {}", listed(some.iter().copied()))),
    };
    let finding = match unread.iter().find_map(|other| other.place.clone()) {
        Some(place) => finding.related(place, "a stream that can't be read is here"),
        None => finding,
    };
    ctxt.error(stream, &finding);
}

/// The errors because of which streams are missing from what was read.
fn unread(document: &Document) -> Vec<&Diagnostic> {
    let streams = document.rules().iter().flat_map(|rule| &rule.streams);
    let read: Vec<_> = streams.map(|stream| stream.place.path.as_str()).collect();
    let is_unread = |finding: &&Diagnostic| {
        let about_streams = path(finding).is_some_and(|path| path.contains(".streamDeclarations"));
        (about_streams && !is_within(finding, &read)) || document.rules().is_empty()
    };
    errors(document).filter(is_unread).collect()
}

fn report_all<'d>(
    ctxt: &mut Ctxt,
    dcr: &LitStr,
    findings: impl IntoIterator<Item = &'d Diagnostic>,
) -> usize {
    findings
        .into_iter()
        .map(|finding| ctxt.error(dcr, finding))
        .count()
}

/// The streams that the document declares, each once.
pub(super) fn names(document: &Document) -> Vec<&str> {
    let streams = document.rules().iter().flat_map(|rule| &rule.streams);
    let mut names: Vec<&str> = Vec::new();
    for stream in streams {
        if !names.contains(&stream.name.as_str()) {
            names.push(&stream.name);
        }
    }
    names
}

fn errors(document: &Document) -> impl Iterator<Item = &Diagnostic> {
    let findings = document.diagnostics().iter();
    findings.filter(|finding| finding.severity == Severity::Error)
}

/// Whether the finding is in one of these parts of the document.
fn is_within(finding: &Diagnostic, parts: &[&str]) -> bool {
    path(finding).is_some_and(|path| {
        parts.iter().any(|part| {
            path.strip_prefix(part)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    })
}

fn path(finding: &Diagnostic) -> Option<&str> {
    finding.place.as_ref().map(|place| place.path.as_str())
}

/// What two declarations of a stream are compared by; the order of columns means nothing.
fn columns(stream: &Stream) -> BTreeSet<(&str, &str)> {
    let columns = stream.columns.iter();
    columns
        .map(|column| (column.name.as_str(), column.column_type.as_str()))
        .collect()
}
