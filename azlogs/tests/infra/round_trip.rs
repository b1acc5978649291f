//! What is written from a schema is read as that schema, without findings.

use azlogs::infra::{Deployment, Flow, Language};
use azlogs::{ColumnSchema, ColumnType, SchemaEntry, StreamSchema, TableColumnType};
use azlogs_dcr::Document;
use azlogs_kql::dcr::follow;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{bicep, properties, terraform};

/// A stream and its columns.
type Streams = Vec<(String, Vec<(String, ColumnType, TableColumnType, String)>)>;

/// Documentation, some of which looks like code in one of the languages.
fn docs() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\[\\]${}%'\"\\\\a\n\r\t]{0,12}",
        Just(String::new()),
    ]
}

fn column_type() -> impl Strategy<Value = (ColumnType, TableColumnType)> {
    let same = |column_type| (column_type, TableColumnType::of(column_type));
    let guid = (ColumnType::String, TableColumnType::Guid);
    select(
        ColumnType::ALL
            .map(same)
            .into_iter()
            .chain([guid])
            .collect::<Vec<_>>(),
    )
}

fn streams(
    stream: impl Strategy<Value = String>,
    column: impl Strategy<Value = String>,
) -> impl Strategy<Value = Streams> {
    let column = (column, column_type(), docs());
    let columns = proptest::collection::vec(column, 1..12);
    let stream = (stream, columns).prop_map(|(stream, columns)| {
        let columns = columns.into_iter();
        let columns = columns
            .map(|(name, (column_type, table_type), docs)| (name, column_type, table_type, docs));
        (stream, columns.collect())
    });
    proptest::collection::vec(stream, 1..5)
}

/// Those that Azure takes.
fn good_streams() -> impl Strategy<Value = Streams> {
    let column = prop_oneof![
        4 => "[A-Za-z][A-Za-z0-9_]{1,44}",
        1 => select(vec!["TimeGenerated".to_owned(), "source".to_owned(), "where".to_owned()]),
    ];
    let stream = "Custom-[A-Za-z0-9][A-Za-z0-9_-]{0,20}";
    streams(stream, column).prop_filter_map("names that Azure takes", |mut streams| {
        let mut names = std::collections::HashSet::new();
        streams.retain(|(stream, _)| {
            names.insert(
                stream
                    .to_ascii_lowercase()
                    .trim_end_matches("_cl")
                    .to_owned(),
            )
        });
        for (_, columns) in &mut streams {
            let mut names = std::collections::HashSet::new();
            columns.retain(|(name, ..)| {
                azlogs_dcr::check_column_name(name).is_ok()
                    && names.insert(name.to_ascii_lowercase())
            });
            for (name, column_type, table_type, _) in columns.iter_mut() {
                if name == "TimeGenerated" {
                    (*column_type, *table_type) = (ColumnType::DateTime, TableColumnType::DateTime);
                }
            }
        }
        streams.retain(|(_, columns)| !columns.is_empty());
        (!streams.is_empty()).then_some(streams)
    })
}

fn deployment(streams: &Streams) -> Deployment {
    let leaked = |text: &str| -> &'static str { text.to_owned().leak() };
    streams
        .iter()
        .fold(Deployment::new("rule"), |deployment, (stream, columns)| {
            let columns = columns.iter().map(|(name, column_type, table_type, docs)| {
                let column = ColumnSchema::new(leaked(name), *column_type);
                SchemaEntry::Column(column.table_type(*table_type).docs(leaked(docs)))
            });
            let entries = columns.collect::<Vec<_>>().leak();
            deployment.flow(Flow::of_schema(StreamSchema::new(leaked(stream), entries)))
        })
}

fn check_rule(streams: &Streams, file: &str, text: &str) -> Result<(), TestCaseError> {
    let document = Document::parse(file, text.as_bytes());
    prop_assert_eq!(document.check(), &[]);
    prop_assert_eq!(document.rules().len(), 1);
    let rule = &document.rules()[0];
    prop_assert_eq!(rule.streams.len(), streams.len());
    for ((name, columns), read) in streams.iter().zip(&rule.streams) {
        prop_assert_eq!(name, &read.name);
        let columns: Vec<_> = columns
            .iter()
            .map(|(name, kind, ..)| (name, *kind))
            .collect();
        let found: Vec<_> = read
            .columns
            .iter()
            .map(|column| (&column.name, column.column_type))
            .collect();
        prop_assert_eq!(columns, found);
        let flow = rule.flows_of(name).next().unwrap();
        let base = name.strip_prefix("Custom-").unwrap();
        let table = format!("{}_CL", base.strip_suffix("_CL").unwrap_or(base));
        prop_assert_eq!(flow.table(), Some(table.as_str()));
    }
    Ok(())
}

