//! Text from a document, shown inside a message.

use std::fmt;

/// How many characters of a text are shown.
const SHOWN: usize = 80;

/// Shows text from outside in a message: in backticks, on one line, cut when long.
///
/// Control characters and those that change the direction of writing are escaped, so that a hostile name can neither
/// begin a new line nor rewrite what a terminal shows.
///
/// ```
/// # use azlogs_dcr::Quoted;
/// assert_eq!(Quoted("Custom-A").to_string(), "`Custom-A`");
/// assert_eq!(Quoted("a\nb").to_string(), "`a\\nb`");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(pub &'a str);

impl Quoted<'_> {
    /// The same without the backticks, for text that stands in backticks together with more.
    #[must_use]
    pub fn bare(self) -> String {
        let mut bare = String::new();
        let mut chars = self.0.chars();
        for c in chars.by_ref().take(SHOWN) {
            if is_disruptive(c) {
                bare.extend(c.escape_default());
            } else {
                bare.push(c);
            }
        }
        bare.push_str(if chars.next().is_some() { "…" } else { "" });
        bare
    }
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.bare())
    }
}

/// Whether the character would change more than its own place in a line: it is a control character, or says which way to write.
pub fn is_disruptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::Quoted;

    #[test]
    fn what_would_disturb_the_line_is_escaped() {
        assert_eq!(
            Quoted("a\u{1b}[31m\r\n\t\u{202e}b").to_string(),
            r"`a\u{1b}[31m\r\n\t\u{202e}b`"
        );
        assert_eq!(Quoted("Größe 😀 'x'").to_string(), "`Größe 😀 'x'`");
    }

    #[test]
    fn long_text_is_cut() {
        let shown = Quoted(&"ä".repeat(1000)).to_string();
        assert_eq!(shown, format!("`{}…`", "ä".repeat(80)));
    }
}
