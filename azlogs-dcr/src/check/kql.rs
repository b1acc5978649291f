//! What can be seen of a transform without understanding it: its operators.

/// Operators that take or make more than one row. A transform runs over one row at a time.
///
/// Source: "Create a transformation in Azure Monitor", "KQL limitations".
const MANY_ROWS: [&str; 31] = [
    "as",
    "count",
    "distinct",
    "evaluate",
    "facet",
    "find",
    "fork",
    "getschema",
    "invoke",
    "join",
    "limit",
    "lookup",
    "make-graph",
    "make-series",
    "mv-apply",
    "mv-expand",
    "order",
    "partition",
    "range",
    "reduce",
    "render",
    "sample",
    "sample-distinct",
    "scan",
    "search",
    "serialize",
    "sort",
    "summarize",
    "take",
    "top",
    "union",
];

/// An operator of a transform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Operator<'a> {
    /// Such as `project-away`.
    pub(super) name: &'a str,
    /// All that follows in the transform.
    pub(super) rest: &'a str,
    /// How many parentheses are open around it.
    depth: usize,
}

impl Operator<'_> {
    /// Whether it takes or makes more than one row.
    pub(super) fn is_of_many_rows(&self) -> bool {
        MANY_ROWS.contains(&self.name)
    }
}

/// Whether the rows that come out of a transform have a column, as far as can be seen. The doubt counts for it.
pub(super) fn may_make(column: &str, is_in_stream: bool, kql: &str) -> bool {
    let has_statements = kql.contains(';');
    let last = operators(kql)
        .into_iter()
        .rfind(|operator| operator.name == "project" && operator.depth == 0);
    match last {
        Some(project) if !has_statements => project.rest.contains(column),
        _ => is_in_stream || kql.contains(column),
    }
}

/// The operators, in their order: the word after each `|` that is in no text and no comment.
pub(super) fn operators(kql: &str) -> Vec<Operator<'_>> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut rest = kql;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '/' if after.starts_with('/') => after_line(after),
            '\'' | '"' => after_text(after, c, false),
            '@' if after.starts_with(['\'', '"']) => {
                let quote = if after.starts_with('"') { '"' } else { '\'' };
                after_text(&after[1..], quote, true)
            }
            '(' | '[' | '{' => {
                depth += 1;
                after
            }
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                after
            }
            '|' => {
                let after = after_blanks(after);
                let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
                let (name, rest) = after.split_at(end.unwrap_or(after.len()));
                if !name.is_empty() {
                    found.push(Operator { name, rest, depth });
                }
                rest
            }
            _ => after,
        };
    }
    found
}

/// What follows blanks and comments.
fn after_blanks(text: &str) -> &str {
    let mut text = text.trim_start();
    while text.starts_with("//") {
        text = after_line(text).trim_start();
    }
    text
}

fn after_line(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, rest)| rest)
}

/// What follows a text whose opening quote was read.
fn after_text(text: &str, quote: char, is_verbatim: bool) -> &str {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return &text[at + c.len_utf8()..];
        }
        if c == '\\' && !is_verbatim {
            chars.next();
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(kql: &str) -> Vec<&str> {
        operators(kql).iter().map(|found| found.name).collect()
    }

    #[test]
    fn operators_are_the_words_after_pipes() {
        let kql = "source\n| where a == 'x | summarize' // | join\n|project-away b|extend c = strcat(\"|\\\"| top\", @'\\') |\n // why\n take 3";
        assert_eq!(names(kql), ["where", "project-away", "extend", "take"]);
        assert_eq!(names("source"), Vec::<&str>::new());
        assert_eq!(names("|"), Vec::<&str>::new());
        assert_eq!(names("source | 'open"), Vec::<&str>::new());
        assert_eq!(
            names("source | extend x = '€' | sort by x"),
            ["extend", "sort"]
        );
    }

    #[test]
    fn what_takes_many_rows_is_told_from_what_takes_one() {
        let many = |kql: &str| operators(kql).iter().any(Operator::is_of_many_rows);
        assert!(many("source | summarize count() by x"));
        assert!(many("source | extend y = toscalar(T | count)"));
        for one in [
            "source | extend count = 1",
            "source | where x | project-rename a = b",
            "source | parse x with y",
        ] {
            assert!(!many(one), "{one}");
        }
    }

    #[test]
    fn a_column_is_missed_where_no_way_leads_to_it() {
        let make = |is_in_stream, kql| may_make("TimeGenerated", is_in_stream, kql);
        assert!(make(false, "source | extend TimeGenerated = now()"));
        assert!(make(false, "source | project TimeGenerated = now(), X"));
        assert!(make(
            false,
            "source | project X | extend ['TimeGenerated'] = now()"
        ));
        assert!(make(true, "source | where x > 1"));
        assert!(make(
            true,
            "let f = (a:string) { T | project a }; source | extend b = f(X)"
        ));
        assert!(make(
            true,
            "source | extend b = toscalar(source | project a)"
        ));
        assert!(!make(false, "source | where x > 1"));
        assert!(!make(true, "source | project X, Y"));
        assert!(!make(
            true,
            "source | where TimeGenerated > ago(1d) | project X"
        ));
    }
}
