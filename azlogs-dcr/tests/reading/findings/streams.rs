//! What is wrong with streams and their columns.

use expect_test::expect;

use super::{check, with_columns};

#[test]
fn what_has_to_be_there_and_is_missing() {
    check(
        r#"{ "streamDeclarations": { "Custom-A": {} }, "dataFlows": [ {} ] }"#,
        &expect![[r#"
            error: stream `Custom-A` has no `columns` [AZL0005]
              --> dcr.json:1:27
              = help: write `"columns": [ { "name": "TimeGenerated", "type": "datetime" } ]`
            error: a data flow has no `streams` [AZL0005]
              --> dcr.json:1:60
              = help: write `"streams": [ "Custom-…" ]`
        "#]],
    );
    check(
        &with_columns(r#"{}, { "name": "Aa" }, { "type": "int" }, { "name": "", "type": "int" }"#),
        &expect![[r#"
            error: a column has no `name` [AZL0005]
              --> dcr.json:2:1
              = help: write `"name": "…"`
            error: a column has no `type` [AZL0005]
              --> dcr.json:2:1
              = help: write `"type": "…"` with one of `string`, `int`, `long`, `real`, `boolean`, `datetime`, `dynamic`
            error: column `Aa` has no `type` [AZL0005]
              --> dcr.json:2:5
              = help: write `"type": "…"` with one of `string`, `int`, `long`, `real`, `boolean`, `datetime`, `dynamic`
            error: a column has no `name` [AZL0005]
              --> dcr.json:2:23
              = help: write `"name": "…"`
            error: a column's `name` is empty [AZL0005]
              --> dcr.json:2:52
              = help: write `"name": "…"`
        "#]],
    );
}

#[test]
fn types_that_streams_do_not_have() {
    check(
        &with_columns(
            r#"{ "name": "Aa", "type": "guid" }, { "name": "Bb", "type": "bool" },
{ "name": "Cc", "type": "rael" }, { "name": "Dd", "type": "blob" }"#,
        ),
        &expect![[r#"
            error: column `Aa` has type `guid`, which streams don't have [AZL0007]
              --> dcr.json:2:25
              = help: use `string`, and `toguid()` in the transform where the table's column is a guid
            error: column `Bb` has type `bool`, which streams don't have [AZL0007]
              --> dcr.json:2:59
              = help: use `boolean`
            error: column `Cc` has type `rael`, which streams don't have [AZL0007]
              --> dcr.json:3:25
              = help: did you mean `real`?
            error: column `Dd` has type `blob`, which streams don't have [AZL0007]
              --> dcr.json:3:59
              = help: use one of `string`, `int`, `long`, `real`, `boolean`, `datetime`, `dynamic`
        "#]],
    );
}

#[test]
fn types_in_another_case() {
    check(
        &with_columns(r#"{ "name": "Aa", "type": "dateTime" }"#),
        &expect![[r#"
            note: column `Aa` has type `dateTime`, documented as `datetime` [AZL0008]
              --> dcr.json:2:25
        "#]],
    );
}

#[test]
fn columns_of_one_name() {
    check(
        &with_columns(
            r#"{ "name": "Aa", "type": "int" },
{ "name": "AA", "type": "int" },
{ "name": "Aa", "type": "long" },
{ "name": "aa", "type": "int" }"#,
        ),
        &expect![[r#"
            warning: columns `AA` and `Aa` differ only in case [AZL0010]
              --> dcr.json:3:11
              = note: the other is here: dcr.json:2:11
              = help: rename one of them: tables of the Auxiliary plan lose data of such columns
            error: stream `Custom-A` has column `Aa` twice [AZL0009]
              --> dcr.json:4:11
              = note: the first is here: dcr.json:2:11
              = help: remove one of them
            warning: columns `aa` and `Aa` differ only in case [AZL0010]
              --> dcr.json:5:11
              = note: the other is here: dcr.json:2:11
              = help: rename one of them: tables of the Auxiliary plan lose data of such columns
        "#]],
    );
}

#[test]
fn streams_of_one_name_but_for_case() {
    check(
        r#"{ "Custom-A": { "columns": [ { "name": "Aa", "type": "int" } ] },
  "Custom-a": { "columns": [ { "name": "Aa", "type": "int" } ] } }"#,
        &expect![[r#"
            warning: streams `Custom-a` and `Custom-A` differ only in case [AZL0023]
              --> dcr.json:2:3
              = note: the other is here: dcr.json:1:3
              = help: rename one of them: Azure Resource Manager takes the two keys for one
        "#]],
    );
}

#[test]
fn names_of_streams() {
    check(
        r#"{ "Custom-": { "columns": [ { "name": "Aa", "type": "int" } ] },
  "myTable": { "columns": [ { "name": "Aa", "type": "int" } ] },
  "Custom-a b": { "columns": [ { "name": "Aa", "type": "int" } ] },
  "Microsoft-Syslog": { "columns": [ { "name": "Aa", "type": "int" } ] } }"#,
        &expect![[r#"
            warning: stream `Custom-`: a stream's name is `Custom-` or `Microsoft-` and something after it [AZL0012]
              --> dcr.json:1:3
              = help: call it such as `Custom-AppRequests`
            warning: stream `myTable`: a stream's name is `Custom-` or `Microsoft-` and something after it [AZL0012]
              --> dcr.json:2:3
              = help: call it `Custom-myTable`
            warning: stream `Custom-a b`: a stream's name has no ` ` [AZL0012]
              --> dcr.json:3:3
              = help: call it such as `Custom-AppRequests`
        "#]],
    );
}

#[test]
fn streams_without_columns() {
    check(
        r#"{ "Custom-A": { "columns": [] } }"#,
        &expect![[r#"
        warning: stream `Custom-A` has no columns: every property posted to it is dropped [AZL0022]
          --> dcr.json:1:28
          = help: declare the columns that rows have
    "#]],
    );
}
