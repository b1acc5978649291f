//! Published samples of rows, judged against published rules. They aren't part of this repository: the tests look for them
//! beside it, and say so where they aren't there.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use serde_json::{Value, json};

use crate::run;

/// Which stream a sample is for, where its rule declares several.
const STREAMS: [(&str, &str); 10] = [
    ("Additional_Events", "Custom-CrowdstrikeAudit"),
    ("Audit_Events", "Custom-CrowdstrikeAudit"),
    ("Auth_Events", "Custom-CrowdstrikeAuth"),
    ("DNS_Events", "Custom-CrowdstrikeDns"),
    ("File_Events", "Custom-CrowdstrikeFile"),
    ("Network_Events", "Custom-CrowdstrikeNetwork"),
    ("Process_Events", "Custom-CrowdstrikeProcess"),
    ("Registry_Events", "Custom-CrowdstrikeRegistry"),
    ("Secondary_Data", "Custom-CrowdstrikeAudit"),
    ("User_Events", "Custom-CrowdstrikeUser"),
];

struct Sample {
    name: String,
    path: PathBuf,
    /// The rule for which it is meant, where that is there.
    rule: Option<PathBuf>,
}

#[allow(clippy::print_stdout, reason = "what a test skips it says")]
fn samples() -> Vec<Sample> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = corpus.join("samples");
    let Ok(index) = fs::read_to_string(folder.join("INDEX.tsv")) else {
        println!("skipped: there is no folder {}", folder.display());
        return Vec::new();
    };
    let rules = ["dcr", "dcr-from-bicep"].map(|rules| corpus.join(rules));
    index
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let mut rules = rules.iter().map(|rules| rules.join(fields[5]));
            Sample {
                name: fields[0].to_owned(),
                path: folder.join(fields[0]),
                rule: rules.find(|rule| rule.exists()),
            }
        })
        .collect()
}

