//! Reads rows on a thread of its own, and judges them on the way.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::thread;

use azlogs::{ColumnType, JsonRow};
use azlogs_dcr::Quoted;
use azlogs_dcr::values::{
    Cell, DataElement, DataError, Element, Elements, Fate, RowReader, RowSchema, ValueLimits,
};
use futures_core::Stream;
use serde::de::DeserializeSeed as _;
use time::OffsetDateTime;
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::counts::{Counts, Progress};
use super::kept_back::KeptBack;

/// The longest row, in bytes: one that is alone in its request, between brackets.
const ROW_MAX: usize = azlogs::CHUNK_LIMIT - 2;

/// The longest row that is kept as a dead letter.
const LETTER_MAX: usize = 64 << 20;

/// The rows that may wait to be taken.
const AHEAD: usize = 256;

/// Rows that are being read.
pub(crate) struct Reading {
    pub(crate) rows: Rows,
    pub(crate) books: Books,
    /// The length of the data, where it's known.
    pub(crate) size: Option<u64>,
}

/// The rows to send, as they are read.
pub(crate) struct Rows(Receiver<JsonRow>);

/// What is known of the rows so far.
#[derive(Clone, Default)]
pub(crate) struct Books {
    pub(crate) progress: Arc<Progress>,
    counts: Arc<Mutex<Counts>>,
}

/// What is done with the rows.
pub(crate) struct Judge {
    pub(crate) schema: RowSchema,
    /// Rows that would lose something are sent all the same.
    pub(crate) allows_loss: bool,
}

impl Reading {
    /// Begins to read a file, or standard input where the path is `-`.
    pub(crate) fn start(
        path: &Path,
        judge: Judge,
        kept_back: Option<KeptBack>,
    ) -> io::Result<Self> {
        let (input, size): (Box<dyn Read + Send>, _) = if path.as_os_str() == "-" {
            (Box::new(io::stdin()), None)
        } else {
            let file = File::open(path)?;
            let about = file.metadata()?;
            if about.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            let size = about.is_file().then_some(about.len());
            (Box::new(file), size)
        };
        let (to, rows) = mpsc::channel(AHEAD);
        let books = Books::default();
        books.counts().kept_back = kept_back;
        let reader = Reader {
            judge,
            to,
            books: books.clone(),
        };
        thread::Builder::new()
            .name("rows".to_owned())
            .spawn(move || reader.run(input))?;
        Ok(Self {
            rows: Rows(rows),
            books,
            size,
        })
    }
}

impl Books {
    pub(crate) fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rows {
    /// Takes all of them, and sends none.
    pub(crate) async fn pass_over(mut self) {
        while self.next().await.is_some() {}
    }

    /// The next one.
    pub(crate) async fn next(&mut self) -> Option<JsonRow> {
        self.0.recv().await
    }
}

impl Stream for Rows {
    type Item = JsonRow;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<JsonRow>> {
        self.get_mut().0.poll_recv(cx)
    }
}

struct Reader {
    judge: Judge,
    to: Sender<JsonRow>,
    books: Books,
}

/// Why all of a row is lost.
struct Lost {
    /// The reason in a word.
    code: &'static str,
    why: String,
}

impl Reader {
    fn run(self, input: impl Read) {
        if let Err(error) = self.read(input) {
            self.books.counts().broken = Some(error.to_string());
        }
        self.books.progress.end();
    }

    /// Reads until the end, or until nobody takes rows.
    fn read(&self, input: impl Read) -> Result<(), DataError> {
        let limit = match self.books.counts().kept_back {
            Some(_) => LETTER_MAX,
            None => ROW_MAX,
        };
        let Some(mut elements) = Elements::begin(input, limit)? else {
            return Ok(());
        };
        while let Some(element) = elements.next()? {
            let row = self.judge(&element);
            if let Some(row) = row
                && self.to.blocking_send(row).is_err()
            {
                break;
            }
            let rows = self.books.counts().rows;
            self.books.progress.set(rows, elements.bytes());
        }
        Ok(())
    }

    /// The row, if it's to be sent.
    fn judge(&self, element: &DataElement<'_>) -> Option<JsonRow> {
        let (row, losses, code) = match self.judge.row(element) {
            Ok((row, losses)) => (Some(row), losses, "WouldLose"),
            Err(lost) => (None, vec![lost.why], lost.code),
        };
        let is_lossy = !losses.is_empty();
        let row = row.filter(|_| self.judge.allows_loss || !is_lossy);
        let mut counts = self.books.counts();
        if row.is_none() {
            counts.put_letter(code, &losses.join("; "), element.text);
        }
        counts.lossy += u64::from(is_lossy);
        for loss in losses {
            counts.blame(loss, element.line);
        }
        match row {
            Some(_) => counts.send(),
            None => counts.keep_back(),
        }
        row
    }
}

impl Judge {
    /// The row, and what the service would lose of it; the error says why all of it is lost.
    fn row(&self, element: &DataElement<'_>) -> Result<(JsonRow, Vec<String>), Lost> {
        let text = element.text.filter(|text| text.len() <= ROW_MAX);
        let text = text.ok_or_else(|| Lost {
            code: "RowTooLarge",
            why: format!("a row has more than the {ROW_MAX} bytes for which a request has room"),
        })?;
        let no_row = |why| Lost {
            code: "NotARow",
            why,
        };
        let text = str::from_utf8(text).map_err(|_| no_row("a row isn't UTF-8".to_owned()))?;
        let limits = ValueLimits::default();
        let mut reader = RowReader::new(&self.schema, &limits, OffsetDateTime::now_utc());
        let mut losses = Vec::new();
        let seed = reader.element(|cell| {
            if cell.fate.is_loss() {
                losses.push(loss(cell));
            }
        });
        let mut json = serde_json::Deserializer::from_str(text);
        match seed
            .deserialize(&mut json)
            .and_then(|element| json.end().map(|()| element))
        {
            Err(error) => {
                let why = without_place(&error);
                return Err(no_row(format!("a row isn't JSON: {why}")));
            }
            Ok(Element::NoRow(what)) => {
                return Err(no_row(format!("a row is {what}, not an object")));
            }
            Ok(_) => {}
        }
        let row = JsonRow::parse(text).map_err(|error| no_row(error.to_string()))?;
        Ok((row, losses))
    }
}

/// What is lost, in words that don't tell one row from another, so that rows with the same trouble are counted together.
fn loss(cell: &Cell<'_>) -> String {
    let name: String = cell.name.chars().take(100).collect();
    let name = Quoted(&name);
    match cell.fate {
        Fate::Nulled(why) => {
            let column_type = cell
                .column_type()
                .map(ColumnType::as_str)
                .unwrap_or_default();
            format!("column {name}: the value {why} (the column's type is {column_type})")
        }
        Fate::Replaced(why) => format!("column {name}: the value {why}"),
        _ => format!("column {name}: {}", cell.why()),
    }
}

/// The words of `serde_json` without the place within the row, which would tell one row from another.
fn without_place(error: &serde_json::Error) -> String {
    let told = error.to_string();
    told.rsplit_once(" at line ")
        .map_or(told.as_str(), |(what, _)| what)
        .to_owned()
}
