//! Whatever the text, reading and checking it ends, without a panic and on an ordinary stack, and what is reported has its place in it.

use azlogs_kql::{Column, Kind, ScalarType, check};
use proptest::prelude::*;

use crate::oracle::TRANSFORMS;

fn columns() -> Vec<Column> {
    ScalarType::ALL
        .iter()
        .map(|r#type| Column::new(format!("c_{type}"), *r#type))
        .collect()
}

/// Checks the text, and that each problem has a place within it.
fn survives(text: &str) {
    if let Err(problems) = check(text, &columns()) {
        assert!(
            problems.iter().any(azlogs_kql::Problem::is_error),
            "{text:?}: no error among {problems:?}"
        );
        for problem in problems {
            let span = problem.span;
            assert!(
                text.get(span.start..span.end).is_some(),
                "{text:?}: {problem:?}"
            );
            let told = format!("{} {}", problem.message, problem.help.unwrap_or_default());
            assert!(
                !told.contains(|c: char| c.is_control() || c == '\u{202e}'),
                "{text:?}: {told:?}"
            );
        }
    }
}

/// Pieces of KQL, good ones and bad ones.
const PIECES: [&str; 78] = [
    "source",
    "|",
    "where",
    "extend",
    "project",
    "project-away",
    "project-rename",
    "parse",
    "print",
    "datatable",
    "let",
    "f",
    "x",
    "=",
    "==",
    "!=",
    "=~",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    ".",
    "..",
    "*",
    "+",
    "-",
    "/",
    "%",
    "<",
    ">=",
    "and",
    "or",
    "in",
    "!in",
    "between",
    "contains",
    "!has_cs",
    "matches regex",
    "with",
    "kind=regex",
    "flags=U",
    "'a'",
    "\"b\"",
    "@'c\\d'",
    "'open",
    "```",
    "h'd'",
    "1",
    "2.5",
    "0x1F",
    "1d",
    "1e",
    "true",
    "int(null)",
    "datetime(2020-01-01)",
    "time(x)",
    "guid(",
    "dynamic({",
    "typeof(long)",
    "c_string",
    "c_dynamic",
    "c_long",
    "['a b']",
    "c_dynamic.a[0]",
    "tolong(",
    "iff(",
    "strcat(",
    "summarize",
    "toscalar(",
    "// comment\n",
    "é",
    "\\",
    "long",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text(text in any::<String>()) {
        survives(&text);
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        survives(&pieces.join(" "));
        survives(&pieces.concat());
    }

    #[test]
    fn real_transformations_spoilt(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), length in 0_usize..12, piece in prop::sample::select(&PIECES[..])) {
        let text: Vec<char> = TRANSFORMS[which.index(TRANSFORMS.len())].chars().collect();
        let at = at.index(text.len() + 1);
        let end = (at + length).min(text.len());
        let spoilt: String = text[..at].iter().copied().chain(piece.chars()).chain(text[end..].iter().copied()).collect();
        survives(&spoilt);
        survives(&text[..at].iter().collect::<String>());
    }
}

#[test]
fn what_a_message_quotes_disturbs_no_terminal() {
    for (text, told) in [
        ("\"\0\"", r#"found `"\u{0}"`"#),
        (
            "source | where ['a\u{1b}[31m\u{202e}b'] == 1",
            r"there is no column `a\u{1b}[31m\u{202e}b`",
        ),
        (
            "source | where c_string matches regex 'a\t('",
            r"the regular expression `a\t(` isn't valid",
        ),
        ("source | fo\u{7}o", "there is no operator `fo`"),
    ] {
        let problems = check(text, &columns()).expect_err("it is bad");
        let messages: Vec<_> = problems.iter().map(|problem| &problem.message).collect();
        assert!(
            messages.iter().any(|message| message.contains(told)),
            "{told}: {messages:?}"
        );
        survives(text);
    }
}

/// What is wrong with the text, where it's one thing.
fn only_problem(text: &str) -> Kind {
    let problems = check(text, &columns()).expect_err("too deep");
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].kind
}

#[test]
fn a_hundred_thousand_parentheses_are_too_long() {
    let text = format!(
        "source | where {}true{}",
        "(".repeat(100_000),
        ")".repeat(100_000)
    );
    assert_eq!(only_problem(&text), Kind::TooComplex);
}

#[test]
fn depth_is_bounded_however_it_comes() {
    let deep = [
        format!(
            "source | where {}true{}",
            "(".repeat(30_000),
            ")".repeat(30_000)
        ),
        format!("{}source{}", "(".repeat(30_000), ")".repeat(30_000)),
        format!(
            "source | where {}c_bool{}",
            "not(".repeat(10_000),
            ")".repeat(10_000)
        ),
        format!("source | extend x = c_dynamic{}", ".a".repeat(30_000)),
        format!("source | extend x = c_dynamic{}", "[0]".repeat(20_000)),
        format!(
            "source | extend x = {}0{}",
            "c_dynamic[".repeat(5_000),
            "]".repeat(5_000)
        ),
        format!("source | extend x = 1{}", " + 1".repeat(15_000)),
        format!("source | extend x = {}1", "1 + (".repeat(10_000)),
        format!("source | where {}true", "c_bool == (".repeat(5_000)),
        format!(
            "source | where {}true{}",
            "true in (".repeat(5_000),
            ")".repeat(5_000)
        ),
        format!(
            "{}1{}; source",
            "let f = () { ".repeat(4_000),
            "; 1 }".repeat(4_000)
        ),
        format!("let f = {}; source", "() { let g = ".repeat(4_000)),
    ];
    for text in deep {
        let kinds: Vec<Kind> = check(&text, &columns())
            .expect_err("too deep")
            .iter()
            .map(|problem| problem.kind)
            .collect();
        assert!(
            kinds.contains(&Kind::TooComplex),
            "{}…: {kinds:?}",
            &text[..60]
        );
    }
}

/// What real transformations nest isn't too deep; a chain of `or` can be as long as the text.
#[test]
fn what_people_write_is_not_too_deep() {
    let nested = format!(
        "source | extend x = {}'z'{}",
        "iff(c_bool, 'a', ".repeat(100),
        ")".repeat(100)
    );
    let chain = format!(
        "source | where c_string == 'a'{}",
        " or c_string == 'b'".repeat(2_000)
    );
    let sum = format!("source | extend x = 1{}", " + 1".repeat(150));
    let many = format!("source{}", " | extend x = c_long + 1".repeat(1_000));
    for text in [nested, chain, sum, many] {
        assert!(check(&text, &columns()).is_ok(), "{}…", &text[..60]);
    }
}

/// Each of these calls the one before it twice: what is checked doesn't double with each.
#[test]
fn functions_of_functions_are_checked_once() {
    let functions =
        (1..100).map(|n| format!("let f{n} = (x: long) {{ f{p}(x) + f{p}(x) }};", p = n - 1));
    let text = format!(
        "let f0 = (x: long) {{ x + 1 }};{}source | extend y = 1",
        functions.collect::<String>()
    );
    // A plan that would take this long to run may be refused, but at once.
    let _ = check(&text, &columns());
}
