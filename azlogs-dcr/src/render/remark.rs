//! For a person at a terminal: what there is to say of a text that is no document, such as a query on a command line.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use super::terminal::harmless;
use crate::Severity;

/// Something to say of a place in a text.
#[derive(Clone, Debug)]
pub struct Remark<'a> {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: one line.
    pub message: &'a str,
    /// The bytes of the text that are meant; both ends lie between characters.
    pub span: Range<usize>,
    /// What to do.
    pub help: Option<&'a str>,
}

/// Shows remarks on a text in rustc's look, with the lines that they are about, an empty line between two.
///
/// The text is called `name`. With `color` the result holds ANSI escape sequences; nothing from the text itself becomes one. It
/// ends in a newline unless it is empty.
pub fn render_remarks(name: &str, text: &str, remarks: &[Remark<'_>], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let reports: Vec<String> = remarks
        .iter()
        .map(|remark| renderer.render(&[report(name, text, remark)]) + "\n")
        .collect();
    reports.join("\n")
}

fn report<'a>(name: &'a str, text: &'a str, remark: &'a Remark<'a>) -> Group<'a> {
    let level = match remark.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let end = remark.span.end.min(text.len());
    let span = remark.span.start.min(end)..end;
    let snippet = Snippet::source(harmless(text))
        .path(harmless(name))
        .annotation(AnnotationKind::Primary.span(span));
    let group = Group::with_title(level.primary_title(harmless(remark.message))).element(snippet);
    match remark.help {
        Some(help) => group.element(Level::HELP.message(normalize_untrusted_str(&harmless(help)))),
        None => group,
    }
}
