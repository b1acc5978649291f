//! What became of the rows, for people and for programs.

use std::fmt::Write as _;
use std::ops::Range;
use std::time::Duration;

use serde_json::{Value, json};

use super::counts::Counts;
use super::outcome::{Outcome, Rejection};
use super::output::{BOLD, GREEN, RED, RESET, YELLOW};

/// The rejections that people are shown.
const SHOWN: usize = 20;

/// What became of the rows.
pub(crate) struct Summary<'a> {
    name: String,
    counts: &'a Counts,
    /// None where no rows were to be sent.
    report: Option<&'a Outcome>,
    elapsed: Duration,
}

impl<'a> Summary<'a> {
    pub(crate) fn new(
        name: String,
        counts: &'a Counts,
        report: Option<&'a Outcome>,
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
                Some(report) => report.accepted == self.all(),
                None => self.counts.lossy == 0,
            }
    }

    /// The rows that were read, and those that had been in the spool before.
    fn all(&self) -> u64 {
        self.counts.rows + self.of(|report| report.earlier)
    }

    fn of(&self, count: impl Fn(&Outcome) -> u64) -> u64 {
        self.report.map_or(0, count)
    }

    /// The rows that were rejected: here, or by the service.
    fn rejected(&self) -> u64 {
        self.of(|report| self.kept_back() + report.rejected)
    }

    /// The rows that were rejected here.
    fn kept_back(&self) -> u64 {
        self.counts.rows - self.counts.sent()
    }

    fn not_attempted(&self) -> u64 {
        let settled = self.of(|report| report.accepted + report.spooled + report.dropped);
        self.all().saturating_sub(settled + self.rejected())
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
            self.put_letters(report, &mut text);
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

    fn put_rejections(&self, report: &Outcome, text: &mut String) {
        let rejected = &report.rejections;
        for rejection in rejected.iter().take(SHOWN) {
            let numbers = match &rejection.rows {
                Some(_) => self.numbers(rejection).iter().map(shown).collect(),
                None => vec![format!("{} of the spool's", rows(rejection.count))],
            };
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

    fn numbers(&self, rejection: &Rejection) -> Vec<Range<u64>> {
        let sent = rejection.rows.clone();
        sent.map(|sent| self.counts.read_as(sent))
            .unwrap_or_default()
    }

    fn sentence(&self) -> String {
        let mut read = format!("{BOLD}{}{RESET}: {}", self.name, rows(self.counts.rows));
        let earlier = self.of(|report| report.earlier);
        if earlier > 0 {
            let _ = write!(read, " and {earlier} of the spool's");
        }
        let parts = match self.report {
            Some(report) => vec![
                (report.accepted, GREEN, "accepted"),
                (self.rejected(), RED, "rejected"),
                (report.spooled, YELLOW, "left in the spool"),
                (report.dropped, RED, "lost from the spool"),
                (self.not_attempted(), YELLOW, "not attempted"),
            ],
            None => vec![
                (
                    self.counts.rows - self.counts.lossy,
                    GREEN,
                    "would be accepted whole",
                ),
                (self.counts.lossy, RED, "would lose something"),
            ],
        };
        let parts = parts.iter().filter(|(number, ..)| *number > 0);
        parts.fold(read, |said, (number, colour, what)| {
            format!("{said}, {colour}{number} {what}{RESET}")
        })
    }

    fn put_letters(&self, report: &Outcome, text: &mut String) {
        let kept = self.counts.dead_letters + report.kept;
        if kept > 0 {
            line(
                text,
                &format!("{} kept as dead letters", counted(kept, "row", "rows")),
            );
        }
        for error in [&self.counts.not_kept, &report.not_kept]
            .into_iter()
            .flatten()
        {
            line(
                text,
                &format!("{RED}rejected rows aren't kept as dead letters{RESET}: {error}"),
            );
        }
    }

    fn effort(&self, report: &Outcome) -> String {
        let seconds = self.elapsed.as_secs_f64();
        format!(
            "{}, {}, {} bytes of JSON, {} on the wire, {seconds:.1} s",
            counted(report.requests, "request", "requests"),
            counted(report.retries, "retry", "retries"),
            report.json_bytes,
            report.wire_bytes,
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

    fn upload(&self, report: &Outcome) -> [(&'static str, Value); 13] {
        let rejections = report.rejections.iter().map(|rejection| {
            let rows = self
                .numbers(rejection)
                .into_iter()
                .map(|rows| json!([rows.start, rows.end]));
            json!({
                "rows": rows.collect::<Vec<_>>(),
                "count": rejection.count,
                "reason": rejection.reason,
                "may_be_accepted": rejection.may_be_accepted,
            })
        });
        [
            ("earlier", report.earlier.into()),
            ("accepted", report.accepted.into()),
            ("rejected", self.rejected().into()),
            ("spooled", report.spooled.into()),
            ("lost", report.dropped.into()),
            (
                "dead_letters",
                (self.counts.dead_letters + report.kept).into(),
            ),
            ("not_attempted", self.not_attempted().into()),
            ("rejections", rejections.collect::<Vec<_>>().into()),
            ("requests", report.requests.into()),
            ("retries", report.retries.into()),
            ("json_bytes", report.json_bytes.into()),
            ("wire_bytes", report.wire_bytes.into()),
            ("seconds", self.elapsed.as_secs_f64().into()),
        ]
    }
}

fn line(text: &mut String, line: &str) {
    // Writing to a String can't fail.
    let _ = writeln!(text, "{line}");
}

/// `1 row`, `2 rows`.
pub(crate) fn rows(count: u64) -> String {
    counted(count, "row", "rows")
}

pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Rows by their numbers, from 0, as people write them.
fn shown(rows: &Range<u64>) -> String {
    match rows.end - rows.start {
        1 => format!("row {}", rows.start),
        _ => format!("rows {} to {}", rows.start, rows.end - 1),
    }
}
