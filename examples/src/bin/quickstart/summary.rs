//! What a person wants to see of an upload.

use std::io::{self, Write};

use azlogs::UploadReport;
use azlogs_emulator::{Emulator, StreamInfo, StreamStats};
use serde_json::Value;

/// How many of a kind are shown.
const SHOWN: usize = 5;

/// Writes what became of the rows, and what it took.
pub fn write(out: &mut impl Write, report: &UploadReport) -> io::Result<()> {
    let seconds = report.elapsed().as_secs_f64();
    writeln!(out, "\naccepted   {} rows", report.accepted())?;
    writeln!(out, "rejected   {} rows", report.rejected())?;
    for rejected in report.rejected_rows().iter().take(SHOWN) {
        writeln!(
            out,
            "           rows {:?}: {}",
            rejected.rows, rejected.reason
        )?;
    }
    if report.not_attempted() > 0 {
        writeln!(out, "not tried  {} rows", report.not_attempted())?;
    }
    let (requests, retries) = (report.requests(), report.retries());
    writeln!(out, "requests   {requests}, of which retries {retries}")?;
    let (json, wire) = (report.json_bytes(), report.wire_bytes());
    writeln!(out, "bytes      {json} of JSON, {wire} gzip'd")?;
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = report.accepted() as f64 / seconds.max(1e-6);
    let (time, unit) = if seconds < 1.0 {
        (seconds * 1e3, "ms")
    } else {
        (seconds, "s")
    };
    writeln!(out, "time       {time:.1} {unit}, {rate:.0} rows/s")
}

/// Writes what the emulator did with the stream's rows, and the first of them as the table now holds them.
pub fn write_table(out: &mut impl Write, emulator: &Emulator, stream: &str) -> io::Result<()> {
    let stats = emulator.stats();
    for counted in stats
        .streams
        .iter()
        .filter(|counted| counted.stream == stream)
    {
        write_losses(out, counted)?;
    }
    let declared = emulator.rules().iter().find_map(|rule| rule.stream(stream));
    for table in stats.tables.iter().filter(|table| table.rows > 0) {
        let (name, rows) = (&table.name, table.rows);
        if table.evicted == 0 {
            writeln!(out, "\n{name} now holds {rows} rows; the first of them:")?;
        } else {
            let accepted = table.accepted;
            writeln!(
                out,
                "\n{name} took {accepted} rows, of which the emulator keeps the last {rows}; the first of these:"
            )?;
        }
        for row in emulator.rows(name).iter().take(3) {
            write_row(out, row, declared)?;
        }
    }
    Ok(())
}

/// What the service answers 204 to all the same.
fn write_losses(out: &mut impl Write, stream: &StreamStats) -> io::Result<()> {
    for column in &stream.columns {
        for (count, loss) in [
            (column.dropped, "dropped: the stream doesn't declare it"),
            (column.nulled, "null: the column can't hold the value"),
            (column.truncated, "cut: longer than the service keeps"),
            (
                column.replaced,
                "now the time of receipt: it was over two days old, or a day ahead",
            ),
        ] {
            if count > 0 {
                writeln!(out, "in silence {} of {count} rows is {loss}", column.name)?;
            }
        }
    }
    stream
        .notes
        .iter()
        .try_for_each(|note| writeln!(out, "note       {note}"))
}

fn write_row(out: &mut impl Write, row: &Value, stream: Option<&StreamInfo>) -> io::Result<()> {
    let names = stream
        .iter()
        .flat_map(|stream| &stream.columns)
        .map(|column| &column.name);
    let columns = names
        .map(|name| (name, &row[name]))
        .filter(|(_, value)| !value.is_null());
    for (index, (name, value)) in columns.enumerate() {
        let bullet = if index == 0 { '-' } else { ' ' };
        writeln!(out, "  {bullet} {name:<14} {value}")?;
    }
    Ok(())
}
