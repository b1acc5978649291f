//! What is said of a text that can't be read, and where.

use expect_test::{Expect, expect};

use super::parse;
use crate::syntax::ast::{ExpressionKind, OperatorKind, Transform};

fn read(text: &str) -> (Transform, Vec<String>) {
    let mut problems = Vec::new();
    let tree = parse(text, &mut problems);
    let said = problems.iter().map(|problem| {
        let place = &text[problem.span.start..problem.span.end];
        format!(
            "{}..{} `{place}`: {}",
            problem.span.start, problem.span.end, problem.message
        )
    });
    (tree, said.collect())
}

fn says(text: &str, expected: &Expect) {
    expected.assert_eq(&read(text).1.join("\n"));
}

#[test]
fn each_error_is_reported_where_it_is() {
    says(
        "source | extend a = , b = (1 | where | project x y | summarize count() by a",
        &expect![[r"
            20..21 `,`: expected a value, found `,`
            29..30 `|`: expected `)`, found `|`
            37..38 `|`: expected a value, found `|`
            49..50 `y`: expected `,`, `|` or the end, found `y`
            53..62 `summarize`: `summarize` can't be used in a transformation: a transformation sees one row at a time"]],
    );
}

#[test]
fn what_is_nearly_an_operator_is_told_to_be_so() {
    for (text, help) in [
        ("source | where i = 1", "`==` compares."),
        (
            "source | where b AND b",
            "Operators are written in small letters: `and`.",
        ),
    ] {
        let mut problems = Vec::new();
        parse(text, &mut problems);
        assert_eq!(problems[0].help.as_deref(), Some(help), "{text}");
    }
}

#[test]
fn what_is_missing_is_missed_behind_the_last_word() {
    says(
        "source | where i > ",
        &expect!["18..18 ``: expected a value, found the end"],
    );
    says(
        "source |  ",
        &expect!["7..8 `|`: expected an operator after `|`"],
    );
    says("", &expect!["0..0 ``: the transformation has no result"]);
    says(
        "let x = 1;",
        &expect!["10..10 ``: the transformation has no result"],
    );
}

#[test]
fn literals_are_checked_as_they_are_read() {
    says(
        r"source | where s == 'a\d'",
        &expect![[r"22..24 `\d`: `\d` is no escape"]],
    );
    says(
        "source | where s == 'open",
        &expect!["25..25 ``: expected `'`: the string doesn't end"],
    );
    says(
        "source | extend z = int(x)",
        &expect!["20..26 `int(x)`: `x` is no int: the value is null"],
    );
    says(
        "source | extend z = dynamic([1, ')'])",
        &expect!["20..37 `dynamic([1, ')'])`: a transformation can't have dynamic literals"],
    );
    says(
        "source | extend é = 1",
        &expect!["16..18 `é`: `é` means nothing here"],
    );
}

#[test]
fn comparisons_are_not_chained() {
    says(
        "source | where a == b == c",
        &expect!["22..24 `==`: `==` can't follow a comparison without parentheses"],
    );
    says("source | where a < b == c and d has e", &expect![""]);
}

#[test]
fn a_refused_function_parameter_is_reported_once() {
    says(
        "let f = (T: (s: string)) { T | count }; f(source) | where x",
        &expect![[r"
        9..10 `T`: a function of a transformation can't take a table
        31..36 `count`: `count` can't be used in a transformation: a transformation sees one row at a time"]],
    );
}

#[test]
fn what_comes_behind_the_result_is_refused() {
    says(
        "source; source",
        &expect!["8..14 `source`: a transformation has one result, and this would be another"],
    );
    says(
        "source; let x = 1",
        &expect!["8..11 `let`: a `let` behind the transformation's result"],
    );
}

#[test]
fn a_pattern_says_where_its_columns_end() {
    says(
        "source | parse s with a b",
        &expect!["24..25 `b`: nothing says where the column `b` begins"],
    );
    says(
        "source | parse s with 'x' a *",
        &expect!["28..29 `*`: nothing says where the column `a` ends and the `*` begins"],
    );
    says(
        "source | parse s with * *",
        &expect!["24..25 `*`: a `*` after a `*` means nothing"],
    );
    says(
        "source | parse kind=regex flags=Ui s with * 'x' a:long * ",
        &expect![""],
    );
}

#[test]
fn every_literal_form_is_read() {
    let literals = "true, bool(null), 5, 0x1F, 1.5e-3, 1.5h, 10microseconds, int(7), long(-7), real(-inf), \
                    datetime(2020-01-01 12:00), time(1.02:03:04), timespan(1d), guid(74be27de-1e4e-49d9-b579-fe0b331d3642), \
                    'a\\n', \"b\", @'c\\d''', h'e', ```f\ng```, 'h' \"i\"";
    let (tree, problems) = read(&format!("source | project {literals}"));
    assert_eq!(problems, Vec::<String>::new());
    let pipeline = tree.pipeline.unwrap();
    let OperatorKind::Project(items) = &pipeline.operators[0].kind else {
        panic!("no project")
    };
    assert_eq!(items.len(), 20);
    assert!(
        items
            .iter()
            .all(|item| matches!(item.value.kind, ExpressionKind::Literal(_)))
    );
}

#[test]
fn operators_bind_as_in_kusto() {
    let (tree, _) = read("source | where a or b and not(c) or d == 1 + 2 * 3");
    let pipeline = tree.pipeline.unwrap();
    let OperatorKind::Where(condition) = &pipeline.operators[0].kind else {
        panic!("no where")
    };
    let ExpressionKind::Or(operands) = &condition.kind else {
        panic!("no or")
    };
    assert_eq!(operands.len(), 3);
    assert!(matches!(operands[1].kind, ExpressionKind::And(_)));
    // The operator on text binds tightest of all.
    let (tree, _) = read("source | where 2 * a has b");
    let pipeline = tree.pipeline.unwrap();
    let OperatorKind::Where(condition) = &pipeline.operators[0].kind else {
        panic!("no where")
    };
    let ExpressionKind::Binary(product) = &condition.kind else {
        panic!("no product")
    };
    assert_eq!(
        product.operator,
        crate::syntax::ast::BinaryOperator::Multiply
    );
}

#[test]
fn other_statements_and_tables_are_refused_by_name() {
    says(
        "set notruncation; source",
        &expect![
            "0..3 `set`: `set` can't be used in a transformation: Azure Monitor doesn't list it among what transformations support"
        ],
    );
    says(
        "declare query_parameters(x:int); source",
        &expect![
            "0..7 `declare`: `declare` can't be used in a transformation: Azure Monitor doesn't list it among what transformations support"
        ],
    );
    says(
        "cluster('a').database('b').T | where x",
        &expect![
            "0..7 `cluster`: `cluster` can't be used in a transformation: a transformation sees no other table"
        ],
    );
    says(
        "source | where * has 'a'",
        &expect!["15..16 `*`: expected a value, found `*`"],
    );
}

/// As the language service has it: words of Kusto's are names between brackets only.
#[test]
fn a_column_called_time_stands_in_brackets() {
    says(
        "source | extend a = todatetime(time)",
        &expect!["31..35 `time`: expected a value, found `time`"],
    );
    says(
        "source | extend time = now()",
        &expect!["16..20 `time`: expected a name, found `time`"],
    );
    says("source | extend a = ['time'], ['time'] = b", &expect![[""]]);
    says(
        "source | extend a = x.time, type = kind",
        &expect!["22..26 `time`: expected a property's name, found `time`"],
    );
    says(
        "let by = 1; source",
        &expect!["4..6 `by`: expected a name, found `by`"],
    );
}

#[test]
fn words_of_other_languages_are_told_in_kql() {
    says(
        "source | where a && b",
        &expect!["17..19 `&&`: `&&` means nothing here"],
    );
    says(
        "source | where a == 1 || b == 2 | project c",
        &expect!["22..24 `||`: `||` means nothing here"],
    );
    says(
        "source | where !(a)",
        &expect!["15..16 `!`: `!` means nothing here"],
    );
    says(
        "source /* all | where x */ | where a",
        &expect!["7..9 `/*`: `/*` means nothing here"],
    );
    says(
        "source | where a /* to the end",
        &expect!["17..19 `/*`: `/*` means nothing here"],
    );
}
