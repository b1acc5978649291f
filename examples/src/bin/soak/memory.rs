//! Far more rows than memory go to a slow endpoint: what a process takes is measured.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use azlogs_benches::process::Usage;
use azlogs_emulator::Fault;
use clap::ValueEnum;
use futures_util::stream;
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::check::Check;
use crate::numbered::Numbered;
use crate::service;

/// How slow it is.
const SLOW: &str = "slow=200ms";

/// How rows are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Way {
    UploadStream,
    Sender,
}

impl Way {
    /// The most megabytes that sending takes with the defaults, as the documentation has it.
    fn bound(self) -> u64 {
        match self {
            Self::UploadStream => 32,
            Self::Sender => 128,
        }
    }
}

/// What a process says when it's done.
#[derive(Serialize, Deserialize)]
struct Measured {
    accepted: u64,
    before_kb: u64,
    peak_kb: u64,
    wire_bytes: u64,
    seconds: f64,
}

pub(crate) fn run(rows: u32, check: &mut Check) -> Result<(), Failure> {
    tokio::task::block_in_place(|| {
        for way in [Way::UploadStream, Way::Sender] {
            let measured = measure(way, rows)?;
            let took = measured.peak_kb.saturating_sub(measured.before_kb);
            println!(
                "   {rows} rows by {way:?} in {:.0} s: {} MB sent; {:.1} MB in memory at the peak, {:.1} MB before",
                measured.seconds,
                measured.wire_bytes / 1_000_000,
                megabytes(measured.peak_kb),
                megabytes(measured.before_kb),
            );
            check.same("rows accepted", &measured.accepted, &u64::from(rows));
            check.holds(measured.peak_kb > 0, "memory can be measured here");
            check.holds(
                took <= way.bound() * 1024,
                &format!(
                    "sending took {:.1} MB, of {} MB",
                    megabytes(took),
                    way.bound()
                ),
            );
        }
        Ok(())
    })
}

fn megabytes(kilobytes: u64) -> f64 {
    f64::from(u32::try_from(kilobytes).unwrap_or(u32::MAX)) / 1024.0
}

/// Has one process be the endpoint, and another send to it.
fn measure(way: Way, rows: u32) -> Result<Measured, Failure> {
    let itself = env::current_exe()?;
    let mut server = Command::new(&itself)
        .arg("endpoint")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let endpoint = first_line(&mut server)?;
    let name = way.to_possible_value();
    let name = name.as_ref().map_or("", |value| value.get_name());
    let output = Command::new(&itself)
        .args(["measured", &endpoint, name, &rows.to_string()])
        .stderr(Stdio::inherit())
        .output()?;
    // Its input ends, and so does it.
    drop(server.stdin.take());
    server.wait()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn first_line(child: &mut Child) -> Result<String, Failure> {
    let output = child.stdout.take().ok_or("a child without output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// Is a slow endpoint until the input ends.
pub(crate) fn endpoint() -> Result<(), Failure> {
    let slow: Fault = SLOW.parse()?;
    let emulator = service::endpoint().fault(slow).start_blocking()?;
    println!("{}", emulator.endpoint());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// Sends rows, and prints what that took.
pub(crate) async fn measured(endpoint: &str, way: Way, rows: u32) -> Result<(), Failure> {
    let stream = service::plain_stream(endpoint)?;
    // Whatever is made once is made before.
    stream.check().await?;
    let began = std::time::Instant::now();
    let usage = Usage::begin();
    let numbered = (0..rows).map(Numbered::new);
    let (accepted, wire_bytes) = match way {
        Way::UploadStream => {
            let report = stream.upload_stream(stream::iter(numbered)).await;
            (report.accepted() as u64, report.wire_bytes())
        }
        Way::Sender => {
            let sender = stream.sender().start()?;
            for row in numbered {
                sender.send(row).await?;
            }
            let report = sender.close(std::time::Duration::from_secs(600)).await;
            (report.accepted(), report.wire_bytes())
        }
    };
    let used = usage.end();
    let measured = Measured {
        accepted,
        wire_bytes,
        before_kb: used.resident_before,
        peak_kb: used.resident_peak,
        seconds: began.elapsed().as_secs_f64(),
    };
    println!("{}", serde_json::to_string(&measured)?);
    Ok(())
}