/// Each column is in the table, in the same order, with the table's type; and the flow makes what differs.
fn check_tables(streams: &Streams, tables: &str, rule: &str) -> Result<(), TestCaseError> {
    let tables = properties::of_arm(tables);
    let rule = &properties::of_arm(rule)[0];
    prop_assert_eq!(tables.len(), streams.len());
    for (index, (_, columns)) in streams.iter().enumerate() {
        let found = tables[index]["schema"]["columns"].as_array().unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|column| {
                (
                    column["name"].as_str().unwrap(),
                    column["type"].as_str().unwrap(),
                )
            })
            .collect();
        let mut expected: Vec<_> = columns
            .iter()
            .map(|(name, _, kind, _)| (name.as_str(), kind.as_str()))
            .collect();
        let has_time = columns.iter().any(|(name, ..)| name == "TimeGenerated");
        if !has_time {
            expected.insert(0, ("TimeGenerated", "dateTime"));
        }
        prop_assert_eq!(found, expected);
        let transform = rule["dataFlows"][index]["transformKql"].as_str();
        let guids = columns
            .iter()
            .filter(|(_, _, kind, _)| *kind == TableColumnType::Guid)
            .count();
        let transform = transform.unwrap_or_default();
        prop_assert_eq!(transform.matches("toguid(").count(), guids);
        prop_assert_eq!(transform.contains("TimeGenerated = now()"), !has_time);
        prop_assert_eq!(transform.is_empty(), has_time && guids == 0);
    }
    Ok(())
}

/// Each transform is one that Azure takes, and makes what its table has.
fn check_flows(tables: &str, rule: &str) -> Result<(), TestCaseError> {
    let tables = Document::parse("tables.json", tables.as_bytes());
    let rule = Document::parse("rule.json", rule.as_bytes());
    prop_assert!(!tables.tables().is_empty());
    let followed = follow(&rule, tables.tables());
    prop_assert_eq!(followed.check(), &[]);
    Ok(())
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was(streams in good_streams()) {
        let deployment = deployment(&streams);
        let rule = deployment.rule(Language::Arm).unwrap();
        let tables = deployment.tables(Language::Arm).unwrap();
        check_rule(&streams, "rule.json", &rule)?;
        check_tables(&streams, &tables, &rule)?;
        check_flows(&tables, &rule)?;
        prop_assert_eq!(rule, deployment.rule(Language::Arm).unwrap());
    }

    #[test]
    fn bicep_says_the_same_as_the_template(streams in good_streams()) {
        let deployment = deployment(&streams);
        let (arm, bicep) = (Language::Arm, Language::Bicep);
        prop_assert_eq!(
            bicep::properties(&deployment.tables(bicep).unwrap()),
            properties::of_arm(&deployment.tables(arm).unwrap())
        );
        prop_assert_eq!(
            bicep::properties(&deployment.rule(bicep).unwrap()),
            properties::of_arm(&deployment.rule(arm).unwrap())
        );
    }

    #[test]
    fn terraform_says_the_same_as_the_template(streams in good_streams()) {
        let deployment = deployment(&streams);
        let (arm, terraform) = (Language::Arm, Language::Terraform);
        let rule = deployment.rule(terraform).unwrap();
        check_rule(&streams, "rule.tf", &rule)?;
        prop_assert_eq!(
            terraform::properties(&rule),
            properties::of_arm(&deployment.rule(arm).unwrap())
        );
        prop_assert_eq!(
            terraform::properties(&deployment.tables(terraform).unwrap()),
            properties::of_arm(&deployment.tables(arm).unwrap())
        );
    }

    #[test]
    fn whatever_names_are_is_refused_or_read_as_it_was(
        streams in streams(
            prop_oneof!["Custom-.{0,10}", any::<String>()],
            prop_oneof!["[A-Za-z_]{1,3}", any::<String>()],
        ),
    ) {
        let deployment = deployment(&streams);
        if let Ok(rule) = deployment.rule(Language::Arm) {
            check_rule(&streams, "rule.json", &rule)?;
        }
    }
}
