//! The catalogue of Azure's own tables is what the documentation says. What that is lies beside this repository, and isn't
//! part of it: without it there is nothing to compare. `UPDATE_EXPECT=1` writes the catalogue anew.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use azlogs_dcr::catalog::{DATE, STANDARD_COLUMNS};
use expect_test::expect_file;
use serde_json::Value;

/// Columns that are documented as `string`, and of type `guid` in an export of a workspace's tables
/// (LaurieRhodes/Powershell-Kusto-Schema-Tools) and in published rules. `*` is the beginning of a name.
const GUIDS: [(&str, &[&str]); 3] = [
    (
        "*AssessmentRecommendation",
        &[
            "ActionAreaId",
            "AssessmentId",
            "FocusAreaId",
            "RecommendationId",
        ],
    ),
    (
        "AWSCloudTrail",
        &["AwsEventId", "AwsRequestId", "SharedEventId"],
    ),
    ("SfBOnlineAssessmentRecommendation", &["O365TenantId"]),
];

/// Columns that a published rule (criblio/Cribl-Microsoft) brings there with another type than the documented one.
const OF_RULES: [(&str, &str, &str); 2] = [
    ("ASimDnsActivityLogs", "ThreatFirstReportedTime", "datetime"),
    ("ASimDnsActivityLogs", "ThreatLastReportedTime", "datetime"),
];

const HEAD: &str = "\
# Azure's own tables to which the Logs Ingestion API may write: facts read from Microsoft's documentation.
#
# Names: Microsoft's list of the tables that the API supports, and columns: \"Azure Monitor Logs reference\", the page of each
# table; both as of DATE, as collected in oshezaf/sentinelninja. Plans: \"Azure Monitor Logs tables feature support\" of
# 2026-09-28, which has the same names. Written by tests/reading/catalog.rs.
#
# A line for each table: name, plan Basic, plan Auxiliary (yes, no; nothing where it isn't said). Below it a line for each
# column: name, documented type, and the type that workspaces or published rules have, where that differs. What the service
# fills itself is left out. Tables without columns have no page.
";

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus")
}

/// Basic and Auxiliary, by table.
fn plans(text: &str) -> HashMap<&str, (String, String)> {
    let rows = text.lines().skip(1).map(|line| {
        let fields: Vec<_> = line.split('\t').collect();
        (
            fields[0],
            (fields[1].to_lowercase(), fields[2].to_lowercase()),
        )
    });
    rows.collect()
}

fn otherwise<'a>(table: &str, column: &str) -> Option<&'a str> {
    let is_named = |name: &str| match name.strip_prefix('*') {
        Some(end) => table.ends_with(end),
        None => table == name,
    };
    let mut guids = GUIDS.iter();
    if guids.any(|(name, columns)| is_named(name) && columns.contains(&column)) {
        return Some("guid");
    }
    let of_rule = OF_RULES.iter().find(|of| (of.0, of.1) == (table, column));
    of_rule.map(|of| of.2)
}

/// The lines of a table's columns.
fn columns(table: &str, schema: &Value) -> String {
    let columns: BTreeSet<_> = schema["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| {
            (
                column["name"].as_str().unwrap(),
                column["type"].as_str().unwrap(),
            )
        })
        .filter(|(name, _)| !STANDARD_COLUMNS.contains(name))
        .collect();
    let mut lines = String::new();
    for (name, column_type) in columns {
        let _ = write!(lines, "\t{name}\t{column_type}");
        if let Some(other) = otherwise(table, name) {
            let _ = write!(lines, "\t{other}");
        }
        lines.push('\n');
    }
    lines
}

#[test]
#[allow(clippy::print_stdout, reason = "what a test skips it says")]
fn the_catalogue_says_what_the_documentation_says() {
    let Ok(names) = fs::read_to_string(corpus().join("supported_tables.txt")) else {
        println!("skipped: there is no {}", corpus().display());
        return;
    };
    let features = fs::read_to_string(corpus().join("tables_features.tsv")).unwrap();
    let plans = plans(&features);
    let mut text = HEAD.replace("DATE", DATE);
    for table in names.lines().collect::<BTreeSet<_>>() {
        let (basic, auxiliary) = plans.get(table).cloned().unwrap_or_default();
        let line = format!("{table}\t{basic}\t{auxiliary}");
        let _ = writeln!(text, "{}", line.trim_end());
        if let Ok(schema) = fs::read_to_string(corpus().join(format!("tables/{table}.json"))) {
            let schema = serde_json::from_str(&schema).unwrap();
            text.push_str(&columns(table, &schema));
        }
    }
    expect_file!["../../src/catalog/tables.txt"].assert_eq(&text);
}
