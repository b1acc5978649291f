//! An error and its causes on one line.

use std::error::Error as StdError;

/// An error and its causes as one line, without what a cause only repeats.
pub(crate) fn one_line(error: &dyn StdError) -> String {
    let mut line = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        let words: Vec<_> = text.split_whitespace().collect();
        let text = words.join(" ");
        if !line.contains(&text) {
            if !line.is_empty() {
                line.push_str(": ");
            }
            line.push_str(&text);
        }
        next = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::one_line;

    #[test]
    fn causes_follow_on_one_line_and_are_said_once() {
        let inner = io::Error::other("no\n  route");
        let outer = azure_core::Error::with_error(
            azure_core::error::ErrorKind::Io,
            inner,
            "cannot send: no route",
        );
        assert_eq!(one_line(&outer), "cannot send: no route");
        let inner = io::Error::other("no\n  route");
        let outer =
            azure_core::Error::with_error(azure_core::error::ErrorKind::Io, inner, "cannot send");
        assert_eq!(one_line(&outer), "cannot send: no route");
    }
}
