//! Rust names for streams, columns and rules, whose own names may be anything.

use std::collections::HashSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// Keywords of any edition; `r#` makes a name of them.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that `r#` doesn't free.
const NEVER_NAMES: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// Types and traits that generated code names without a path.
const USED_BY_GENERATED_CODE: [&str; 3] = ["Default", "Option", "String"];

/// A name that Rust takes, without the `r#` that it may need.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RustName(String);

impl RustName {
    /// The name of a stream's struct: `Custom-AppRequests_CL` is `AppRequests`.
    pub(crate) fn of_stream(stream: &str) -> Self {
        let name = ["Custom-", "Microsoft-"]
            .iter()
            .find_map(|prefix| stream.strip_prefix(prefix))
            .unwrap_or(stream);
        let name = name.strip_suffix("_CL").unwrap_or(name);
        let name = named(&words(name).to_upper_camel_case(), "Stream");
        if USED_BY_GENERATED_CODE.contains(&name.as_str()) {
            return Self(name + "_");
        }
        Self::usable(name)
    }

    /// The name of a column's field: `DurationMs` is `duration_ms`.
    pub(crate) fn of_column(column: &str) -> Self {
        Self::usable(named(&words(column).to_snake_case(), "column_"))
    }

    /// The name of a module for a rule or a file of that name.
    pub(crate) fn of_module(text: &str) -> Self {
        Self::usable(named(&words(text).to_snake_case(), "rule_"))
    }

    /// A name that the user chose, where Rust takes it.
    pub(crate) fn chosen(text: &str) -> Option<Self> {
        let name = text.strip_prefix("r#").unwrap_or(text);
        if NEVER_NAMES.contains(&name) {
            return None;
        }
        // Keywords are no `Ident` to syn, but raw ones are; whatever else isn't a name isn't one with `r#` either.
        let raw = format!("r#{name}");
        let ident: Ident = syn::parse_str(&raw).ok()?;
        // White space and comments, which syn passes over, are no part of the name.
        (ident == raw).then(|| Self(name.to_owned()))
    }

    /// Whether a struct of this name would hide a type that generated code uses.
    pub(crate) fn hides_a_type(&self) -> bool {
        USED_BY_GENERATED_CODE.contains(&self.0.as_str())
    }

    /// The name without `r#`.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as code.
    pub(crate) fn ident(&self) -> Ident {
        if KEYWORDS.contains(&self.0.as_str()) {
            Ident::new_raw(&self.0, Span::call_site())
        } else {
            Ident::new(&self.0, Span::call_site())
        }
    }

    fn usable(name: String) -> Self {
        if NEVER_NAMES.contains(&name.as_str()) {
            return Self(name + "_");
        }
        Self(name)
    }
}

/// A name that something in a scope wants.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// The user chose it: it is this or an error.
    Chosen(RustName),
    /// What everybody expects to find under this name: others have to give way.
    Expected(RustName),
    /// Made from a name of the rule's: where it is taken, the next free one will do.
    Derived(RustName),
}

/// A name that something in a scope got.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) name: RustName,
    /// Whether it was chosen, and something before had chosen it too.
    pub(crate) is_taken: bool,
}

/// Gives each its own name, in order, the chosen and expected ones first: of equals the second becomes `name_2`.
pub(crate) fn distinct_snake(wanted: Vec<Wanted>) -> Vec<Given> {
    distinct(wanted, "_")
}

/// As [`distinct_snake`], but the second becomes `Name2`: rustc finds that `Name_2` is no name for a type.
pub(crate) fn distinct_camel(wanted: Vec<Wanted>) -> Vec<Given> {
    distinct(wanted, "")
}

fn distinct(wanted: Vec<Wanted>, separator: &str) -> Vec<Given> {
    let mut taken = HashSet::new();
    let mut in_turn: Vec<(usize, Wanted)> = wanted.into_iter().enumerate().collect();
    in_turn.sort_by_key(|(_, wanted)| match wanted {
        Wanted::Chosen(_) => 0,
        Wanted::Expected(_) => 1,
        Wanted::Derived(_) => 2,
    });
    let given = in_turn.into_iter().map(|(at, wanted)| {
        let given = match wanted {
            Wanted::Chosen(name) => Given {
                is_taken: !taken.insert(name.clone()),
                name,
            },
            Wanted::Expected(name) | Wanted::Derived(name) => Given {
                name: free(name, separator, &mut taken),
                is_taken: false,
            },
        };
        (at, given)
    });
    let mut given: Vec<(usize, Given)> = given.collect();
    given.sort_by_key(|(at, _)| *at);
    given.into_iter().map(|(_, given)| given).collect()
}

/// The name, or the first of `name_2`, `name_3`, … that is free; it is taken then.
fn free(name: RustName, separator: &str, taken: &mut HashSet<RustName>) -> RustName {
    let stem = name.0.trim_end_matches('_');
    let numbered = (2_u32..).map(|number| RustName(format!("{stem}{separator}{number}")));
    let mut candidates = std::iter::once(name.clone()).chain(numbered);
    // The numbers don't run out before the names do.
    let free = candidates
        .find(|name| !taken.contains(name))
        .unwrap_or(name);
    taken.insert(free.clone());
    free
}

