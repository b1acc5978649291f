//! `azlogs send`: judges the rows of a file by the rule, and sends them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use azlogs::{DeadLetterFile, JsonRow, OnFailure, Spool, StreamClient};
use same_file::is_same_file;

use super::args::{Format, SendArgs};
use super::kept_back::{self, KeptBack};
use super::outcome::Outcome;
use super::rows::{Judge, Reading, Rows};
use super::summary::Summary;
use super::target::Target;
use super::{Exit, connection, draining, interrupt, output, progress};

/// How long rows of a slow pipe wait for others.
const LINGER: Duration = Duration::from_secs(5);
/// The dead letters of a spool, where no other file is named.
pub(crate) const REJECTED: &str = "rejected.ndjson";

/// Where rows go.
struct Way {
    stream: StreamClient<JsonRow>,
    letters: Option<Arc<DeadLetterFile>>,
    spool: Option<Spool>,
}

/// The error is for the user to read.
pub(crate) async fn run(args: &SendArgs) -> Result<Exit, String> {
    let target = Target::read(&args.target)?;
    // Whatever is wrong with the way there is known before anything is read.
    let way = if args.dry_run {
        None
    } else {
        Some(Way::find(args, &target)?)
    };
    let judge = Judge {
        schema: target.schema,
        allows_loss: args.allow_loss,
    };
    let started = Instant::now();
    let name = args.data.display().to_string();
    let kept_back = way.as_ref().and_then(Way::kept_back);
    let Reading { rows, books, size } = Reading::start(&args.data, judge, kept_back)
        .map_err(|error| format!("cannot read {name}: {error}"))?;
    let shown = progress::show(progress::of(&books.progress), size);
    let outcome = match way {
        None => {
            rows.pass_over().await;
            None
        }
        Some(way) => Some(way.send(args, rows).await?),
    };
    drop(shown);
    let mut counts = books.counts();
    counts.write_letters();
    let summary = Summary::new(name, &counts, outcome.as_ref(), started.elapsed());
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

impl Way {
    fn find(args: &SendArgs, target: &Target) -> Result<Self, String> {
        let endpoint = target.endpoint(&args.target)?;
        let rule = target.rule(&args.target)?;
        let sender = connection::sender(args.target.credential, &endpoint)?;
        let client = connection::client(&endpoint, &sender)?;
        let spool = args.spool.as_deref().map(draining::open).transpose()?;
        let letters: Option<PathBuf> = args
            .dead_letter
            .clone()
            .or_else(|| Some(spool.as_ref()?.directory().join(REJECTED)));
        let letters = letters.as_deref().map(kept_back::open).transpose()?;
        // What is kept back would be read, and kept back, for ever.
        if let Some(letters) = &letters
            && is_same_file(&args.data, letters.path()).unwrap_or(false)
        {
            return Err(format!(
                "{} is the file of dead letters, too: name another one, or use `azlogs replay`",
                args.data.display()
            ));
        }
        Ok(Self {
            stream: client
                .json_stream(rule, &args.target.stream)
                .concurrency(args.concurrency.get()),
            letters,
            spool,
        })
    }

    fn kept_back(&self) -> Option<KeptBack> {
        let letters = Arc::clone(self.letters.as_ref()?);
        let (rule, stream) = (self.stream.rule().clone(), self.stream.stream_name());
        Some(KeptBack::new(letters, rule, stream.to_owned()))
    }

    async fn send(self, args: &SendArgs, rows: Rows) -> Result<Outcome, String> {
        let interrupt = interrupt::listen();
        let mut stream = self.stream;
        if let (Some(spool), Some(letters)) = (self.spool, &self.letters) {
            let (letters, patience) = (Arc::clone(letters), args.patience.get());
            return draining::drain(stream, spool, letters, Some(rows), patience, interrupt).await;
        }
        if let Some(letters) = self.letters {
            stream = stream.dead_letter(letters);
        }
        let on_failure = if args.fail_fast {
            OnFailure::Stop
        } else {
            OnFailure::Continue
        };
        let report = stream
            .upload_stream(rows)
            .send_after(LINGER)
            .on_failure(on_failure)
            .cancel_on(interrupt.pressed())
            .await;
        Ok(Outcome::of_upload(&report))
    }
}
