//! How fast rows are uploaded: reads them from a file, uploads them, and prints one line of JSON about it.
//!
//! Before that, the same upload goes to an emulator, and has to arrive there: each row once, with the same content.
//! `BENCHMARKS.md` says how it's run beside other clients.

mod verify;

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::Instant;

use azlogs::credential::StaticToken;
use azlogs::{
    Compression, ImmutableId, LogRecord, LogsClient, Packing, StreamClient, UploadReport,
};
use azlogs_benches::process::Usage;
use azlogs_benches::rows::{Fat, Small, Stamp, Wide};
use clap::{Parser, ValueEnum};
use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Runtime};

/// Uploads the rows of a file, and says in one line of JSON how long that took.
#[derive(Parser)]
struct Arguments {
    /// The URL of the service.
    #[arg(long)]
    endpoint: String,
    /// The immutable id of a data collection rule.
    #[arg(long)]
    rule: ImmutableId,
    /// The name of the stream: the one that the rows have.
    #[arg(long)]
    stream: String,
    /// A file with a row a line, as JSON.
    #[arg(long)]
    data: PathBuf,
    /// What the rows are.
    #[arg(long)]
    shape: Shape,
    /// The most requests in flight; the library's default without it, or with 0.
    #[arg(long, default_value_t = 0)]
    concurrency: usize,
    /// The gzip level from 1 to 9, or 0 for none; the library's default without it, which is libdeflate's level 1.
    #[arg(long)]
    level: Option<u8>,
    /// The level is libdeflate's, from 1 to 12.
    #[arg(long, requires = "level")]
    libdeflate: bool,
    /// What requests are filled up to.
    #[arg(long, default_value = "documented")]
    packing: PackingName,
    /// How many rows to upload: the file's, over and over. Without it, the file's, once.
    #[arg(long)]
    rows: Option<usize>,
    /// Root certificates to trust, as PEM.
    #[arg(long)]
    ca: Option<PathBuf>,
    /// Measures without having verified, as it was done before.
    #[arg(long)]
    unverified: bool,
    /// Verifies, and doesn't measure.
    #[arg(long, conflicts_with = "unverified")]
    only_verify: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shape {
    Small,
    Wide,
    Fat,
}

#[derive(Clone, Copy, ValueEnum)]
enum PackingName {
    Documented,
    Wire,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    if !arguments.unverified && !arguments.only_verify {
        verify_apart()?;
    }
    match arguments.shape {
        Shape::Small => measure::<Small<Stamp>>(arguments, "small"),
        Shape::Wide => measure::<Wide<Stamp>>(arguments, "wide"),
        Shape::Fat => measure::<Fat<Stamp>>(arguments, "fat"),
    }
}

fn measure<T>(arguments: &Arguments, shape: &str) -> Result<(), Box<dyn Error>>
where
    T: DeserializeOwned + LogRecord + Sync,
{
    if arguments.stream != T::SCHEMA.stream {
        let (rows, asked) = (T::SCHEMA.stream, &arguments.stream);
        return Err(format!("the rows are of the stream {rows}, not {asked}").into());
    }
    let runtime = runtime(arguments.concurrency)?;
    let started = Instant::now();
    let rows: Vec<T> = load(arguments)?;
    if arguments.only_verify {
        let emulator = verify::emulator::<T>(rows.len())?;
        let rule = &emulator.rules()[0].immutable_id;
        let stream = stream::<T>(arguments, emulator.endpoint(), rule)?;
        return runtime.block_on(verify::verify(&emulator, stream, &rows, &arguments.data));
    }
    let load_seconds = started.elapsed().as_secs_f64();
    let count = arguments.rows.unwrap_or(rows.len());

    let before = Usage::begin();
    let started = Instant::now();
    let report = runtime.block_on(async {
        let stream = stream::<T>(arguments, &arguments.endpoint, &arguments.rule)?;
        let uploading = stream.upload(rows.iter().cycle().take(count));
        Ok::<UploadReport, Box<dyn Error>>(uploading.await.into_result()?)
    })?;
    let seconds = started.elapsed().as_secs_f64();
    let used = before.end();

    let line = serde_json::json!({
        "peer": "azlogs",
        "shape": shape,
        "concurrency": arguments.concurrency,
        "rows": report.accepted(),
        "load_seconds": load_seconds,
        "seconds": seconds,
        "cpu_seconds": used.cpu_seconds,
        "rss_loaded_kb": used.resident_before,
        "peak_rss_kb": used.resident_peak,
        "rows_per_s": f64::from(u32::try_from(report.accepted())?) / seconds,
        "requests": report.requests(),
        "bytes_wire": report.wire_bytes(),
        "bytes_json": report.json_bytes(),
    });
    println!("{line}");
    Ok(())
}

/// Verifies in a process apart, so that what it takes of memory isn't there when it's measured.
fn verify_apart() -> Result<(), Box<dyn Error>> {
    let mut same = Command::new(env::current_exe()?);
    same.args(env::args_os().skip(1)).arg("--only-verify");
    if same.status()?.success() {
        Ok(())
    } else {
        Err("not verified, so not measured".into())
    }
}

/// One thread where one request is in flight, as many as there are processors where more are.
fn runtime(concurrency: usize) -> std::io::Result<Runtime> {
    match concurrency {
        1 => Builder::new_current_thread().enable_all().build(),
        _ => Builder::new_multi_thread().enable_all().build(),
    }
}

fn load<T: DeserializeOwned>(arguments: &Arguments) -> Result<Vec<T>, Box<dyn Error>> {
    let name = arguments.data.display();
    let unreadable = |error: io::Error| format!("{name}: {error}");
    let file = File::open(&arguments.data).map_err(unreadable)?;
    let lines = BufReader::with_capacity(1 << 20, file).lines();
    lines
        .zip(1..)
        .map(|(line, number)| {
            let row = serde_json::from_str(&line.map_err(unreadable)?);
            Ok(row.map_err(|error| format!("{name}, row {number}: {error}"))?)
        })
        .collect()
}

fn stream<T: LogRecord>(
    arguments: &Arguments,
    endpoint: &str,
    rule: &ImmutableId,
) -> Result<StreamClient<T>, Box<dyn Error>> {
    let mut client =
        LogsClient::builder(endpoint).credential(Arc::new(StaticToken::new("any token will do")));
    if let Some(file) = &arguments.ca {
        client = client.root_certificates(fs::read(file)?);
    }
    let mut stream = client.build()?.stream::<T>(rule);
    stream = stream.packing(match arguments.packing {
        PackingName::Documented => Packing::Documented,
        PackingName::Wire => Packing::Wire,
    });
    if arguments.concurrency > 0 {
        stream = stream.concurrency(arguments.concurrency);
    }
    Ok(match arguments.level {
        None => stream,
        Some(0) => stream.compression(Compression::none()),
        Some(level) if arguments.libdeflate => stream.compression(Compression::libdeflate(level)),
        Some(level) => stream.compression(Compression::level(level)),
    })
}
