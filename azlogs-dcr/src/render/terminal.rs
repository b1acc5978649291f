//! For a person at a terminal: rustc's look, with the source beside the finding.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use crate::quoted::is_disruptive;
use crate::{Diagnostic, Document, Place, Severity};

/// Shows findings about a document with the lines that they are about, an empty line between two findings.
///
/// With `color` the text holds ANSI escape sequences; nothing from the document itself becomes one. The text ends in a newline
/// unless it is empty.
pub fn render_terminal(document: &Document, diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let reports: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| renderer.render(&[report(document, diagnostic)]) + "\n")
        .collect();
    reports.join("\n")
}

fn report<'a>(document: &'a Document, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(harmless(&diagnostic.message))
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    if let Some((place, snippet)) = part_of_a_line(document, diagnostic) {
        let origin = Origin::path(harmless(document.file()))
            .line(number(place.line))
            .char_column(number(place.column));
        group = group.element(origin).element(snippet);
    } else if let Some(snippet) = snippet(document, diagnostic) {
        group = group.element(snippet);
    } else if !diagnostic.file.is_empty() {
        group = group.element(Origin::path(harmless(&diagnostic.file)));
    }
    if let Some(refused) = diagnostic.refused() {
        group = group.element(Level::NOTE.message(refused));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(normalize_untrusted_str(&harmless(help)))),
        None => group,
    }
}

/// How many bytes of a long line are shown at the most on either side of what is meant.
const AROUND: usize = 60;

/// The part of a line that the finding is about, where the line is so long that looking through it takes its time.
fn part_of_a_line<'a>(
    document: &'a Document,
    diagnostic: &'a Diagnostic,
) -> Option<(&'a Place, Snippet<'a, Annotation<'a>>)> {
    const LONG: usize = 64 * 1024;
    let text = document.text();
    let place = place_in(document, diagnostic)?;
    let meant = first_line(text, place)?;
    let line_start = text[..meant.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let line_end = end_of_line(text, meant.end);
    if line_end - line_start <= LONG {
        return None;
    }
    let boundary = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at));
    let begin = line_start.max(boundary(meant.start.saturating_sub(AROUND))?);
    let meant_end = boundary(meant.end.min(meant.start + AROUND))?;
    let end = line_end.min(boundary(meant_end + AROUND)?);
    let snippet = Snippet::source(harmless(&text[begin..end]))
        .line_start(number(place.line))
        .annotation(AnnotationKind::Primary.span(meant.start - begin..meant_end - begin));
    Some((place, snippet))
}

fn number(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// The finding's place, where it is in this document.
fn place_in<'a>(document: &Document, diagnostic: &'a Diagnostic) -> Option<&'a Place> {
    let is_here = diagnostic.file.is_empty() || diagnostic.file == document.file();
    diagnostic.place.as_ref().filter(|_| is_here)
}

fn end_of_line(text: &str, from: usize) -> usize {
    let length = text[from..].find('\n');
    length.map_or(text.len(), |length| from + length)
}

/// The lines that the finding is about; none where it has no place in this document.
fn snippet<'a>(
    document: &'a Document,
    diagnostic: &'a Diagnostic,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let text = document.text();
    let place = place_in(document, diagnostic)?;
    let primary = first_line(text, place)?;
    let related = diagnostic
        .related
        .as_ref()
        .and_then(|related| Some((first_line(text, &related.place)?, related)));
    let (mut begin, mut end, mut line) = (primary.start, primary.end, place.line);
    if let Some((span, related)) = &related {
        (begin, end) = (begin.min(span.start), end.max(span.end));
        line = line.min(related.place.line);
    }
    let begin = text[..begin].rfind('\n').map_or(0, |newline| newline + 1);
    let end = end_of_line(text, end);
    let lines = text[begin..end].trim_end_matches('\r');
    let within = |span: Range<usize>| span.start - begin..span.end - begin;
    let snippet = Snippet::source(harmless(lines))
        .path(harmless(document.file()))
        .line_start(number(line))
        .annotation(AnnotationKind::Primary.span(within(primary)));
    Some(match related {
        Some((span, related)) => snippet.annotation(
            AnnotationKind::Context
                .span(within(span))
                .label(harmless(&related.value)),
        ),
        None => snippet,
    })
}

/// The text without those characters that a terminal obeys and the renderer lets through; the renderer escapes the others.
/// What takes their place is as long in bytes, so that places stay right.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| !c.is_ascii() && is_disruptive(c);
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let chars = text.chars().map(|c| match c.len_utf8() {
        2 if obeyed(c) => '·',
        3 if obeyed(c) => char::REPLACEMENT_CHARACTER,
        _ => c,
    });
    Cow::Owned(chars.collect())
}

/// The part of a place that is on its first line: an object of fifty lines is pointed to where it begins.
fn first_line(text: &str, place: &Place) -> Option<Range<usize>> {
    let meant = text.get(place.span.clone())?;
    let length = meant.lines().next().map_or(0, str::len);
    Some(place.span.start..place.span.start + length)
}
