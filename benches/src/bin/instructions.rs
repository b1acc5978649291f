//! Writes the same rows so many times: `instructions azlogs|serde_json|chunker small|wide|fat PASSES`.
//!
//! `benches/instructions.sh` counts the processor's instructions for it.

#![expect(clippy::print_stdout, reason = "says how many rows and bytes it wrote")]

use std::env;
use std::error::Error;

use azlogs::{CHUNK_LIMIT, Chunker, LogRecord, write_row};
use azlogs_benches::data;
use azlogs_benches::rows::{Fat, Small, Stamp, Wide};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [what, shape, passes] = arguments.as_slice() else {
        return Err("give what writes, the shape of the rows, and how many times".into());
    };
    let passes = passes.parse()?;
    let (rows, bytes) = match shape.as_str() {
        "small" => write::<_, Small<Stamp>>(what, &data::small(6_000), passes)?,
        "wide" => write::<_, Wide<Stamp>>(what, &data::wide(450), passes)?,
        "fat" => write::<_, Fat<Stamp>>(what, &data::fat(60), passes)?,
        _ => return Err(format!("no such shape: {shape}").into()),
    };
    println!("{rows} {bytes}");
    Ok(())
}

/// Writes the rows, and gives how many they are and how many bytes.
fn write<T, U>(what: &str, rows: &[T], passes: usize) -> Result<(usize, usize), Box<dyn Error>>
where
    T: Serialize + DeserializeOwned,
    U: DeserializeOwned + LogRecord,
{
    let typed: Vec<U> = data::retyped(rows);
    let rows: Vec<T> = data::retyped(rows);
    let bytes = data::json_len(&rows);
    let mut out = Vec::with_capacity(2 * bytes);
    for _ in 0..passes {
        out.clear();
        match what {
            "azlogs" => typed
                .iter()
                .try_for_each(|row| write_row(row, &mut out).map(drop))?,
            "serde_json" => rows
                .iter()
                .try_for_each(|row| serde_json::to_writer(&mut out, row))?,
            "chunker" => {
                let mut chunker = Chunker::new(CHUNK_LIMIT);
                for row in &typed {
                    std::hint::black_box(chunker.push(row)?);
                }
                std::hint::black_box(chunker.finish());
            }
            _ => return Err(format!("nothing writes so: {what}").into()),
        }
        std::hint::black_box(&out);
    }
    Ok((rows.len(), bytes))
}
