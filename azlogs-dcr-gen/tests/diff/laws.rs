//! What holds for any two versions.

use std::path::Path;

use azlogs_dcr::ColumnType;
use azlogs_dcr_gen::Document;
use azlogs_dcr_gen::diff::{Change, ChangeClass, Phase, diff};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

/// Names and types.
type Columns = Vec<(String, ColumnType)>;

fn columns() -> impl Strategy<Value = Columns> {
    // Few names, so that two versions have some in common.
    let column = ("[A-D][a-c]{1,2}", select(ColumnType::ALL.to_vec()));
    proptest::collection::vec(column, 0..8).prop_map(|mut columns| {
        let mut names = std::collections::HashSet::new();
        columns.retain(|(name, _)| names.insert(name.clone()));
        columns
    })
}

fn document(file: &str, columns: &Columns) -> Document {
    let columns = columns.iter();
    let columns: Vec<_> = columns
        .map(|(name, column_type)| json!({"name": name, "type": column_type.as_str()}))
        .collect();
    let rule = json!({
        "streamDeclarations": { "Custom-A": { "columns": columns } },
        "dataFlows": [ { "streams": ["Custom-A"], "destinations": ["la"], "outputStream": "Custom-A_CL" } ]
    });
    Document::parse(file, rule.to_string().as_bytes())
}

fn count(changes: &[Change], what: &str) -> usize {
    changes
        .iter()
        .filter(|change| change.message.contains(what))
        .count()
}

proptest! {
    #[test]
    fn every_column_is_accounted_for(old in columns(), new in columns()) {
        let changes = diff(&document("old.json", &old), &document("new.json", &new));
        let kept = |(name, _): &&(String, ColumnType)| new.iter().any(|(other, _)| other == name);
        let in_both = old.iter().filter(kept).count();
        let retyped = old
            .iter()
            .filter(|(name, kind)| new.iter().any(|(other, now)| other == name && now != kind))
            .count();
        let renamed = count(&changes, " is called ");
        prop_assert_eq!(count(&changes, " is gone") + renamed, old.len() - in_both);
        prop_assert_eq!(count(&changes, " is new") + renamed, new.len() - in_both);
        prop_assert_eq!(count(&changes, " is of type "), retyped);
        let impossible = changes.iter().filter(|change| change.class == ChangeClass::Impossible);
        prop_assert_eq!(impossible.count(), retyped);
    }

    /// What is new goes from the table to the rows, what is gone the other way.
    #[test]
    fn steps_are_in_order(old in columns(), new in columns()) {
        for change in diff(&document("old.json", &old), &document("new.json", &new)) {
            prop_assert!(change.steps.is_sorted_by_key(|step| step.phase));
            prop_assert_eq!(change.steps.is_empty(), change.class != ChangeClass::Ordered);
            let has = |phase| change.steps.iter().any(|step| step.phase == phase);
            if change.message.ends_with(" is new") {
                prop_assert!(has(Phase::Tables) && has(Phase::Rule) && has(Phase::Producers));
            }
            if change.message.ends_with(" is gone") {
                prop_assert!(!has(Phase::Rule) && has(Phase::Producers) && has(Phase::RuleCleanup));
            }
        }
    }

    #[test]
    fn a_version_does_not_differ_from_itself(columns in columns()) {
        let document = document("rule.json", &columns);
        prop_assert_eq!(diff(&document, &document), &[]);
    }

    #[test]
    fn any_two_texts_can_be_compared(old in any::<String>(), new in any::<String>()) {
        let (old, new) = (format!("{{\"streamDeclarations\": {old}"), format!("{{\"dataFlows\": {new}"));
        diff(&Document::parse("old", old.as_bytes()), &Document::parse("new", new.as_bytes()));
    }
}

/// Hundreds of published rules. They aren't part of this repository: the test looks for them beside it, and says so where they
/// aren't there.
#[test]
#[allow(clippy::print_stdout, reason = "what a test skips it says")]
fn no_published_rule_differs_from_itself() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    for folder in ["dcr", "dcr-from-bicep"] {
        let Ok(entries) = std::fs::read_dir(shared.join(folder)) else {
            println!(
                "skipped: there is no folder {}",
                shared.join(folder).display()
            );
            continue;
        };
        for file in entries.map(|entry| entry.unwrap().path()) {
            let document = Document::read_file(&file).unwrap();
            assert_eq!(diff(&document, &document), [], "{}", file.display());
        }
    }
}
