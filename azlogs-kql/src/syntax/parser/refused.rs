//! What Kusto has and transformations don't: operators, sources and comparisons, each with the reason and what to write instead.
//!
//! [Microsoft's list](https://learn.microsoft.com/azure/azure-monitor/data-collection/data-collection-transformations-kql) says what
//! is supported. Functions that are refused stand with the functions.

use crate::problem::{Kind, Problem};
use crate::syntax::Span;

/// A refusal, without its place.
pub(super) struct Refusal {
    kind: Kind,
    message: String,
    help: Option<String>,
}

impl Refusal {
    fn new(message: String, help: &str) -> Self {
        Self {
            kind: Kind::Refused,
            message,
            help: (!help.is_empty()).then(|| help.to_owned()),
        }
    }

    pub(super) fn at(self, span: Span) -> Problem {
        let mut problem = Problem::error(self.kind, span, self.message);
        problem.help = self.help;
        problem
    }
}

/// The operators that transformations have.
const OPERATORS: [&str; 6] = [
    "extend",
    "parse",
    "project",
    "project-away",
    "project-rename",
    "where",
];

const SEVERAL_ROWS: &str = "a transformation sees one row at a time";
const MORE_ROWS: &str = "a transformation makes one row of a row, or none";
const OTHER_TABLES: &str = "a transformation sees no other table";
const NOT_SUPPORTED: &str = "Azure Monitor doesn't list it among what transformations support";

/// Why the operator can't be used, and what can be.
fn reason(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "summarize" | "distinct" | "count" | "top-hitters" | "top-nested" | "make-series"
        | "partition" | "facet" | "reduce" => (
            SEVERAL_ROWS,
            "Summarise when you query the table, or with a summary rule.",
        ),
        "sort" | "order" | "top" | "serialize" | "scan" => {
            (SEVERAL_ROWS, "Sort when you query the table.")
        }
        "take" | "limit" | "sample" | "sample-distinct" => {
            (SEVERAL_ROWS, "Drop rows by what they hold, with `where`.")
        }
        "join" | "lookup" | "union" | "fork" => (
            OTHER_TABLES,
            "Keep small lookups in the transformation: `parse_json('{\"key\": \"value\"}')[key]`, or `case(…)`.",
        ),
        "mv-expand" | "mvexpand" | "mv-apply" | "mvapply" => (
            MORE_ROWS,
            "Keep the array as a dynamic column, and expand it when you query; elements by number are `a[0]`.",
        ),
        "project-reorder" => (
            NOT_SUPPORTED,
            "Name the columns in their order with `project`. The table's columns have no order that counts.",
        ),
        "project-keep" => (NOT_SUPPORTED, "Name the columns to keep with `project`."),
        "project-smart" | "project-by-names" => (NOT_SUPPORTED, "Use `project`."),
        "parse-where" => (
            NOT_SUPPORTED,
            "Use `parse`, and then `where isnotempty(column)`.",
        ),
        "parse-kv" => (
            NOT_SUPPORTED,
            "Use `parse`, or `extract(…)` for each value.",
        ),
        "invoke" | "evaluate" | "macro-expand" | "execute-and-cache" => (NOT_SUPPORTED, ""),
        "as" => (NOT_SUPPORTED, "Name a pipeline with `let`."),
        "search" | "find" => (SEVERAL_ROWS, "Use `where` with `has` or `contains`."),
        "getschema" | "render" | "consume" | "assert-schema" => (
            NOT_SUPPORTED,
            "It says something about a result and has no use here.",
        ),
        "make-graph"
        | "graph-match"
        | "graph-shortest-paths"
        | "graph-to-table"
        | "graph-mark-components"
        | "graph-where-nodes"
        | "graph-where-edges" => (SEVERAL_ROWS, ""),
        "range" | "externaldata" | "external_data" => (OTHER_TABLES, ""),
        _ => return None,
    })
}

pub(super) fn is_operator(name: &str) -> bool {
    OPERATORS.contains(&name) || reason(name).is_some()
}

