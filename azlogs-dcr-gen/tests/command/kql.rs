//! `azlogs-dcr-gen kql`: what comes out of a transform.

use std::fs;

use expect_test::expect;

use crate::{check, directory, run};

#[test]
fn the_first_line_for_programs_has_the_columns_and_each_other_a_row() {
    let directory = directory();
    check(
        directory.path(),
        &[
            "kql",
            "--format",
            "json",
            "print a = 1 + 2.5, at = datetime(2024-01-02), t = 1d + 2h, no = tolong('x')",
        ],
        &expect![[r#"
            exit code 0
            ---- stdout
            {"columns":[{"name":"a","type":"real"},{"name":"at","type":"datetime"},{"name":"t","type":"timespan"},{"name":"no","type":"long"}]}
            {"a":3.5,"at":"2024-01-02T00:00:00.0000000Z","t":"1.02:00:00","no":null}
            ---- stderr
        "#]],
    );
}

#[test]
fn rows_of_a_file_are_transformed_with_the_columns_that_are_given() {
    let directory = directory();
    fs::write(
        directory.path().join("rows.ndjson"),
        "{\"s\":\"b\",\"i\":1}\n{\"s\":\"a\"}\n{\"s\":\"c\",\"i\":\"3\"}\n",
    )
    .unwrap();
    check(
        directory.path(),
        &[
            "kql",
            "--columns",
            "s:string,i:int",
            "--rows",
            "rows.ndjson",
            "source | where s != 'a' | project i = i + 1, Upper = toupper(s)",
        ],
        &expect![[r#"
            exit code 0
            ---- stdout
            i: long  Upper: string
            2        "B"
            4        "C"
            ---- stderr
        "#]],
    );
}

#[test]
fn all_that_is_wrong_is_told_at_its_place() {
    let directory = directory();
    check(
        directory.path(),
        &[
            "kql",
            "--columns",
            "user:string",
            "source | where usr == 'x'\n| extend n = coalesce(user, 'y')",
        ],
        &expect![[r#"
            exit code 1
            ---- stdout
            ---- stderr
            error: there is no column `usr`
             --> <kql>:1:16
              |
            1 | source | where usr == 'x'
              |                ^^^
              |
              = help: Did you mean `user`?

            error: `coalesce` can't be used in a transformation: it isn't among the functions that a transformation can use
             --> <kql>:2:14
              |
            2 | | extend n = coalesce(user, 'y')
              |              ^^^^^^^^
              |
              = help: Use `case` or `iff`, as in `iff(isnotempty(a), a, b)`.
        "#]],
    );
}

#[test]
fn rows_that_are_none_are_told_beside_what_becomes_of_the_others() {
    let directory = directory();
    fs::write(
        directory.path().join("rows.ndjson"),
        "{\"s\":\"b\"}\nnot json\n[1]\n{\"s\":\"c\"}\n",
    )
    .unwrap();
    check(
        directory.path(),
        &[
            "kql",
            "--rows",
            "rows.ndjson",
            "source | project t = toupper(s)",
        ],
        &expect![[r#"
            exit code 1
            ---- stdout
            t: string
            "B"
            "C"
            ---- stderr
            error: rows.ndjson, line 2: no JSON: expected ident, in `not json`
            error: rows.ndjson, line 3: a row is an object, and this isn't
        "#]],
    );
}

#[test]
fn what_cannot_be_read_is_trouble() {
    let directory = directory();
    for (args, told) in [
        (
            vec!["kql", "--rows", "missing.json", "source"],
            "missing.json",
        ),
        (vec!["kql", "--rows", "folder", "source"], "folder"),
        (vec!["kql", "--columns", "a:text", "source"], "a:text"),
    ] {
        let output = run(directory.path(), &args);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains(told), "{err}");
    }
}
