//! Text that others wrote, as documentation: shown as it is, and nothing in it means anything to rustdoc or rustc.

/// Lines of documentation are about this wide.
const WIDTH: usize = 90;

/// The text as inline code, on one line.
pub(crate) fn code(text: &str) -> String {
    let text = visible(text);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let fence = "`".repeat(longest_run_of_backticks(&text) + 1);
    let needs_room = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let room = if needs_room { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

/// The text as running text in one paragraph: plain words stay as they are, the rest becomes inline code.
pub(crate) fn prose(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut odd: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let begins = out.is_empty() && odd.is_empty();
        if is_plain(word) && !(begins && begins_a_block(word)) {
            if !odd.is_empty() {
                out.push(code(&odd.join(" ")));
                odd.clear();
            }
            out.push(word.to_owned());
        } else {
            odd.push(word);
        }
    }
    if !odd.is_empty() {
        out.push(code(&odd.join(" ")));
    }
    out.join(" ")
}

/// The paragraph in lines of a readable width.
pub(crate) fn wrapped(paragraph: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in unbreakable_parts(paragraph) {
        let fits = line.chars().count() + 1 + word.chars().count() <= WIDTH;
        if line.is_empty() {
            line.push_str(word);
        } else if fits || begins_a_block(word) {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The text as a block of code that rustdoc shows and doesn't run.
pub(crate) fn code_block(language: &str, text: &str) -> Vec<String> {
    let fence = "`".repeat(longest_run_of_backticks(text).max(2) + 1);
    let mut lines = vec![format!("{fence}{language}")];
    lines.extend(
        text.trim()
            .lines()
            .map(|line| visible(&line.replace('\t', "    "))),
    );
    lines.push(fence);
    lines
}

/// The text with control characters, and others that don't show, written as escapes.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' | '"' | '\\' => out.push(c),
            // After a letter, so that a combining character counts as what it is: text.
            _ => out.extend(String::from_iter(['a', c]).escape_debug().skip(1)),
        }
    }
    out
}

/// Whether the word means nothing to Markdown, and reads as a word to Clippy's `doc_markdown`.
fn is_plain(word: &str) -> bool {
    if matches!(word, "-" | "–" | "—" | "/" | "&") || is_inline_code(word) {
        return true;
    }
    let core = word
        .trim_start_matches(['(', '"', '\''])
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '%'])
        .trim_end_matches(')')
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '%']);
    !core.is_empty()
        && visible(core) == core
        // All that Markdown reads is ASCII.
        && core.chars().all(|c| c.is_alphanumeric() || !c.is_ascii() || "'-/.".contains(c))
        && !core.contains("//")
        && !is_mixed_case(core)
}

/// Whether the word is inline code already, such as the author of Markdown writes it.
fn is_inline_code(word: &str) -> bool {
    let code = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let inner = code
        .strip_prefix('`')
        .and_then(|code| code.strip_suffix('`'));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains('`') && visible(inner) == inner)
}

/// Whether the word is written `likeThis`, as names in code are.
fn is_mixed_case(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    word.chars().filter(|c| c.is_uppercase()).count() > 1 && word.chars().any(char::is_lowercase)
}

/// Whether a line that begins with the word might be a heading, a list or the like.
fn begins_a_block(word: &str) -> bool {
    !word.starts_with(|c: char| c.is_alphabetic() || matches!(c, '`' | '"' | '\'' | '('))
}

/// The words of a paragraph, inline code being one word.
fn unbreakable_parts(paragraph: &str) -> impl Iterator<Item = &str> {
    let mut rest = paragraph;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(' ');
        if rest.is_empty() {
            return None;
        }
        let (part, tail) = rest.split_at(end_of_part(rest));
        rest = tail;
        Some(part)
    })
}

/// Where the first word ends: at the first space that is outside inline code.
fn end_of_part(text: &str) -> usize {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(' ') {
            return at;
        }
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        if ticks > 0 {
            at += end_of_code(rest, ticks).unwrap_or(ticks);
        } else {
            at += rest.find([' ', '`']).unwrap_or(rest.len());
        }
    }
    text.len()
}

/// Where the inline code ends that begins the text with so many backticks.
fn end_of_code(text: &str, ticks: usize) -> Option<usize> {
    let mut at = ticks;
    loop {
        at += text[at..].find('`')?;
        let run = text[at..].len() - text[at..].trim_start_matches('`').len();
        at += run;
        if run == ticks {
            return Some(at);
        }
    }
}

fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in [
            "When the request began.",
            "The user's name (if any), in lower case; e.g. \"anna\" – or nobody: 100%!",
            "Größe des Körpers, in IDs and/or UTC.",
            "Überschrift हिन्दी",
            "The `sub` of the token, not its `aud`.",
        ] {
            assert_eq!(prose(text), text);
        }
    }

    #[test]
    fn what_markdown_or_clippy_would_read_becomes_code() {
        for (text, expected) in [
            ("[parameters('x')] is used", "`[parameters('x')]` is used"),
            ("a <b>bold</b> claim", "a `<b>bold</b>` claim"),
            ("see OrderId and order_id", "see `OrderId` and `order_id`"),
            (
                "call main() { panic!() } now",
                "call `main() { panic!() }` now",
            ),
            ("# Not a heading", "`#` Not a heading"),
            ("1. not a list", "`1.` not a list"),
            ("- not a list", "`-` not a list"),
            ("at https://example.com/x", "at `https://example.com/x`"),
            ("```rust unbalanced", "```` ```rust ```` unbalanced"),
            ("two\n\n  lines\ttab", "two lines tab"),
            ("right\u{202e}left", "`right\\u{202e}left`"),
            ("*/ fn x() {}", "`*/` fn `x() {}`"),
            ("AT&amp;T &copy;", "`AT&amp;T &copy;`"),
        ] {
            assert_eq!(prose(text), expected, "{text:?}");
        }
    }

    #[test]
    fn inline_code_holds_any_text() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            (" a", "`  a `"),
            ("a\nb\u{0}", "`a\\nb\\0`"),
            ("", "(empty)"),
        ] {
            assert_eq!(code(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_never_begins_with_what_begins_a_block() {
        let text = format!(
            "{} 1. two {} # three `a b` c",
            "word ".repeat(17),
            "word ".repeat(17)
        );
        let lines = wrapped(&text);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| !begins_a_block(line)), "{lines:#?}");
        assert_eq!(
            lines.join(" "),
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        );
    }

    #[test]
    fn inline_code_is_not_broken_over_lines() {
        let text = format!("{} ``a ` {} b`` end", "x".repeat(80), "c ".repeat(60));
        let lines = wrapped(&text);
        assert_eq!(lines.len(), 3, "{lines:#?}");
    }

    #[test]
    fn a_block_is_longer_fenced_than_its_text() {
        assert_eq!(
            code_block("kusto", "source\r\n\t| where a == '```'\n"),
            ["````kusto", "source", "    | where a == '```'", "````"]
        );
    }
}
