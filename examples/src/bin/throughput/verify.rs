//! Whether every row arrives, once and with the same content: sent to the emulator, before anything is timed.

use std::collections::hash_map::RandomState;
use std::error::Error;
use std::fs::File;
use std::hash::BuildHasher;
use std::io::{BufRead, BufReader};
use std::path::Path;

use azlogs::{ColumnType, LogRecord, StreamClient};
use azlogs_emulator::{Emulator, Keep, Limits};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The table that the emulator puts the rows into.
const TABLE: &str = "Bench_CL";

/// An emulator that takes rows of type `T`, and keeps so many.
pub(crate) fn emulator<T: LogRecord>(rows: usize) -> Result<Emulator, Box<dyn Error>> {
    let columns = T::SCHEMA.columns();
    let columns: Vec<Value> = columns
        .map(|column| json!({ "name": column.name, "type": column.column_type.to_string() }))
        .collect();
    let stream = T::SCHEMA.stream;
    let rule = json!({
        "streamDeclarations": { stream: { "columns": columns } },
        "dataFlows": [{ "streams": [stream], "destinations": ["workspace"], "outputStream": format!("Custom-{TABLE}") }],
    });
    let keep = Keep {
        rows,
        row_bytes: usize::MAX,
        ..Keep::default()
    };
    let limits = Limits {
        oldest_time: None,
        ..Limits::default()
    };
    let emulator = Emulator::builder().dcr("rule.json", rule.to_string());
    Ok(emulator.keep(keep).limits(limits).start_blocking()?)
}

/// Uploads the rows to the emulator, and compares what arrived with the file that they were read from.
pub(crate) async fn verify<T: LogRecord + Sync>(
    emulator: &Emulator,
    stream: StreamClient<T>,
    rows: &[T],
    file: &Path,
) -> Result<(), Box<dyn Error>> {
    let report = stream.upload(rows).await.into_result()?;
    let requests = emulator.requests();
    if let Some(lossy) = requests.iter().find(|request| !request.is_clean()) {
        return Err(format!(
            "the emulator answered {:?}: {:?}",
            lossy.status, lossy.losses
        )
        .into());
    }
    let hasher = RandomState::new();
    let sent = Contents::of::<T>(&hasher, lines(file)?)?;
    let arrived = Contents::of::<T>(&hasher, emulator.rows(TABLE).into_iter().map(Ok))?;
    if sent != arrived || report.accepted() != sent.rows {
        let (sent, arrived) = (sent.rows, arrived.rows);
        return Err(
            format!("of {sent} rows {arrived} arrived, or not with the same content").into(),
        );
    }
    Ok(())
}

/// Rows in any order: one that is lost, doubled or changed makes a difference.
#[derive(PartialEq)]
struct Contents {
    rows: usize,
    hash: u64,
}

impl Contents {
    fn of<T: LogRecord>(
        hasher: &RandomState,
        rows: impl IntoIterator<Item = Result<Value, Box<dyn Error>>>,
    ) -> Result<Self, Box<dyn Error>> {
        let mut contents = Self { rows: 0, hash: 0 };
        for row in rows {
            let row = with_numbers_for_instants::<T>(row?)?;
            contents.rows += 1;
            contents.hash = contents.hash.wrapping_add(hasher.hash_one(row));
        }
        Ok(contents)
    }
}

fn lines(
    file: &Path,
) -> Result<impl Iterator<Item = Result<Value, Box<dyn Error>>>, Box<dyn Error>> {
    let lines = BufReader::new(File::open(file)?).lines();
    Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
}

/// The same instant may be written in more than one way.
fn with_numbers_for_instants<T: LogRecord>(mut row: Value) -> Result<Value, Box<dyn Error>> {
    let instants = T::SCHEMA
        .columns()
        .filter(|column| column.column_type == ColumnType::DateTime);
    for column in instants {
        if let Some(Value::String(text)) = row.get(column.name) {
            let instant = OffsetDateTime::parse(text, &Rfc3339)?;
            row[column.name] = instant.unix_timestamp_nanos().to_string().into();
        }
    }
    Ok(row)
}