/// What is wrong with an operator of this name, which isn't one of those that transformations have.
pub(super) fn operator(name: &str) -> Refusal {
    if let Some((reason, help)) = reason(name) {
        return Refusal::new(
            format!("`{name}` can't be used in a transformation: {reason}"),
            help,
        );
    }
    let lower = name.to_ascii_lowercase();
    let help = if lower != name && is_operator(&lower) {
        format!("Operators are written in small letters: `{lower}`.")
    } else if let Some(near) = nearest(&lower) {
        format!("Did you mean `{near}`?")
    } else {
        "A transformation has `where`, `extend`, `project`, `project-away`, `project-rename` and `parse`.".to_owned()
    };
    Refusal {
        kind: Kind::Syntax,
        message: format!("there is no operator `{name}`"),
        help: Some(help),
    }
}

fn nearest(name: &str) -> Option<&'static str> {
    let (distance, near) = OPERATORS
        .iter()
        .map(|operator| (strsim::damerau_levenshtein(name, operator), *operator))
        .min()?;
    (distance <= 2).then_some(near)
}

/// A source of rows that can't be used.
pub(super) fn source(word: &str) -> Option<Refusal> {
    match word {
        "range" | "union" | "search" | "find" | "externaldata" | "external_data" | "evaluate" => {
            let help = "A transformation begins with `source`, which is the incoming row.";
            Some(Refusal::new(
                format!("`{word}` can't be used in a transformation: {OTHER_TABLES}"),
                help,
            ))
        }
        _ => None,
    }
}

/// A statement other than `let`.
pub(super) fn statement(word: &str) -> Option<Refusal> {
    let help = match word {
        "set" | "alias" | "restrict" => "",
        "declare" | "pattern" => "Name values and functions with `let`.",
        _ => return None,
    };
    Some(Refusal::new(
        format!("`{word}` can't be used in a transformation: {NOT_SUPPORTED}"),
        help,
    ))
}

/// A function whose argument is a pipeline, or which gives another table.
pub(super) fn subquery(word: &str) -> Option<Refusal> {
    match word {
        "toscalar" | "totable" | "materialize" | "table" | "database" | "cluster" | "workspace"
        | "app" | "resource" => Some(Refusal::new(
            format!("`{word}` can't be used in a transformation: {OTHER_TABLES}"),
            "",
        )),
        _ => None,
    }
}

/// What stands to the right of an operator that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BinaryForm {
    /// A value.
    Text,
    /// `(a, b)`.
    List,
}

/// A comparison that transformations don't have.
pub(super) struct RefusedBinary {
    pub(super) form: BinaryForm,
    help: &'static str,
}

impl RefusedBinary {
    pub(super) fn problem(&self, word: &str) -> Refusal {
        Refusal::new(
            format!("`{word}` can't be used in a transformation: {NOT_SUPPORTED}"),
            self.help,
        )
    }
}

pub(super) fn binary(word: &str) -> Option<RefusedBinary> {
    let (form, help) = match word {
        "in~" => (
            BinaryForm::List,
            "Write `tolower(x) in ('a', 'b')`, with the values in small letters.",
        ),
        "!in~" => (
            BinaryForm::List,
            "Write `tolower(x) !in ('a', 'b')`, with the values in small letters.",
        ),
        "has_any" | "has_any~" => (BinaryForm::List, "Write `x has 'a' or x has 'b'`."),
        "has_all" | "has_all~" => (BinaryForm::List, "Write `x has 'a' and x has 'b'`."),
        "hasprefix" | "!hasprefix" | "hasprefix_cs" | "!hasprefix_cs" => (
            BinaryForm::Text,
            r"Write `x matches regex @'(?i)\bprefix'`, or `startswith` where it's the start of the text.",
        ),
        "hassuffix" | "!hassuffix" | "hassuffix_cs" | "!hassuffix_cs" => (
            BinaryForm::Text,
            r"Write `x matches regex @'(?i)suffix\b'`, or `endswith` where it's the end of the text.",
        ),
        "like" | "notlike" | "likecs" | "notlikecs" => (
            BinaryForm::Text,
            "Use `contains`, `startswith`, `endswith` or `matches regex`.",
        ),
        "containscs" => (BinaryForm::Text, "Write `contains_cs`."),
        "notcontains" => (BinaryForm::Text, "Write `!contains`."),
        "notcontainscs" => (BinaryForm::Text, "Write `!contains_cs`."),
        _ => return None,
    };
    Some(RefusedBinary { form, help })
}