/// What a command says of all rows, a line each, and with which exit code it ends.
fn said(command: &str, rule: &Path, data: &Path, more: &[&str]) -> (Vec<Value>, i32) {
    let (rule, data) = (rule.to_str().unwrap(), data.to_str().unwrap());
    let args = [
        command,
        "--dcr",
        rule,
        data,
        "--format",
        "json",
        "--received",
        "2026-11-22T12:00:00Z",
    ];
    let output = run(Path::new("."), &[args.as_slice(), more].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (lines.collect(), output.status.code().unwrap())
}

/// What is said of all the rows, at last.
fn judged(rule: &Path, data: &Path, more: &[&str]) -> Value {
    let (mut lines, code) = said("validate", rule, data, more);
    let summary = lines.pop().unwrap();
    let is_good = summary["error"].is_null() && summary["whole"] == summary["rows"];
    assert_eq!(code, i32::from(!is_good), "{}", data.display());
    summary
}

#[test]
fn the_samples_are_judged_as_before() {
    let mut table = "sample\trows\twhole\tpartial\tlost\tnulled\tdropped\terror\n".to_owned();
    let samples = samples();
    for sample in &samples {
        let Some(rule) = &sample.rule else {
            let _ = writeln!(table, "{}\tits rule isn't here", sample.name);
            continue;
        };
        let stream = STREAMS.iter().find(|(part, _)| sample.name.contains(part));
        let more = stream.map(|(_, stream)| ["--stream", *stream]);
        let summary = judged(rule, &sample.path, more.as_ref().map_or(&[], |more| more));
        let sum = |outcome: &str| -> u64 {
            let columns = summary["columns"].as_array().unwrap().iter();
            columns
                .map(|column| column[outcome].as_u64().unwrap())
                .sum()
        };
        let _ = writeln!(
            table,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            sample.name,
            summary["rows"],
            summary["whole"],
            summary["partial"],
            summary["lost"],
            sum("nulled"),
            sum("dropped"),
            summary["error"].as_str().unwrap_or_default(),
        );
    }
    if !samples.is_empty() {
        expect_file!["samples.tsv"].assert_eq(&table);
    }
}

/// What lands in tables, of all rows: for each flow a line, and one for each column that holds something.
fn landed(sample: &Sample, rule: &Path, more: &[&str]) -> String {
    let (mut lines, code) = said("run", rule, &sample.path, more);
    let summary = lines.pop().unwrap();
    assert_eq!(summary["rows"], lines.len(), "{}", sample.name);
    let mut told = format!(
        "# {}: {} rows, exit code {code}\n",
        sample.name,
        lines.len(),
    );
    for (place, flow) in summary["flows"].as_array().unwrap().iter().enumerate() {
        let outputs = lines.iter().map(|row| &row["flows"][place]["output"]);
        let outputs: Vec<&Value> = outputs.filter(|output| output.is_object()).collect();
        assert_eq!(flow["written"], outputs.len(), "{}", sample.name);
        let _ = writeln!(
            told,
            "{}: {}",
            flow["table"].as_str().unwrap(),
            counts(flow)
        );
        for why in ["not_run", "refused"] {
            if let Some(why) = flow[why].as_str() {
                let _ = writeln!(told, "  {why}");
            }
        }
        told += &held(flow, &outputs);
    }
    told
}

/// The columns that hold something, in how many rows, and of those that aren't text the first value.
fn held(flow: &Value, outputs: &[&Value]) -> String {
    let mut told = String::new();
    let mut empty = 0;
    for column in flow["columns"].as_array().unwrap() {
        let (name, holds) = (
            column["name"].as_str().unwrap(),
            column["type"].as_str().unwrap(),
        );
        let values = outputs.iter().map(|output| &output[name]);
        let values: Vec<_> = values
            .filter(|value| !value.is_null() && **value != "")
            .collect();
        match values.first() {
            None => empty += 1,
            Some(_) if holds == "string" => {
                let _ = writeln!(told, "  {name}: {holds} × {}", values.len());
            }
            Some(first) => {
                let _ = writeln!(
                    told,
                    "  {name}: {holds} × {}, such as {first}",
                    values.len()
                );
            }
        }
    }
    let _ = writeln!(told, "  {empty} columns hold nothing");
    told
}

/// The counts of a flow that aren't zero, and the columns that it leaves out.
fn counts(flow: &Value) -> String {
    let names = [
        "written",
        "filtered",
        "too_large",
        "filled",
        "replaced",
        "truncated",
        "dropped",
    ];
    let counts = names.iter().filter(|name| flow[**name] != 0);
    let mut told: Vec<String> = counts
        .map(|name| format!("{name} {}", flow[*name]))
        .collect();
    for names in ["columns_dropped", "not_in_table"] {
        if flow[names] != json!([]) {
            told.push(format!("{names} {}", flow[names]));
        }
    }
    told.join(", ")
}

#[test]
fn the_samples_land_in_tables_as_before() {
    let mut told = String::new();
    let samples = samples();
    for sample in &samples {
        let Some(rule) = &sample.rule else {
            let _ = writeln!(told, "# {}: its rule isn't here", sample.name);
            continue;
        };
        let stream = STREAMS.iter().find(|(part, _)| sample.name.contains(part));
        let more = stream.map(|(_, stream)| ["--stream", *stream]);
        told += &landed(sample, rule, more.as_ref().map_or(&[], |more| more));
    }
    if !samples.is_empty() {
        expect_file!["landed.txt"].assert_eq(&told);
    }
}

/// The names of the properties of all rows, or none where the sample is no JSON.
fn properties(sample: &Sample) -> Option<Vec<String>> {
    let bytes = fs::read(&sample.path).unwrap();
    let text = String::from_utf8(bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let values: Vec<Value> = values.collect::<Result<_, _>>().ok()?;
    let rows = values.iter().flat_map(|value| match value {
        Value::Array(rows) => rows.iter().collect(),
        other => vec![other],
    });
    let mut names: Vec<String> = rows
        .flat_map(|row| row.as_object().unwrap().keys().cloned())
        .collect();
    names.sort_unstable();
    names.dedup();
    Some(names)
}

/// An independent reading of the samples says which properties there are.
#[test]
fn nothing_of_a_sample_is_lost_where_all_is_declared_and_all_where_nothing_is() {
    let directory = tempfile::tempdir().unwrap();
    for sample in samples() {
        let Some(names) = properties(&sample) else {
            continue;
        };
        let rule = |names: &[String]| {
            let columns: Vec<Value> = names
                .iter()
                .map(|name| json!({ "name": name, "type": "dynamic" }))
                .collect();
            let path = directory.path().join("dcr.json");
            let rule = json!({ "streamDeclarations": { "Custom-S": { "columns": columns } } });
            fs::write(&path, rule.to_string()).unwrap();
            path
        };
        let all = judged(&rule(&names), &sample.path, &["--lines"]);
        assert_eq!(all["lost"], 0, "{}", sample.name);
        for column in all["columns"].as_array().unwrap() {
            for loss in ["nulled", "truncated", "replaced", "dropped"] {
                assert_eq!(column[loss], 0, "{column} of {}", sample.name);
            }
        }
        let none = judged(&rule(&[]), &sample.path, &["--lines"]);
        let columns = none["columns"].as_array().unwrap();
        let mut dropped: Vec<_> = columns
            .iter()
            .map(|column| column["column"].as_str().unwrap())
            .collect();
        dropped.sort_unstable();
        assert_eq!(dropped, names, "{}", sample.name);
    }
}
