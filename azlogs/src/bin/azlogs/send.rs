//! `azlogs send`: judges the rows of a file by the rule, and sends them.

use std::time::{Duration, Instant};

use azlogs::{Endpoint, ImmutableId, JsonRow, OnFailure, StreamClient, UploadReport};

use super::args::{Format, SendArgs};
use super::rows::{Judge, Reading, Rows};
use super::summary::Summary;
use super::target::Target;
use super::{Exit, connection, interrupt, output, progress};

/// How long rows of a slow pipe wait for others.
const LINGER: Duration = Duration::from_secs(5);

/// The error is for the user to read.
pub(crate) async fn run(args: &SendArgs) -> Result<Exit, String> {
    let target = Target::read(&args.target)?;
    // Whatever is wrong with the way there is known before anything is read.
    let stream = if args.dry_run {
        None
    } else {
        Some(stream(args, &target)?)
    };
    let judge = Judge {
        schema: target.schema,
        allows_loss: args.allow_loss,
    };
    let started = Instant::now();
    let name = args.data.display().to_string();
    let Reading { rows, books, size } = Reading::start(&args.data, judge)
        .map_err(|error| format!("cannot read {name}: {error}"))?;
    let shown = progress::show(books.progress.clone(), size);
    let report = match stream {
        None => {
            rows.pass_over().await;
            None
        }
        Some(stream) => Some(upload(&stream, rows, args.fail_fast).await),
    };
    drop(shown);
    let counts = books.counts();
    let summary = Summary::new(name, &counts, report.as_ref(), started.elapsed());
    let text = match args.format {
        Format::Human => summary.human(),
        Format::Json => summary.json(),
    };
    let exit = if summary.is_good() {
        Exit::Good
    } else {
        Exit::Findings
    };
    Ok(output::show(&text, exit))
}

fn stream(args: &SendArgs, target: &Target) -> Result<StreamClient<JsonRow>, String> {
    let endpoint: Endpoint = target.endpoint(&args.target)?;
    let rule: ImmutableId = target.rule(&args.target)?;
    let sender = connection::sender(&args.target, &endpoint)?;
    let client = connection::client(&endpoint, &sender)?;
    Ok(client
        .json_stream(rule, &args.target.stream)
        .concurrency(args.concurrency))
}

async fn upload(stream: &StreamClient<JsonRow>, rows: Rows, fails_fast: bool) -> UploadReport {
    let on_failure = if fails_fast {
        OnFailure::Stop
    } else {
        OnFailure::Continue
    };
    stream
        .upload_stream(rows)
        .send_after(LINGER)
        .on_failure(on_failure)
        .cancel_on(interrupt::listen().pressed())
        .await
}