/// The text with a space for whatever can't be in a name, so that heck sees words.
///
/// Of the letters beyond ASCII only those of Latin-1 stay: rustc warns of names in other scripts that look alike.
fn words(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '×' | '÷' => ' ',
            'a'..='z' | 'A'..='Z' | '0'..='9' | 'À'..='ÿ' => c,
            _ => ' ',
        })
        .collect()
}

/// The name, with `prefix` before it where it is empty or begins with a digit.
fn named(name: &str, prefix: &str) -> String {
    if name.is_empty() {
        return prefix.trim_end_matches('_').to_owned();
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{prefix}{name}");
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &RustName) -> String {
        name.ident().to_string()
    }

    #[test]
    fn streams_become_type_names() {
        for (stream, expected) in [
            ("Custom-AppRequests", "AppRequests"),
            ("Custom-AppRequests_CL", "AppRequests"),
            ("Microsoft-CommonSecurityLog", "CommonSecurityLog"),
            ("Custom-Cyolo-Sentinel-Audit-DCR", "CyoloSentinelAuditDcr"),
            ("Custom-Json-stream", "JsonStream"),
            ("myTable", "MyTable"),
            ("Custom-self", "Self_"),
            ("Custom-Option_CL", "Option_"),
            ("Custom-404s", "Stream404s"),
            ("Custom-", "Stream"),
            ("", "Stream"),
            ("Custom-日志", "Stream"),
            ("Custom-Größe", "Größe"),
        ] {
            assert_eq!(code(&RustName::of_stream(stream)), expected, "{stream}");
        }
    }

    #[test]
    fn columns_become_field_names() {
        for (column, expected) in [
            ("TimeGenerated", "time_generated"),
            ("DstIP", "dst_ip"),
            ("id.orig_h", "id_orig_h"),
            ("ITSG Control", "itsg_control"),
            ("SHA—SHA256_s", "sha_sha256_s"),
            ("_ResourceId", "resource_id"),
            ("Type", "r#type"),
            ("self", "self_"),
            ("Super", "super_"),
            ("_", "column"),
            ("2xx", "column_2xx"),
            ("naïve", "naïve"),
            ("a×b", "a_b"),
            ("*/ fn main() {}", "fn_main"),
        ] {
            assert_eq!(code(&RustName::of_column(column)), expected, "{column}");
        }
    }

    #[test]
    fn a_clash_gets_the_next_number() {
        let columns = [
            "policy_id_s",
            "policyId_s",
            "PolicyId_s",
            "policy_id_s_2",
            "self",
            "Self",
        ];
        let wanted = columns.map(|name| Wanted::Derived(RustName::of_column(name)));
        let given = distinct_snake(wanted.into());
        assert_eq!(
            given
                .iter()
                .map(|given| given.name.as_str())
                .collect::<Vec<_>>(),
            [
                "policy_id_s",
                "policy_id_s_2",
                "policy_id_s_3",
                "policy_id_s_2_2",
                "self_",
                "self_2"
            ]
        );

        let wanted =
            ["Custom-Foo", "Custom-Foo_CL"].map(|name| Wanted::Derived(RustName::of_stream(name)));
        let given = distinct_camel(wanted.into());
        assert_eq!(given[1].name.as_str(), "Foo2");
    }

    #[test]
    fn a_chosen_name_is_given_whatever_comes_before_it() {
        let chosen = || Wanted::Chosen(RustName::chosen("status").unwrap());
        let given = distinct_snake(vec![
            Wanted::Derived(RustName::of_column("Status")),
            chosen(),
            chosen(),
        ]);
        let given: Vec<_> = given
            .iter()
            .map(|given| (given.name.as_str(), given.is_taken))
            .collect();
        assert_eq!(
            given,
            [("status_2", false), ("status", false), ("status", true)]
        );
    }

    #[test]
    fn an_expected_name_is_given_before_derived_ones() {
        let derived = Wanted::Derived(RustName::of_column("time_generated"));
        let expected = Wanted::Expected(RustName::of_column("TimeGenerated"));
        let given = distinct_snake(vec![derived, expected]);
        let given: Vec<_> = given.iter().map(|given| given.name.as_str()).collect();
        assert_eq!(given, ["time_generated_2", "time_generated"]);
    }

    #[test]
    fn a_chosen_name_is_one_that_rust_takes() {
        for good in ["Order", "r#type", "type", "größe", "_x"] {
            assert!(RustName::chosen(good).is_some(), "{good}");
        }
        for bad in [
            "", "_", "self", "r#Self", "a b", "1a", "a-b", "a;b", "r#r#a", "'a", "a::b", "a ",
            "a//b",
        ] {
            assert!(RustName::chosen(bad).is_none(), "{bad}");
        }
    }
}
