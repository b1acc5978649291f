//! `azlogs replay`: sends again what is in a file of dead letters, or in a spool.

mod claim;
mod left;
mod letters;
mod spool;

use std::fmt::Write as _;
use std::time::Instant;

use serde_json::json;

use super::args::{Format, ReplayArgs};
use super::outcome::Outcome;
use super::output::{self, GREEN, RED, RESET, YELLOW};
use super::summary::{counted, rows};
use super::{Exit, connection, interrupt};

/// What became of it.
#[derive(Default)]
pub(crate) struct Replayed {
    outcome: Outcome,
    /// Rows that are where they were, or there again with a new reason.
    left: u64,
    /// What is amiss beside the rows.
    notes: Vec<String>,
    /// Why it ended early, with some rows sent.
    trouble: Option<String>,
}

/// The error is for the user to read.
pub(crate) async fn run(args: &ReplayArgs) -> Result<Exit, String> {
    let sender = connection::sender(args.credential, &args.endpoint)?;
    let client = connection::client(&args.endpoint, &sender)?;
    let interrupt = interrupt::listen();
    let started = Instant::now();
    let (name, replayed) = match (&args.from.dead_letter, &args.from.spool) {
        (Some(file), _) => (file, letters::replay(args, file, &client, interrupt).await?),
        (None, Some(directory)) => {
            let replayed = spool::replay(args, directory, &client, interrupt).await?;
            (directory, replayed)
        }
        (None, None) => return Err("give --dead-letter or --spool".to_owned()),
    };
    let name = name.display().to_string();
    let seconds = started.elapsed().as_secs_f64();
    let text = match args.format {
        Format::Human => replayed.human(&name, seconds),
        Format::Json => replayed.json(&name, seconds),
    };
    let exit = output::show(&text, replayed.exit());
    replayed.trouble.map_or(Ok(exit), Err)
}

impl Replayed {
    fn exit(&self) -> Exit {
        let is_good = self.left == 0
            && self.outcome.rejected == 0
            && self.outcome.dropped == 0
            && self.notes.is_empty();
        if is_good { Exit::Good } else { Exit::Findings }
    }

    fn human(&self, name: &str, seconds: f64) -> String {
        let mut lines: Vec<String> = Vec::new();
        for rejection in &self.outcome.rejections {
            let (count, reason) = (rows(rejection.count), &rejection.reason);
            lines.push(format!("{RED}rejected{RESET}: {count}: {reason}"));
        }
        for note in &self.notes {
            lines.push(format!("{YELLOW}amiss{RESET}: {note}"));
        }
        let outcome = &self.outcome;
        let mut sentence = format!("{name}: {GREEN}{} accepted{RESET}", outcome.accepted);
        for (count, what) in [
            (outcome.rejected, "rejected"),
            (outcome.dropped, "lost from the spool"),
            (self.left, "left there"),
        ] {
            if count > 0 {
                // Writing to a String can't fail.
                let _ = write!(sentence, ", {RED}{count} {what}{RESET}");
            }
        }
        lines.push(sentence);
        lines.push(format!(
            "{}, {}, {seconds:.1} s\n",
            counted(outcome.requests, "request", "requests"),
            counted(outcome.retries, "retry", "retries"),
        ));
        lines.join("\n")
    }

    fn json(&self, name: &str, seconds: f64) -> String {
        let outcome = &self.outcome;
        let rejections = outcome.rejections.iter().map(|rejection| {
            json!({
                "count": rejection.count,
                "reason": rejection.reason,
                "may_be_accepted": rejection.may_be_accepted,
            })
        });
        let object = json!({
            "from": name,
            "accepted": outcome.accepted,
            "rejected": outcome.rejected,
            "lost": outcome.dropped,
            "left": self.left,
            "rejections": rejections.collect::<Vec<_>>(),
            "notes": self.notes,
            "trouble": self.trouble,
            "requests": outcome.requests,
            "retries": outcome.retries,
            "seconds": seconds,
        });
        format!("{object}\n")
    }
}
