//! What a person wants to see of an upload.

use azlogs::UploadReport;
use azlogs_emulator::Emulator;
use serde_json::Value;

/// Prints what became of the rows, and what it took.
pub fn print(report: &UploadReport) {
    let seconds = report.elapsed().as_secs_f64();
    println!("\naccepted   {} rows", report.accepted());
    println!("rejected   {} rows", report.rejected());
    for rejected in report.rejected_rows().iter().take(5) {
        println!("           rows {:?}: {}", rejected.rows, rejected.reason);
    }
    if report.not_attempted() > 0 {
        println!("not tried  {} rows", report.not_attempted());
    }
    println!(
        "requests   {} ({} of them retries)",
        report.requests(),
        report.retries()
    );
    println!(
        "bytes      {} of JSON, {} gzip'd",
        report.json_bytes(),
        report.wire_bytes()
    );
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = report.accepted() as f64 / seconds;
    println!("time       {:.1} ms, {rate:.0} rows/s", seconds * 1e3);
}

/// Prints what the emulator did with the stream's rows, and the first of them as the table now holds them.
pub fn print_table(emulator: &Emulator, stream: &str) {
    let stats = emulator.stats();
    for stream in stats
        .streams
        .iter()
        .filter(|counted| counted.stream == stream)
    {
        for column in &stream.columns {
            for (count, what) in [
                (column.dropped, "dropped: the stream doesn't declare it"),
                (column.nulled, "nulled: the column can't hold the value"),
                (column.truncated, "cut: longer than the service keeps"),
                (
                    column.replaced,
                    "replaced with the time of receipt: over two days old",
                ),
            ] {
                if count > 0 {
                    println!("silently   {} of {count} rows {what}", column.name);
                }
            }
        }
        stream
            .notes
            .iter()
            .for_each(|note| println!("note       {note}"));
    }
    for table in &stats.tables {
        println!(
            "\n{} holds {} rows, the first of which are",
            table.name, table.rows
        );
        for row in emulator.rows(&table.name).iter().take(3) {
            print_row(row);
        }
    }
}

fn print_row(row: &Value) {
    let columns = row.as_object().into_iter().flatten();
    for (index, (column, value)) in columns.filter(|(_, value)| !value.is_null()).enumerate() {
        let bullet = if index == 0 { '-' } else { ' ' };
        println!("  {bullet} {column:<14} {value}");
    }
}
