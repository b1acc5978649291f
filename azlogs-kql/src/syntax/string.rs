//! String literals: `'…'`, `"…"`, `@'…'`, and ` ```…``` `, each with an `h` before it where it is to be hidden from logs.

use super::Span;
use crate::problem::{Kind, Problem};

/// A string literal that was found.
pub(super) struct Scanned {
    pub(super) text: Result<String, Problem>,
    /// The byte after it.
    pub(super) end: usize,
}

/// The literal that starts at this byte, if one does.
pub(super) fn scan(text: &str, start: usize) -> Option<Scanned> {
    let rest = &text[start..];
    let unhidden = rest.strip_prefix(['h', 'H']).unwrap_or(rest);
    let open = start + rest.len() - unhidden.len();
    if let Some(fence) = ["```", "~~~"]
        .into_iter()
        .find(|fence| unhidden.starts_with(fence))
    {
        return Some(fenced(text, open, fence));
    }
    let verbatim = unhidden.strip_prefix('@');
    match verbatim.unwrap_or(unhidden).as_bytes().first() {
        Some(quote @ (b'\'' | b'"')) if verbatim.is_some() => {
            Some(doubled(text, open + 1, char::from(*quote)))
        }
        Some(quote @ (b'\'' | b'"')) => Some(escaped(text, open, char::from(*quote))),
        _ => None,
    }
}

/// Text over several lines, as it stands.
fn fenced(text: &str, open: usize, fence: &str) -> Scanned {
    let start = open + fence.len();
    match text[start..].find(fence) {
        Some(length) => Scanned {
            text: Ok(text[start..start + length].to_owned()),
            end: start + length + fence.len(),
        },
        None => unterminated(text.len(), fence),
    }
}

/// Text in which only the quote is special: it's written twice.
fn doubled(text: &str, open: usize, quote: char) -> Scanned {
    let mut content = String::new();
    let mut characters = text[open + 1..].char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if c == '\n' || c == '\r' {
            return unterminated(open + 1 + at, quote.encode_utf8(&mut [0; 4]));
        }
        if c != quote {
            content.push(c);
        } else if characters.next_if(|(_, next)| *next == quote).is_some() {
            content.push(quote);
        } else {
            return Scanned {
                text: Ok(content),
                end: open + 1 + at + 1,
            };
        }
    }
    unterminated(text.len(), quote.encode_utf8(&mut [0; 4]))
}

/// Text with escapes. An escape that isn't one is reported, and the rest of the string is passed over.
fn escaped(text: &str, open: usize, quote: char) -> Scanned {
    let mut content = Ok(String::new());
    let mut at = open + 1;
    while let Some(c) = text[at..].chars().next() {
        if c == '\n' || c == '\r' {
            return unterminated(at, quote.encode_utf8(&mut [0; 4]));
        }
        if c == quote {
            return Scanned {
                text: content,
                end: at + 1,
            };
        }
        let (meant, length) = if c == '\\' {
            escape(&text[at..])
        } else {
            (Some(c), c.len_utf8())
        };
        match (&mut content, meant) {
            (Ok(content), Some(meant)) => content.push(meant),
            (Ok(_), None) => content = Err(bad_escape(text, at, length)),
            (Err(_), _) => {}
        }
        at += length;
    }
    unterminated(text.len(), quote.encode_utf8(&mut [0; 4]))
}

/// What the escape at the start of the text means, and its length.
fn escape(text: &str) -> (Option<char>, usize) {
    let Some(c) = text[1..].chars().next() else {
        return (None, 1);
    };
    let simple = match c {
        '\\' | '\'' | '"' => c,
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        'x' => return numbered(text, 2, 2, 16),
        'u' => return numbered(text, 2, 4, 16),
        'U' => return numbered(text, 2, 8, 16),
        '0'..='7' => {
            let digits = text[1..]
                .bytes()
                .take(3)
                .take_while(|b| (b'0'..=b'7').contains(b))
                .count();
            return numbered(text, 1, digits, 8);
        }
        _ => return (None, 1),
    };
    (Some(simple), 2)
}

/// A character by its number, which has so many digits. Halves of surrogate pairs give the replacement character.
fn numbered(text: &str, start: usize, digits: usize, radix: u32) -> (Option<char>, usize) {
    let written = text
        .get(start..start + digits)
        .filter(|written| written.bytes().all(|b| b.is_ascii_hexdigit()));
    match written.and_then(|written| u32::from_str_radix(written, radix).ok()) {
        Some(number) => (
            Some(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)),
            start + digits,
        ),
        None => (None, 1),
    }
}

fn bad_escape(text: &str, at: usize, length: usize) -> Problem {
    let shown: String = text[at..].chars().take(2).collect();
    let span = Span::new(at, (at + length.max(shown.len())).min(text.len()));
    Problem::error(
        Kind::Syntax,
        span,
        format!(
            "`{}` is no escape",
            shown.escape_debug().to_string().replace("\\\\", "\\")
        ),
    )
    .help(r"Write a backslash as \\, or put an @ before the string, as in @'\d+'.")
}

fn unterminated(end: usize, quote: &str) -> Scanned {
    let problem = Problem::error(
        Kind::Syntax,
        Span::new(end, end),
        format!("expected `{quote}`: the string doesn't end"),
    );
    let problem = if quote.len() == 1 {
        problem.help("A string ends on its line. Text over several lines goes between ```.")
    } else {
        problem
    };
    Scanned {
        text: Err(problem),
        end,
    }
}
