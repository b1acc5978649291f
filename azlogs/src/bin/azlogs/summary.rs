//! What became of the rows, for people and for programs.

use std::fmt::Write as _;
use std::ops::Range;
use std::time::Duration;

use azlogs::{RejectedRows, UploadReport};
use serde_json::{Value, json};

use super::counts::Counts;
use super::output::{BOLD, GREEN, RED, RESET, YELLOW};

/// The rejections that people are shown.
const SHOWN: usize = 20;

/// What became of the rows.
pub(crate) struct Summary<'a> {
    name: String,
    counts: &'a Counts,
    /// None where no rows were to be sent.
    report: Option<&'a UploadReport>,
    elapsed: Duration,
}

impl<'a> Summary<'a> {
    pub(crate) fn new(
        name: String,
        counts: &'a Counts,
        report: Option<&'a UploadReport>,
        elapsed: Duration,
    ) -> Self {
        Self {
            name,
            counts,
            report,
            elapsed,
        }
    }

    /// Whether every row was accepted whole, or would be.
    pub(crate) fn is_good(&self) -> bool {
        let is_sound = self.counts.broken.is_none();
        is_sound
            && match self.report {
                Some(_) => self.accepted() == self.counts.rows,
                None => self.counts.lossy == 0,
            }
    }

    fn accepted(&self) -> u64 {
        self.report.map_or(0, |report| count(report.accepted()))
    }

    /// The rows that were rejected: here, or by the service.
    fn rejected(&self) -> u64 {
        self.report
            .map_or(0, |report| self.kept_back() + count(report.rejected()))
    }

    /// The rows that were rejected here.
    fn kept_back(&self) -> u64 {
        self.counts.rows - self.counts.sent()
    }

    fn not_attempted(&self) -> u64 {
        self.counts.rows - self.accepted() - self.rejected()
    }

    pub(crate) fn human(&self) -> String {
        let mut text = String::new();
        self.put_reasons(&mut text);
        if let Some(report) = self.report {
            self.put_rejections(report, &mut text);
        }
        if let Some(broken) = &self.counts.broken {
            line(
                &mut text,
                &format!("{RED}the rest isn't read{RESET}: {broken}"),
            );
        }
        line(&mut text, &self.sentence());
        if let Some(report) = self.report {
            line(&mut text, &self.effort(report));
        }
        text
    }

    fn put_reasons(&self, text: &mut String) {
        let fate = match self.report {
            Some(_) if self.kept_back() > 0 => "kept back",
            Some(_) => "loses something",
            None => "would lose something",
        };
        for (why, reason) in &self.counts.reasons {
            let (row, at) = reason.first;
            let rows = rows(reason.rows);
            line(
                text,
                &format!(
                    "{YELLOW}{fate}{RESET}: {why} ({rows}; the first is row {row}, line {at})"
                ),
            );
        }
        if self.counts.others > 0 {
            line(
                text,
                &format!(
                    "{YELLOW}{fate}{RESET}: {} for other reasons",
                    rows(self.counts.others)
                ),
            );
        }
    }

    fn put_rejections(&self, report: &UploadReport, text: &mut String) {
        let rejected = report.rejected_rows();
        for rejection in rejected.iter().take(SHOWN) {
            let numbers: Vec<String> = self.numbers(rejection).iter().map(shown).collect();
            let reason = &rejection.reason;
            line(
                text,
                &format!("{RED}rejected{RESET}: {}: {reason}", numbers.join(", ")),
            );
        }
        if rejected.len() > SHOWN {
            line(
                text,
                &format!(
                    "… and {} more: --format json has them all",
                    rejected.len() - SHOWN
                ),
            );
        }
    }

    fn numbers(&self, rejection: &RejectedRows) -> Vec<Range<u64>> {
        self.counts.read_as(rejection.rows.clone())
    }

    fn sentence(&self) -> String {
        let read = format!("{BOLD}{}{RESET}: {}", self.name, rows(self.counts.rows));
        let parts = match self.report {
            Some(_) => [
                (self.accepted(), GREEN, "accepted"),
                (self.rejected(), RED, "rejected"),
                (self.not_attempted(), YELLOW, "not attempted"),
            ],
            None => [
                (
                    self.counts.rows - self.counts.lossy,
                    GREEN,
                    "would be accepted whole",
                ),
                (self.counts.lossy, RED, "would lose something"),
                (0, "", ""),
            ],
        };
        let parts = parts.iter().filter(|(number, ..)| *number > 0);
        parts.fold(read, |said, (number, colour, what)| {
            format!("{said}, {colour}{number} {what}{RESET}")
        })
    }

    fn effort(&self, report: &UploadReport) -> String {
        let seconds = self.elapsed.as_secs_f64();
        format!(
            "{}, {}, {} bytes of JSON, {} on the wire, {seconds:.1} s",
            counted(report.requests(), "request", "requests"),
            counted(report.retries(), "retry", "retries"),
            report.json_bytes(),
            report.wire_bytes(),
        )
    }

    pub(crate) fn json(&self) -> String {
        let reasons = self.counts.reasons.iter().map(|(why, reason)| {
            json!({ "reason": why, "rows": reason.rows, "first_row": reason.first.0, "first_line": reason.first.1 })
        });
        let mut object = json!({
            "data": self.name,
            "rows": self.counts.rows,
            "lossy": self.counts.lossy,
            "losses": reasons.collect::<Vec<_>>(),
            "other_losses": self.counts.others,
            "broken": self.counts.broken,
        });
        if let (Value::Object(object), Some(report)) = (&mut object, self.report) {
            for (key, value) in self.upload(report) {
                object.insert(key.to_owned(), value);
            }
        }
        format!("{object}\n")
    }

    fn upload(&self, report: &UploadReport) -> [(&'static str, Value); 9] {
        let rejections = report.rejected_rows().iter().map(|rejection| {
            let rows = self
                .numbers(rejection)
                .into_iter()
                .map(|rows| json!([rows.start, rows.end]));
            json!({
                "rows": rows.collect::<Vec<_>>(),
                "reason": rejection.reason.to_string(),
                "may_be_accepted": rejection.reason.delivery() == azlogs::Delivered::Maybe,
            })
        });
        [
            ("accepted", self.accepted().into()),
            ("rejected", self.rejected().into()),
            ("not_attempted", self.not_attempted().into()),
            ("rejections", rejections.collect::<Vec<_>>().into()),
            ("requests", report.requests().into()),
            ("retries", report.retries().into()),
            ("json_bytes", report.json_bytes().into()),
            ("wire_bytes", report.wire_bytes().into()),
            ("seconds", self.elapsed.as_secs_f64().into()),
        ]
    }
}

fn line(text: &mut String, line: &str) {
    // Writing to a String can't fail.
    let _ = writeln!(text, "{line}");
}

fn rows(count: u64) -> String {
    counted(count, "row", "rows")
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Rows by their numbers, from 0, as people write them.
fn shown(rows: &Range<u64>) -> String {
    match rows.end - rows.start {
        1 => format!("row {}", rows.start),
        _ => format!("rows {} to {}", rows.start, rows.end - 1),
    }
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}
