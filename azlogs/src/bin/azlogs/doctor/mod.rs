//! `azlogs doctor`: goes the way of a request step by step, and says at which it ends and what to do.

mod answer;
mod steps;
mod token;

use azlogs_dcr::Quoted;
use serde_json::json;

use self::steps::Step;
use super::Exit;
use super::args::{DoctorArgs, Format};
use super::output::{self, BOLD, GREEN, RED, RESET, YELLOW};
use super::target::Target;

/// What came of a step.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It's well: what was seen.
    Well(String),
    /// Something is amiss: what, and what to do.
    Amiss(String, String),
    /// It isn't tried: why.
    Skipped(String),
}

/// The error is for the user to read.
pub(crate) async fn run(args: &DoctorArgs) -> Result<Exit, String> {
    let target = Target::read(&args.target)?;
    let endpoint = target.endpoint(&args.target)?;
    let rule = target.rule(&args.target)?;
    let steps = steps::walk(&args.target, &endpoint, &rule).await;
    let is_well = !steps
        .iter()
        .any(|step| matches!(step.outcome, Outcome::Amiss(..)));
    let text = match args.format {
        Format::Human => human(&steps),
        Format::Json => json(&steps, is_well),
    };
    Ok(output::show(
        &text,
        if is_well { Exit::Good } else { Exit::Findings },
    ))
}

fn human(steps: &[Step]) -> String {
    let line = |step: &Step| {
        let what = step.what;
        match &step.outcome {
            Outcome::Well(seen) => format!("{GREEN}ok{RESET}    {what}: {seen}\n"),
            Outcome::Skipped(why) => format!("{YELLOW}skip{RESET}  {what}: {why}\n"),
            Outcome::Amiss(told, help) => {
                format!("{BOLD}{RED}fail{RESET}  {what}: {told}\n      {BOLD}help{RESET}: {help}\n")
            }
        }
    };
    steps.iter().map(line).collect()
}

fn json(steps: &[Step], is_well: bool) -> String {
    let steps = steps.iter().map(|step| match &step.outcome {
        Outcome::Well(seen) => json!({ "step": step.what, "outcome": "ok", "message": seen }),
        Outcome::Skipped(why) => json!({ "step": step.what, "outcome": "skipped", "message": why }),
        Outcome::Amiss(told, help) => {
            json!({ "step": step.what, "outcome": "failed", "message": told, "help": help })
        }
    });
    let steps: Vec<_> = steps.collect();
    format!("{}\n", json!({ "well": is_well, "steps": steps }))
}

/// A name of others, fit for a terminal.
fn quoted(text: &str) -> String {
    Quoted(text).to_string()
}

/// Sentences of others, fit for a terminal: on one line, and no longer than people read.
fn sentences(text: &str) -> String {
    const SHOWN: usize = 1_000;
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(SHOWN).collect()
}
