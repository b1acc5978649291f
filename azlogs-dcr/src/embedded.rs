//! Where in a document the parts of a text are that stands in it as a string: the place of a mistake in a transform.

use std::ops::Range;

use crate::template::Located as InJson;
use crate::value::Span;
use crate::{Located, Place};

/// The place of a part of the text; none where the document doesn't have just this text there.
pub(crate) fn place(document: &str, text: &Located<String>, part: Range<usize>) -> Option<Place> {
    let literal = Span {
        start: text.place.span.start,
        end: text.place.span.end,
    };
    let in_json = || InJson::new(document, literal, &text.value).known_span(part.clone());
    let span = in_json().or_else(|| in_hcl(document, literal, &text.value, &part))?;
    Some(moved(document, &text.place, span))
}

/// The place of these bytes, which are within that of `around`.
fn moved(document: &str, around: &Place, span: Span) -> Place {
    let before = &document[around.span.start..span.start];
    let chars = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let (lines, column) = match before.rsplit_once('\n') {
        Some((lines, last)) => (1 + lines.matches('\n').count(), 1 + chars(last)),
        None => (0, around.column.saturating_add(chars(before))),
    };
    Place {
        line: around
            .line
            .saturating_add(u32::try_from(lines).unwrap_or(u32::MAX)),
        column,
        span: span.start..span.end,
        path: around.path.clone(),
    }
}

/// In Terraform's configuration, as a quoted template or as a heredoc.
///
/// Source: Terraform's "Strings and Templates".
#[cfg(feature = "terraform")]
fn in_hcl(document: &str, literal: Span, text: &str, part: &Range<usize>) -> Option<Span> {
    let raw = document.get(literal.start..literal.end)?;
    let starts = match raw.strip_prefix('"') {
        Some(_) => hcl::in_quotes(raw, text),
        None => hcl::in_heredoc(raw, text),
    }?;
    let at = |byte: usize| Some(literal.start + starts.get(byte)?);
    Some(Span {
        start: at(part.start)?,
        end: at(part.end)?,
    })
}

#[cfg(not(feature = "terraform"))]
const fn in_hcl(_: &str, _: Span, _: &str, _: &Range<usize>) -> Option<Span> {
    None
}

#[cfg(feature = "terraform")]
mod hcl {
    /// For each byte of the text that begins a character, and for its end, the byte of the literal.
    type Starts = Vec<usize>;

    pub(super) fn in_quotes(raw: &str, text: &str) -> Option<Starts> {
        let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
        let mut starts = Starts::with_capacity(text.len() + 1);
        let rest = follow(inner, 1, text, true, &mut starts)?;
        starts.push(1 + inner.len() - rest.len());
        rest.is_empty().then_some(starts)
    }

    /// Line by line: `<<-` takes away the space before the lines, of each as much.
    pub(super) fn in_heredoc(raw: &str, text: &str) -> Option<Starts> {
        let (intro, body) = raw.split_once('\n')?;
        intro.starts_with("<<").then_some(())?;
        let mut starts = Starts::with_capacity(text.len() + 1);
        let mut begin = intro.len() + 1;
        let mut lines = body.split_inclusive('\n');
        for line in text.split_inclusive('\n') {
            let written = lines.next()?;
            let taken = written.len() - written.trim_start().len();
            let rest = (0..=taken)
                .filter(|&indent| written.is_char_boundary(indent))
                .find_map(|indent| {
                    let mut found = Starts::with_capacity(line.len());
                    let rest = follow(&written[indent..], begin + indent, line, false, &mut found)?;
                    matches!(rest, "" | "\n" | "\r\n").then_some((found, rest))
                });
            let (found, rest) = rest?;
            starts.extend(found);
            begin += written.len();
            if !line.ends_with('\n') {
                starts.push(begin - rest.len());
                return Some(starts);
            }
        }
        starts.push(begin);
        Some(starts)
    }

    /// Follows the text through what is written; gives what is left of that.
    fn follow<'r>(
        raw: &'r str,
        begin: usize,
        text: &str,
        escapes: bool,
        starts: &mut Starts,
    ) -> Option<&'r str> {
        let mut rest = raw;
        for c in text.chars() {
            let at = begin + raw.len() - rest.len();
            starts.extend(std::iter::repeat_n(at, c.len_utf8()));
            rest = after(rest, c, escapes)?;
        }
        Some(rest)
    }

    /// What follows a character, however it is written.
    fn after(raw: &str, c: char, escapes: bool) -> Option<&str> {
        // `$${` and `%%{` stand for `${` and `%{`.
        if let ('$' | '%', Some(rest)) = (c, raw.strip_prefix(c))
            && let Some(doubled) = rest.strip_prefix(c)
            && doubled.starts_with('{')
        {
            return Some(doubled);
        }
        let Some(escape) = raw.strip_prefix('\\').filter(|_| escapes) else {
            return raw.strip_prefix(c);
        };
        let written = match c {
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '"' | '\\' => c,
            _ => return unicode(escape, c),
        };
        escape.strip_prefix(written).or_else(|| unicode(escape, c))
    }

    fn unicode(escape: &str, c: char) -> Option<&str> {
        let length = match escape.chars().next()? {
            'u' => 4,
            'U' => 8,
            _ => return None,
        };
        let (hex, rest) = escape[1..].split_at_checked(length)?;
        (u32::from_str_radix(hex, 16) == Ok(u32::from(c))).then_some(rest)
    }
}

#[cfg(all(test, feature = "terraform"))]
mod tests {
    use crate::Document;

    /// Where the first `x` of the transform is, as line and column.
    fn place_of_x(kql: &str) -> Option<(u32, u32)> {
        let text = format!(
            "resource \"azurerm_monitor_data_collection_rule\" \"r\" {{\n  data_flow {{\n    streams = [\"Custom-A\"]\n    transform_kql = {kql}\n  }}\n}}\n"
        );
        let document = Document::parse("main.tf", text.as_bytes());
        let kql = document.rules()[0].data_flows[0].transform_kql.as_ref()?;
        let at = kql.value.find('x')?;
        let place = document.place_within(kql, at..at + 1)?;
        assert_eq!(&document.text()[place.span.clone()], "x");
        Some((place.line, place.column))
    }

    #[test]
    fn a_place_in_a_quoted_template_is_behind_its_escapes() {
        assert_eq!(place_of_x(r#""a | where x""#), Some((4, 32)));
        assert_eq!(place_of_x(r#""a\n\"\u00e4$${b} x""#), Some((4, 39)));
    }

    #[test]
    fn a_place_in_a_heredoc_is_on_its_line() {
        assert_eq!(place_of_x("<<EOT\nsource\n  | where x\nEOT"), Some((6, 11)));
        assert_eq!(
            place_of_x("<<-EOT\n      source\n      | where \"$${}\\\" x\n    EOT"),
            Some((6, 23))
        );
    }

    #[test]
    fn an_expression_has_no_places_within() {
        assert_eq!(place_of_x("trimspace(\"a x\")"), None);
    }
}
