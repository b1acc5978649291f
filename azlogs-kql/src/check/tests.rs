//! What columns come out and where they come from, and what is said of what is wrong.

use expect_test::{Expect, expect};

use crate::{Column, ScalarType, check};

fn columns() -> Vec<Column> {
    vec![
        Column::new("name", ScalarType::String),
        Column::new("count", ScalarType::Int),
        Column::new("when", ScalarType::DateTime),
        Column::new("more", ScalarType::Dynamic),
    ]
}

/// The columns, each with the incoming columns that it reads; `=` before that of which it's a copy.
fn gives(text: &str, expected: &Expect) {
    let checked = check(text, &columns()).expect("a transformation");
    let lines = checked.columns().iter().map(|column| {
        let copy = column
            .copy_of
            .as_ref()
            .map(|name| format!(" ={name}"))
            .unwrap_or_default();
        format!(
            "{}: {} <- {}{copy}",
            column.name,
            column.r#type,
            column.reads.join(" ")
        )
    });
    expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

fn says(text: &str, expected: &Expect) {
    let problems = check(text, &columns())
        .map_or_else(|problems| problems, |checked| checked.warnings().to_vec());
    let lines = problems.iter().map(|problem| {
        let help = problem
            .help
            .as_ref()
            .map(|help| format!(" {help}"))
            .unwrap_or_default();
        let place = &text[problem.span.start..problem.span.end];
        format!(
            "{} `{place}`: {}.{help}",
            problem.kind.as_str(),
            problem.message
        )
    });
    expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn where_each_column_comes_from_is_known() {
    gives(
        "let factor = 2; source | extend size = count * factor, who = name | project-rename at = when | project who, at, size2 = size + 1, \
         more.a, fixed = 'x'",
        &expect![[r"
            who: string <- name =name
            at: datetime <- when =when
            size2: long <- count
            more_a: dynamic <- more
            fixed: string <- "]],
    );
    gives(
        "source | parse strcat(name, count) with 'a' x:long 'b' name | project x, name, when = tostring(when)",
        &expect![[r"
            x: long <- name count
            name: string <- name count
            when: string <- when"]],
    );
}

#[test]
fn filters_read_columns_too() {
    let checked = check(
        "source | extend n = count + 1 | where n > 1 and isnotempty(name) | project when",
        &columns(),
    )
    .unwrap();
    assert_eq!(checked.filters(), ["name", "count"]);
}

#[test]
fn functions_and_tables_of_lets_are_followed() {
    gives(
        "let limit = (least: long = 3) { source | where count > least | extend n = count + least }; \
         let twice = (x: long) { let y = x * 2; y }; \
         limit(5) | project n = twice(n), name",
        &expect![[r"
            n: long <- count
            name: string <- name =name"]],
    );
}

#[test]
fn all_errors_are_reported_with_what_was_meant() {
    says(
        "source | where nmae == 'x' and cuont > 1 | extend a = toupper(nam), b = ToLower(name), c = name + 1 | project Name, tolwer(name)",
        &expect![[r"
            unknown-name `nmae`: there is no column `nmae`. Did you mean `name`?
            unknown-name `cuont`: there is no column `cuont`. Did you mean `count`?
            unknown-name `nam`: there is no column `nam`. Did you mean `name`?
            unknown-function `ToLower`: there is no function `ToLower`. Names tell capitals from small letters: `tolower`.
            type `+`: `+` doesn't take a string and a long. Put strings together with `strcat(a, b)`; convert text to a number with `tolong(…)` or `toreal(…)`.
            unknown-name `Name`: there is no column `Name`. Names tell capitals from small letters: `name`.
            unknown-function `tolwer`: there is no function `tolwer`. Did you mean `tolower`?"]],
    );
}

#[test]
fn what_depends_on_an_error_is_passed_over() {
    says(
        "source | extend a = nosuchthing | extend b = a + 1, c = a.b | where b",
        &expect!["unknown-name `nosuchthing`: there is no column `nosuchthing`."],
    );
    says(
        "let x = name; source | extend y = x + 1",
        &expect![
            "unknown-name `name`: `name` is a column, and there are no columns here. A `let` and a function's body don't see the row. Give the column's value to a function as an argument."
        ],
    );
    says(
        "source | summarize n = count() by name | where n > 1 and q",
        &expect![
            "refused `summarize`: `summarize` can't be used in a transformation: a transformation sees one row at a time. Summarise when you query the table, or with a summary rule."
        ],
    );
}

#[test]
fn what_is_doubtful_is_a_warning() {
    says(
        "source | where name == 1",
        &expect![
            "type `==`: a string is compared with a long. The service can refuse this. Convert one of them, as with `tostring(…)` or `tolong(…)`."
        ],
    );
    says(
        "source | where count between (1 .. 5)",
        &expect![
            "refused `between`: `between` isn't among the operators that Microsoft lists for transformations. Write `x >= a and x <= b`."
        ],
    );
    says(
        "source | extend z = columnifexists('name', 1)",
        &expect![
            "type `columnifexists('name', 1)`: the column `name` is of type string, its default of type long. Give it a default of its type."
        ],
    );
}

#[test]
fn only_dynamic_values_have_properties() {
    says(
        "source | project name.a, more.a",
        &expect![
            "type `name`: only a dynamic value has properties and elements, and this is a string. If it holds JSON, write `parse_json(…)` around it."
        ],
    );
}

#[test]
fn a_parse_has_ten_columns_at_most() {
    let pattern: Vec<String> = (0..11).map(|number| format!("'x' c{number}")).collect();
    says(
        &format!("source | parse name with {}", pattern.join(" ")),
        &expect![
            "refused `c10`: a `parse` of a transformation can have 10 columns. Split it into several."
        ],
    );
    let pattern: Vec<String> = (0..10).map(|number| format!("'x' c{number}")).collect();
    assert!(
        check(
            &format!("source | parse name with {}", pattern.join(" ")),
            &columns()
        )
        .is_ok()
    );
}

#[test]
fn rows_must_come_out() {
    says(
        "let x = 1; x",
        &expect![
            "type `x`: `x` is a value, and rows should come from here. A transformation ends with `source | …`."
        ],
    );
    says(
        "Source | where true",
        &expect![
            "unknown-name `Source`: there is no table `Source`. Names tell capitals from small letters: `source`."
        ],
    );
    says(
        "Events | where true",
        &expect![
            "unknown-name `Events`: there is no table `Events`. The incoming rows are called `source`; a transformation sees no other table."
        ],
    );
}

/// The place of each problem.
fn places(text: &str) -> Vec<&str> {
    let problems = check(text, &columns()).expect_err("something is wrong");
    let place = |span: crate::Span| &text[span.start..span.end];
    problems.iter().map(|problem| place(problem.span)).collect()
}

#[test]
fn a_wrong_pattern_is_shown_itself() {
    assert_eq!(
        places("source | parse kind=regex name with 'a' x '(b' y:int"),
        ["'(b'"]
    );
    // What is wrong only of all together is at all of it.
    assert_eq!(
        places("source | parse kind=regex name with 'a' x '(?P<azlogs_0>b)' y:int"),
        ["'a' x '(?P<azlogs_0>b)'"]
    );
}

#[test]
fn a_null_has_a_type() {
    says(
        "source | extend x = iff(count > 1, null, 2)",
        &expect![
            "unknown-name `null`: there is no column `null`. A null has a type: int(null), datetime(null), …; an empty string is ''."
        ],
    );
}

#[test]
fn what_is_known_of_dynamic_values_goes_with_their_columns() {
    says(
        "source | extend parts = split(name, ',') | project-rename p = parts | extend n = extract('a', 0, p[0])",
        &expect![
            "type `p[0]`: expected `string`, found a dynamic value that holds a `string`. Convert it with `tostring()`."
        ],
    );
    says(
        "let f = (x: string) { pack('a', x) }; source | extend n = array_length(f(name))",
        &expect!["type `f(name)`: expected a `dynamic` array, found a property bag."],
    );
    says("source | extend n = array_length(more)", &expect![[""]]);
}
