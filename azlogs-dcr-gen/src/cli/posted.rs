//! The options of commands that go through rows as if they were posted to a stream.

use std::path::PathBuf;

use azlogs_dcr::values::parse_datetime;
use azlogs_dcr::{Document, Inputs};
use time::OffsetDateTime;

use super::choice::Choice;
use super::values::ValueArgs;
use super::{data, input};

/// The rows, and to what they are posted.
#[derive(Debug, clap::Args)]
pub(super) struct PostedArgs {
    /// The rows: a JSON array, or objects one after the other (NDJSON); `-` is standard input
    #[arg(value_name = "DATA")]
    pub(super) data: PathBuf,

    /// The rule, in any form in which Azure shows or takes it; `-` is standard input
    #[arg(long, value_name = "DCR")]
    dcr: PathBuf,

    #[command(flatten)]
    values: ValueArgs,

    /// The stream to which the rows are posted, where the rule declares several
    #[arg(long, value_name = "STREAM")]
    stream: Option<String>,

    /// The rule's name, where several rules declare the stream
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,

    /// The rows stand one after the other and go into an array before they are sent, also where there is just one; files that
    /// end in `.ndjson` or `.jsonl` are taken so
    #[arg(long)]
    lines: bool,

    /// When the rows are received, such as 2026-01-31T12:00:00Z, instead of now
    #[arg(long, value_name = "TIME", value_parser = time)]
    received: Option<OffsetDateTime>,
}

impl PostedArgs {
    /// The values that the command line gives. The error is for the user to read, as all of these are.
    ///
    /// Where `more` files are read too, standard input may be none but one of them all.
    pub(super) fn inputs(&self, more: &[PathBuf]) -> Result<Inputs, String> {
        let paths = [&self.data, &self.dcr].into_iter().chain(more);
        if paths.filter(|path| input::is_stdin(path)).count() > 1 {
            return Err("standard input can be read once only: give `-` once".to_owned());
        }
        self.values.read()
    }

    /// The document that has the rule.
    pub(super) fn document(&self, inputs: &Inputs) -> Result<Document, String> {
        Ok(input::read(&self.dcr, inputs)?.with_built_in_streams())
    }

    /// The stream that is meant.
    pub(super) fn choose<'d>(&self, document: &'d Document) -> Result<Choice<'d>, String> {
        Choice::make(document, self.rule.as_deref(), self.stream.as_deref())
    }

    /// Whether the rows go into an array before they are sent.
    pub(super) fn is_lines(&self) -> bool {
        data::is_lines(&self.data, self.lines)
    }

    /// When the rows are received.
    pub(super) fn received(&self) -> OffsetDateTime {
        self.received.unwrap_or_else(OffsetDateTime::now_utc)
    }
}

/// A time on the command line.
pub(super) fn time(text: &str) -> Result<OffsetDateTime, &'static str> {
    parse_datetime(text).ok_or("write a time such as 2026-01-31T12:00:00Z")
}
