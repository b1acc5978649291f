//! Lays a transform out for reading: an operator a line.

/// A line that is no longer than that stays as its author wrote it.
const WIDTH: usize = 90;

/// The transform with line breaks before the `|` of lines that are long. Only the layout changes: a `|` in quotes stays.
pub(crate) fn laid_out(kql: &str) -> String {
    let lines = kql.trim().lines().map(str::trim_end).map(|line| {
        if line.chars().count() <= WIDTH {
            line.to_owned()
        } else {
            before_pipes(line).join("\n")
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn before_pipes(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut begin = 0;
    let mut quote = None;
    let mut is_verbatim = false;
    let mut chars = line.char_indices();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        match (quote, c) {
            (None, '|') => {
                parts.push(line[begin..at].trim_end());
                begin = at;
            }
            // The rest is a comment.
            (None, '/') if before == '/' => break,
            (None, '\'' | '"') => {
                quote = Some(c);
                is_verbatim = before == '@';
            }
            (Some(_), '\\') if !is_verbatim => {
                chars.next();
            }
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
        before = c;
    }
    parts.push(&line[begin..]);
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::laid_out;

    #[test]
    fn a_long_line_is_broken_before_its_pipes() {
        let kql = format!(
            "source | where a == 'x|y' |extend b = @'\\|' | extend c = \"\\\"|\" | project {}",
            "d, ".repeat(30)
        );
        let expected = [
            "source",
            "| where a == 'x|y'",
            "|extend b = @'\\|'",
            "| extend c = \"\\\"|\"",
            &format!("| project {}", "d, ".repeat(30).trim_end()),
        ];
        assert_eq!(laid_out(&kql), expected.join("\n"));
    }

    #[test]
    fn a_comment_is_not_broken() {
        let kql = format!("source | extend a = 1 // it's a | b {}", "c ".repeat(60));
        let expected = format!(
            "source\n| extend a = 1 // it's a | b {}",
            "c ".repeat(60).trim_end()
        );
        assert_eq!(laid_out(&kql), expected);
    }

    #[test]
    fn short_lines_stay_as_they_are() {
        let kql = "source | project a\n| extend b = 1";
        assert_eq!(laid_out(kql), kql);
        assert_eq!(laid_out(""), "");
    }
}
