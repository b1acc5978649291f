//! The options of commands that go through rows as if they were posted to a stream.

use std::path::PathBuf;

use azlogs_dcr::values::parse_datetime;
use time::OffsetDateTime;

use super::data;
use super::values::ValueArgs;

/// The rows, and to what they are posted.
#[derive(Debug, clap::Args)]
pub(super) struct PostedArgs {
    /// The rows: a JSON array, or objects one after the other (NDJSON); `-` is standard input
    #[arg(value_name = "DATA")]
    pub(super) data: PathBuf,

    /// The rule, in any form in which Azure shows or takes it; `-` is standard input
    #[arg(long, value_name = "DCR")]
    pub(super) dcr: PathBuf,

    #[command(flatten)]
    pub(super) values: ValueArgs,

    /// The stream to which the rows are posted, where the rule declares several
    #[arg(long, value_name = "STREAM")]
    pub(super) stream: Option<String>,

    /// The rule's name, where several rules declare the stream
    #[arg(long, value_name = "NAME")]
    pub(super) rule: Option<String>,

    /// The rows stand one after the other and go into an array before they are sent, also where there is just one; files that
    /// end in `.ndjson` or `.jsonl` are taken so
    #[arg(long)]
    lines: bool,

    /// When the rows are received, and what a transform's `now()` is, such as 2026-01-31T12:00:00Z, instead of the time
    #[arg(long, value_name = "TIME", value_parser = time)]
    received: Option<OffsetDateTime>,
}

impl PostedArgs {
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
