//! All that the emulator knows: the rules, its settings, and what it was sent.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::catalog::{Catalog, Found};
use crate::clock::Clock;
use crate::faults::{Chosen, Plan};
use crate::in_flight::InFlight;
use crate::quota::{Meter, Over};
use crate::record::Recorder;
use crate::rows::Batch;
use crate::stats::{FaultStats, StreamStats, TableStats};
use crate::store::Store;
use crate::{Fault, FaultError, Keep, Limits, Quotas, RecordedRequest, Stats};

/// Is told of every request with rows.
pub(crate) type Observer = Box<dyn Fn(&RecordedRequest) + Send + Sync>;

/// How the emulator was asked to behave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    pub(crate) quotas: Quotas,
    pub(crate) keep: Keep,
    pub(crate) strict: bool,
    pub(crate) required_token: Option<String>,
    pub(crate) faults: Vec<Fault>,
}

/// The emulator, as its thread and its handle share it.
pub(crate) struct State {
    pub(crate) catalog: Catalog,
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    pub(crate) in_flight: InFlight,
    observer: Option<Observer>,
    book: Mutex<Book>,
}

/// What was sent.
struct Book {
    received: u64,
    /// By the place of the rule, and the place of the stream in it.
    streams: Vec<Vec<StreamStats>>,
    store: Store,
    recorder: Recorder,
    answers: Stats,
    meter: Meter,
    plan: Plan,
}

impl State {
    pub(crate) fn new(
        catalog: Catalog,
        settings: Settings,
        observer: Option<Observer>,
    ) -> Result<Self, FaultError> {
        let clock = Clock::start();
        let plan = Plan::new(&settings.faults, clock.elapsed())?;
        let book = Mutex::new(Book::new(&catalog, plan));
        Ok(Self {
            catalog,
            settings,
            clock,
            in_flight: InFlight::default(),
            observer,
            book,
        })
    }

    /// Nothing that holds the book can panic half way through a change, so a poisoned lock is as good as any.
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of a request that has arrived.
    pub(crate) fn arrive(&self) -> u64 {
        let mut book = self.book();
        book.received += 1;
        book.received
    }

    /// The fault that befalls the next request with rows.
    pub(crate) fn choose_fault(&self) -> Option<Chosen> {
        let now = self.clock.elapsed();
        self.book().plan.choose(now)
    }

    pub(crate) fn admit_request(&self, rule: usize) -> Result<(), Over> {
        let now = self.clock.elapsed();
        self.book().meter.request(rule, now, &self.settings.quotas)
    }

    pub(crate) fn admit_bytes(&self, rule: usize, bytes: usize) -> Result<(), Over> {
        let now = self.clock.elapsed();
        self.book()
            .meter
            .bytes(rule, bytes, now, &self.settings.quotas)
    }

    /// Accepts one request's rows.
    pub(crate) fn accept(&self, found: Found<'_>, batch: &Batch, wire_bytes: u64, raw_bytes: u64) {
        let mut book = self.book();
        let streams = book.streams.get_mut(found.rule);
        if let Some(stats) = streams.and_then(|streams| streams.get_mut(found.stream)) {
            stats.add(batch, wire_bytes, raw_bytes);
        }
        let keep = &self.settings.keep;
        for (place, table) in found.info.tables.iter().enumerate() {
            match batch.landed.get(place) {
                Some(Some(landed)) => {
                    book.store.append(&table.name, &landed.rows, keep);
                    let written = usize::try_from(landed.counts.written).unwrap_or(usize::MAX);
                    book.store.evict(&table.name, written - landed.rows.len());
                }
                _ => book.store.append(&table.name, &batch.rows, keep),
            }
        }
    }

    /// Remembers a request that is over, or will never be.
    pub(crate) fn record(&self, request: RecordedRequest) {
        if let Some(observer) = &self.observer {
            observer(&request);
        }
        let mut book = self.book();
        match request.status {
            Some(status) => *book.answers.statuses.entry(status).or_default() += 1,
            None => book.answers.unanswered += 1,
        }
        book.recorder.push(request, self.settings.keep.requests);
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.book().recorder.requests()
    }

    /// The rows of a table as JSON texts; `None` where there is no such table.
    pub(crate) fn rows(&self, table: &str) -> Option<Vec<Arc<str>>> {
        self.book().store.rows(table)
    }

    pub(crate) fn tables(&self) -> Vec<String> {
        self.book()
            .store
            .tables()
            .map(|(name, _)| name.clone())
            .collect()
    }

    pub(crate) fn stats(&self) -> Stats {
        let book = self.book();
        let faults = book.plan.counts().map(|(fault, seen, applied)| FaultStats {
            fault: fault.to_string(),
            seen,
            applied,
        });
        let tables = book.store.tables().map(|(name, table)| TableStats {
            name: name.clone(),
            rows: table.len(),
            bytes: table.bytes,
            accepted: table.accepted,
            evicted: table.evicted,
            transforms_not_run: self.catalog.transforms_before(name),
        });
        Stats {
            requests: book.received,
            in_flight: self.in_flight.now(),
            in_flight_max: self.in_flight.most(),
            streams: book.streams.iter().flatten().cloned().collect(),
            tables: tables.collect(),
            faults: faults.collect(),
            ..book.answers.clone()
        }
    }

    /// Puts other faults in force, from now on.
    pub(crate) fn set_faults(&self, faults: &[Fault]) -> Result<(), FaultError> {
        let plan = Plan::new(faults, self.clock.elapsed())?;
        self.book().plan = plan;
        Ok(())
    }

    /// Forgets everything that was sent, and begins the faults of the start anew.
    pub(crate) fn reset(&self) -> Result<(), FaultError> {
        let plan = Plan::new(&self.settings.faults, self.clock.elapsed())?;
        *self.book() = Book::new(&self.catalog, plan);
        self.in_flight.reset();
        Ok(())
    }
}

impl Book {
    fn new(catalog: &Catalog, plan: Plan) -> Self {
        let streams = catalog.rules().iter().map(|rule| {
            let id = rule.immutable_id.as_str();
            let streams = rule.streams.iter();
            streams.map(|stream| StreamStats::new(id, stream)).collect()
        });
        Self {
            received: 0,
            streams: streams.collect(),
            store: Store::new(catalog.tables()),
            recorder: Recorder::default(),
            answers: Stats::default(),
            meter: Meter::default(),
            plan,
        }
    }
}
