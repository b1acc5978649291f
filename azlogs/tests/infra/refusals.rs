//! What Azure would refuse, or drop in silence, isn't written.

use azlogs::infra::{Deployment, Flow, InfraError, Language, TablePlan};
use azlogs::{ColumnSchema, ColumnType, SchemaEntry, StreamSchema, TableColumnType};
use expect_test::{Expect, expect};

const TIME: SchemaEntry = column("TimeGenerated", ColumnType::DateTime);

const fn column(name: &'static str, column_type: ColumnType) -> SchemaEntry {
    SchemaEntry::Column(ColumnSchema::new(name, column_type))
}

#[track_caller]
fn flow(stream: &'static str, entries: &[SchemaEntry]) -> Flow {
    Flow::of_schema(StreamSchema::new(stream, entries.to_vec().leak()))
}

fn deployment(flows: impl IntoIterator<Item = Flow>) -> Deployment {
    flows
        .into_iter()
        .fold(Deployment::new("rule"), Deployment::flow)
}

/// The error, with the lines of this file left out.
fn refusal(deployment: &Deployment) -> String {
    let error: InfraError = deployment.rule(Language::Arm).unwrap_err();
    let debug = format!("{error:?}");
    let lines = debug
        .lines()
        .map(|line| match line.split_once("refusals.rs:") {
            Some((before, _)) => format!("{before}refusals.rs:…"),
            None => line.to_owned(),
        });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn check(deployment: &Deployment, expected: &Expect) {
    expected.assert_eq(&refusal(deployment));
}

#[test]
fn a_rule_has_a_name_that_a_host_can_have() {
    for name in ["", "ab", "a_b", "{{a}}", "[a]", "größe", &"a".repeat(31)] {
        let deployment = Deployment::new(name).flow(flow("Custom-A", &[TIME]));
        let error = deployment.rule(Language::Arm).err();
        assert!(
            error.is_some_and(|it| it.to_string().contains("AZL0066")),
            "{name}"
        );
    }
    for name in ["abc", "a-1", &"a".repeat(30)] {
        let deployment = Deployment::new(name).flow(flow("Custom-A", &[TIME]));
        assert!(deployment.rule(Language::Arm).is_ok(), "{name}");
    }
    check(
        &Deployment::new("a b"),
        &expect![[r#"
            the deployment can't be written

            error: the rule has no flow [AZL0303]
              = help: add one for each type of row, with `.flow(Flow::of::<Row>())`

            error: the name of a rule of kind `Direct` is made of letters, digits and `-`, and `a b` isn't [AZL0066]
              = help: give it another name: this one becomes part of its endpoint's host name
        "#]],
    );
}

#[test]
fn a_table_has_a_name_of_a_custom_table() {
    for name in [
        "",
        "_CL",
        "Orders",
        "Or ders_CL",
        "Or'ders_CL",
        &format!("{}_CL", "a".repeat(61)),
    ] {
        let deployment = deployment([flow("Custom-A", &[TIME]).table(name)]);
        let refusal = refusal(&deployment);
        let is_refused = refusal.contains("AZL0067") || refusal.contains("AZL0021");
        assert!(
            is_refused && refusal.contains("refusals.rs"),
            "{name}: {refusal}"
        );
    }
    check(
        &deployment([flow("Custom-a.b", &[TIME])]),
        &expect![[r#"
            the deployment can't be written

            error: no table can have the name `a.b_CL` [AZL0067]
              --> azlogs/tests/infra/refusals.rs:…
              = help: a table's name has 4 to 63 letters from A to Z or a to z, digits, `-` and `_`
        "#]],
    );
}

#[test]
fn a_column_has_a_name_that_a_table_can_have() {
    let columns = [
        TIME,
        column("TenantId", ColumnType::String),
        column("a.b", ColumnType::Int),
        column("x", ColumnType::Int),
    ];
    check(
        &deployment([flow("Custom-A", &columns)]),
        &expect![[r#"
        the deployment can't be written

        error: a table can't have column `TenantId`: the name is reserved [AZL0016]
          --> azlogs/tests/infra/refusals.rs:…
          = help: name the column otherwise, with `#[log_record(column = "…")]` on the field

        error: a table can't have column `a.b`: a column name is made of letters from A to Z or a to z, digits and `_`, and has no `.` [AZL0016]
          --> azlogs/tests/infra/refusals.rs:…
          = help: name the column otherwise, with `#[log_record(column = "…")]` on the field

        error: a table can't have column `x`: a column name has 2 to 45 characters, and this has 1 [AZL0016]
          --> azlogs/tests/infra/refusals.rs:…
          = help: name the column otherwise, with `#[log_record(column = "…")]` on the field
    "#]],
    );
}

#[test]
fn columns_are_distinct_in_any_case() {
    let columns = [
        TIME,
        column("Path", ColumnType::String),
        column("Path", ColumnType::String),
        column("path", ColumnType::String),
    ];
    check(
        &deployment([flow("Custom-A", &columns)]),
        &expect![[r#"
            the deployment can't be written

            error: columns `Path` and `path` differ only in case [AZL0010]
              --> azlogs/tests/infra/refusals.rs:…
              = help: rename one of them: tables of the Auxiliary plan lose data of such columns

            error: stream `Custom-A` has column `Path` twice [AZL0009]
              --> azlogs/tests/infra/refusals.rs:…
              = help: remove one of them
        "#]],
    );
}

#[test]
fn a_stream_has_a_name_columns_and_one_flow() {
    let flows = [
        flow("Custom-A", &[TIME]),
        flow("Custom-A", &[TIME]),
        flow("Custom-B", &[]),
        flow("Orders", &[TIME]),
    ];
    check(
        &deployment(flows),
        &expect![[r#"
            the deployment can't be written

            error: two flows are of stream `Custom-A` [AZL0302]
              --> azlogs/tests/infra/refusals.rs:…
              = help: give each type of row a stream of its own, or leave one of the flows out

            error: no stream can be called `Orders`: a stream's name is `Custom-` or `Microsoft-` and something after it [AZL0012]
              --> azlogs/tests/infra/refusals.rs:…

            error: stream `Custom-B` has no columns: every property posted to it is dropped [AZL0022]
              --> azlogs/tests/infra/refusals.rs:…
              = help: declare the columns that rows have
        "#]],
    );
}

#[test]
fn time_generated_is_or_becomes_an_instant() {
    for fits in [
        ColumnType::DateTime,
        ColumnType::String,
        ColumnType::Dynamic,
    ] {
        let deployment = deployment([flow("Custom-A", &[column("TimeGenerated", fits)])]);
        assert!(deployment.rule(Language::Arm).is_ok(), "{fits}");
    }
    let time = column("TimeGenerated", ColumnType::Long);
    check(
        &deployment([flow("Custom-A", &[time])]),
        &expect![[r#"
            the deployment can't be written

            error: `TimeGenerated` is of type long, of which no instant can be made [AZL0018]
              --> azlogs/tests/infra/refusals.rs:…
              = help: use a type for datetime columns
        "#]],
    );
}

#[test]
fn a_retention_is_within_the_services_bounds_and_the_plans() {
    let flow = |stream| flow(stream, &[TIME]);
    let flows = [
        flow("Custom-A").retention_in_days(3),
        flow("Custom-B").total_retention_in_days(4384),
        flow("Custom-C")
            .plan(TablePlan::Basic)
            .retention_in_days(30),
        flow("Custom-D")
            .retention_in_days(90)
            .total_retention_in_days(30),
    ];
    check(
        &deployment(flows),
        &expect![[r#"
            the deployment can't be written

            error: the retention of table `A_CL` is 3 days, and has to be 4 to 730 [AZL0300]
              --> azlogs/tests/infra/refusals.rs:…

            error: the total retention of table `B_CL` is 4384 days, and has to be 4 to 4383 [AZL0300]
              --> azlogs/tests/infra/refusals.rs:…

            error: the retention of table `C_CL` can't be set: its plan, Basic, says it [AZL0300]
              --> azlogs/tests/infra/refusals.rs:…

            error: the total retention of table `D_CL` is 30 days, and less than its retention, 90 days [AZL0300]
              --> azlogs/tests/infra/refusals.rs:…
        "#]],
    );
    let good = flow("Custom-A")
        .retention_in_days(4)
        .total_retention_in_days(4383);
    assert!(deployment([good]).rule(Language::Arm).is_ok());
}

#[test]
fn flows_that_share_a_table_agree_on_it() {
    let id = SchemaEntry::Column(
        ColumnSchema::new("OrderId", ColumnType::String).table_type(TableColumnType::Guid),
    );
    let flows = [
        flow("Custom-A", &[TIME, id]).table("Shop_CL"),
        flow("Custom-B", &[TIME, column("OrderId", ColumnType::String)])
            .table("Shop_CL")
            .plan(TablePlan::Auxiliary),
        flow("Custom-C", &[TIME, column("orderid", ColumnType::String)]).table("shop_CL"),
    ];
    check(
        &deployment(flows),
        &expect![[r#"
            the deployment can't be written

            error: two flows ask for table `Shop_CL` with different plans or retentions [AZL0301]
              --> azlogs/tests/infra/refusals.rs:…
              = help: give both flows the same `plan`, `retention_in_days` and `total_retention_in_days`

            error: column `OrderId` of table `Shop_CL` is to be string here, and guid elsewhere [AZL0301]
              --> azlogs/tests/infra/refusals.rs:…
              = help: give both the same type, or let one of the flows have a table of its own

            error: two flows call one table `Shop_CL` and `shop_CL` [AZL0301]
              --> azlogs/tests/infra/refusals.rs:…
              = help: let both name it in the same case, or one of them another table

            error: columns `OrderId` and `orderid` differ only in case [AZL0010]
              --> azlogs/tests/infra/refusals.rs:…
              = help: rename one of them: tables of the Auxiliary plan lose data of such columns
        "#]],
    );
}

#[test]
fn azures_own_tables_are_there_already() {
    let flow = |stream| flow(stream, &[TIME, column("Computer", ColumnType::String)]);
    check(
        &deployment([flow("Microsoft-Syslog").total_retention_in_days(90)]),
        &expect![[r#"
            the deployment can't be written

            error: the table of stream `Microsoft-Syslog` is Azure's own: its name, plan and retention aren't written here [AZL0304]
              --> azlogs/tests/infra/refusals.rs:…
              = help: leave `table`, `plan` and the retentions out, or name the stream `Custom-…`
        "#]],
    );
    let good = deployment([flow("Microsoft-Syslog")]);
    let rule = good.rule(Language::Arm).unwrap();
    assert!(
        !rule.contains("streamDeclarations")
            && rule.contains("\"outputStream\": \"Microsoft-Syslog\"")
    );
    assert!(!rule.contains("transformKql"));
    let guid =
        ColumnSchema::new("AwsEventId", ColumnType::String).table_type(TableColumnType::Guid);
    let guid = [TIME, SchemaEntry::Column(guid)];
    let cast = deployment([self::flow("Microsoft-AWSCloudTrail", &guid)]);
    assert!(
        cast.rule(Language::Arm)
            .unwrap()
            .contains("source | extend AwsEventId = toguid(AwsEventId)")
    );
    let error = good.tables(Language::Arm).unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no table to write: all of them are Azure's own [AZL0304]"
    );
}

#[test]
fn more_than_azure_takes_is_not_written() {
    let columns = |count: usize, table_type| -> Vec<SchemaEntry> {
        (0..count)
            .map(|index| {
                let name = format!("Column{index:039}").leak();
                let column = ColumnSchema::new(name, ColumnType::String).table_type(table_type);
                SchemaEntry::Column(column)
            })
            .collect()
    };
    let most = flow("Custom-A", &columns(499, TableColumnType::String));
    assert!(deployment([most]).rule(Language::Arm).is_ok());
    check(
        &deployment([flow("Custom-A", &columns(500, TableColumnType::String))]),
        &expect![[r#"
            the deployment can't be written

            error: table `A_CL` has 501 columns, and a table can have 500 [AZL0064]
              --> azlogs/tests/infra/refusals.rs:…
              = help: group some in a dynamic column
        "#]],
    );
    check(
        &deployment([flow("Custom-A", &columns(200, TableColumnType::Guid))]),
        &expect![[r#"
            the deployment can't be written

            error: the transform has 20637 characters; the documented limit is 15360 [AZL0020]
              --> azlogs/tests/infra/refusals.rs:…
              = help: shorten it, or split the stream
        "#]],
    );
    let described = deployment([flow("Custom-A", &[TIME])]).description("ä".repeat(257));
    check(
        &described,
        &expect![[r#"
            the deployment can't be written

            error: the rule's description has 257 characters, and Azure takes 256 [AZL0065]
              = note: Azure refuses to deploy it: `InvalidProperty`
              = help: shorten it
        "#]],
    );
}
