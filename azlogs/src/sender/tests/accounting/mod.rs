//! Each row is accounted for once, whatever is done with the sender, whatever the service and the credential do, and wherever the clock is set.

mod strategies;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Mutex;

use proptest::prelude::*;
use tokio::time::{Instant, sleep, timeout};

use super::credential::Fickle;
use super::service::What;
use super::*;
use crate::clock::set_ahead;
use crate::error::Delivered;
use crate::sender::SenderReport;
use crate::spool::Spools;
use crate::spool::tests::memory::Memory;
use crate::{Packing, RejectReason};
use strategies::{Settings, Step, answer, settings, steps};

const QUEUE: u64 = 4_000;
const REQUEST: u64 = 1_000;

/// How a handle's life was.
#[derive(Debug, Default)]
struct Life {
    /// The numbers that were given for rows that were taken, and the rows' own.
    taken: Vec<(usize, u32)>,
    /// Those of them that `send` has acknowledged.
    acknowledged: Vec<u32>,
    /// Rows of which nobody waited for whether they were taken.
    perhaps: Vec<u32>,
    /// Rows that can't be sent.
    unsendable: u64,
    reports: Vec<SenderReport>,
}

fn start(service: &Arc<Service>, settings: &Settings, files: &Memory) -> Sender<Row> {
    let client = client_of(service, Fickle::of(settings.fetches.clone()))
        .requests_per_minute(settings.requests_per_minute)
        .build()
        .unwrap();
    let compression = if settings.compressed {
        Compression::default()
    } else {
        Compression::none()
    };
    let mut builder = client
        .stream::<Row>(RULE)
        .packing(settings.packing)
        .compression(compression)
        .concurrency(settings.concurrency)
        .chunk_limit(REQUEST.try_into().unwrap())
        .sender()
        .queue_bytes(QUEUE.try_into().unwrap())
        .overflow(settings.overflow)
        .linger(Duration::from_millis(settings.linger));
    if let Some(age) = settings.max_age {
        builder = builder.max_age(Duration::from_millis(age));
    }
    spooling(builder, settings, files).start().unwrap()
}

#[cfg(feature = "spool")]
fn spooling(
    builder: SenderBuilder<Row>,
    settings: &Settings,
    files: &Memory,
) -> SenderBuilder<Row> {
    let Some(spooling) = &settings.spooling else {
        return builder;
    };
    let options = crate::Spool::options()
        .spools(spooling.spools)
        .when_full(spooling.when_full)
        .max_bytes(spooling.max_bytes);
    builder.spool(crate::spool::tests::open_with(files, options).unwrap())
}

#[cfg(not(feature = "spool"))]
fn spooling(builder: SenderBuilder<Row>, _: &Settings, _: &Memory) -> SenderBuilder<Row> {
    builder
}

impl Life {
    async fn live(
        mut self,
        sender: Sender<Row>,
        first: u32,
        steps: Vec<Step>,
        most_bytes: u64,
    ) -> Self {
        for (n, step) in (first..).zip(steps) {
            let began = Instant::now();
            let ms = Duration::from_millis;
            match step {
                Step::Send(bytes) => {
                    let sent = sender.send(row(n, bytes)).await;
                    self.note_waited(n, Some(&sent));
                }
                Step::TrySend(bytes) => {
                    let sent = sender.try_send(row(n, bytes));
                    self.note(n, &sent);
                }
                Step::SendFor(bytes, wait) => {
                    let sent = timeout(ms(wait), sender.send(row(n, bytes))).await;
                    self.note_waited(n, sent.as_ref().ok());
                }
                Step::Flush(within) => {
                    self.reports.push(sender.flush(ms(within)).await);
                    assert!(began.elapsed() <= ms(within + 1), "{:?}", began.elapsed());
                }
                Step::FlushFor(within, wait) => {
                    let report = timeout(ms(wait), sender.flush(ms(within))).await;
                    self.reports.extend(report);
                }
                Step::Close(within) => {
                    self.reports.push(sender.close(ms(within)).await);
                    assert!(began.elapsed() <= ms(within + 1), "{:?}", began.elapsed());
                }
                Step::CloseFor(within, wait) => {
                    let report = timeout(ms(wait), sender.close(ms(within))).await;
                    self.reports.extend(report);
                }
                Step::Wait(wait) => sleep(ms(wait)).await,
                // It's set back when all is over.
                Step::SetClock(seconds) => std::mem::forget(set_ahead(seconds)),
            }
            let bytes = sender.stats().bytes_queued;
            assert!(bytes <= most_bytes, "{bytes} bytes in the queue");
        }
        self
    }

    fn note_waited(&mut self, n: u32, sent: Option<&Result<usize, SendError>>) {
        match sent {
            Some(Ok(_)) => self.acknowledged.push(n),
            Some(Err(SendError::Closed)) | None => self.perhaps.push(n),
            Some(Err(_)) => {}
        }
        if let Some(sent) = sent {
            self.note(n, sent);
        }
    }

    fn note(&mut self, n: u32, sent: &Result<usize, SendError>) {
        match sent {
            Ok(number) => self.taken.push((*number, n)),
            Err(SendError::Unsendable(_)) => self.unsendable += 1,
            Err(SendError::Full | SendError::Closed) => {}
        }
    }
}

/// Lives through it all with several handles; what became of the rows.
async fn run(settings: Settings, answers: Vec<Answer>, handles: Vec<Vec<Step>>) {
    let doubles = answers
        .iter()
        .any(|answer| answer.what == What::AcceptAndFail);
    // Halves take a few bytes more than the whole.
    let are_halved = answers
        .iter()
        .any(|answer| answer.what == What::Status(413, None));
    let most_bytes = if are_halved || settings.packing == Packing::Wire {
        u64::MAX
    } else if settings.spooling.is_some() {
        // One request may be read back while later rows fill the queue.
        QUEUE + REQUEST
    } else {
        QUEUE
    };
    let queued = Mutex::new(VecDeque::from(answers));
    let service = Service::new(move |_| {
        queued
            .lock()
            .unwrap()
            .pop_front()
            .unwrap_or(Answer::status(204))
    });
    let files = Memory::default();
    let sender = start(&service, &settings, &files);
    let mut lives = Vec::new();
    for (at, steps) in handles.into_iter().enumerate() {
        let first = u32::try_from(at * 1_000).unwrap();
        lives.push(tokio::spawn(Life::default().live(
            sender.clone(),
            first,
            steps,
            most_bytes,
        )));
    }
    let mut all = Life::default();
    for life in lives {
        let life = life.await.unwrap();
        all.taken.extend(life.taken);
        all.acknowledged.extend(life.acknowledged);
        all.perhaps.extend(life.perhaps);
        all.unsendable += life.unsendable;
        all.reports.extend(life.reports);
    }
    // Nobody waits here: what is left when the last handle is dropped is in the account.
    let shared = Arc::clone(sender.shared());
    drop(sender);
    sleep(seconds(6)).await;
    all.reports
        .push(SenderReport::take(&mut shared.lock(), Duration::ZERO));
    assert_eq!(shared.lock().bytes(), 0, "nothing is left");
    let is_late =
        settings.spooling.as_ref().map(|spooling| spooling.spools) == Some(Spools::Everything);
    if !is_late {
        // Who gives up before a row is taken has it still.
        all.perhaps.clear();
    }
    let told = check(&all, &service, doubles, is_late);
    check_next(&all, &service, settings, &files.after_kill(), &told).await;
}

/// What an account says of the rows, all of which it has; the numbers of those that it names.
fn check(all: &Life, service: &Service, doubles: bool, is_late: bool) -> BTreeSet<usize> {
    let sum = |count: fn(&SenderReport) -> u64| all.reports.iter().map(count).sum::<u64>();
    let (accepted, rejected) = (sum(SenderReport::accepted), sum(SenderReport::rejected));
    let handed_over = all.taken.len() as u64 + all.unsendable;
    let rows = sum(SenderReport::rows);
    let most = handed_over + all.perhaps.len() as u64;
    assert!(
        (handed_over..=most).contains(&rows),
        "{rows} rows of {handed_over} to {most}"
    );

    let numbers: BTreeSet<usize> = all.taken.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers.len(), all.taken.len(), "each number is given once");
    assert!(numbers.iter().all(|number| (*number as u64) < rows));

    let arrived = service.accepted();
    let distinct: BTreeSet<u32> = arrived.iter().copied().collect();
    assert!(
        doubles || distinct.len() == arrived.len(),
        "a row was stored twice"
    );
    let taken = all.taken.iter().map(|(_, n)| *n);
    let ours: BTreeSet<u32> = taken.chain(all.perhaps.iter().copied()).collect();
    assert!(
        distinct.is_subset(&ours),
        "a row that wasn't handed over was sent"
    );

    let all_rejected = all.reports.iter().flat_map(SenderReport::rejected_rows);
    let mut perhaps = 0;
    let mut told = BTreeSet::new();
    for rejected in all_rejected {
        if rejected.reason.delivery() == Delivered::Maybe {
            perhaps += rejected.rows.len() as u64;
        } else if let RejectReason::Request(_) = rejected.reason {
            let rows = all
                .taken
                .iter()
                .filter(|(number, _)| rejected.rows.contains(number));
            assert!(
                rows.into_iter().all(|(_, n)| !distinct.contains(n)),
                "{}",
                rejected.reason
            );
        }
        assert!(
            rejected.rows.clone().all(|row| told.insert(row)),
            "a row is told of twice"
        );
    }
    assert_eq!(told.len() as u64, rejected);
    let skipped = all
        .reports
        .iter()
        .flat_map(SenderReport::not_attempted_rows);
    for number in skipped.cloned().flatten() {
        assert!(told.insert(number), "a row is told of twice");
        let row = all.taken.iter().find(|(other, _)| *other == number);
        assert!(row.is_some() || is_late, "not attempted, and not taken");
        if let Some((_, n)) = row {
            assert!(!distinct.contains(n), "not attempted, and arrived");
            assert!(
                !is_late || !all.acknowledged.contains(n),
                "acknowledged, and lost"
            );
        }
    }
    let arrived = distinct.len() as u64;
    // A batch that may have been accepted may also have been dropped for others, or be on disk.
    let most = accepted + perhaps + sum(SenderReport::dropped) + sum(SenderReport::spooled);
    assert!(
        (accepted..=most).contains(&arrived),
        "{accepted} accepted, {arrived} arrived"
    );
    told
}

/// What the process after this one finds on disk, and sends.
async fn check_next(
    all: &Life,
    service: &Service,
    settings: Settings,
    files: &Memory,
    told: &BTreeSet<usize>,
) {
    let sum = |count: fn(&SenderReport) -> u64| all.reports.iter().map(count).sum::<u64>();
    let next = Service::willing();
    let settings = Settings {
        fetches: Vec::new(),
        max_age: None,
        ..settings
    };
    let report = start(&next, &settings, files).close(seconds(3_600)).await;
    assert!(report.is_complete(), "{report}");
    // What was halved is there whole.
    assert!(report.rows() >= sum(SenderReport::spooled), "{report}");
    if sum(SenderReport::dropped) > 0 {
        return;
    }
    let arrived: BTreeSet<u32> = service
        .accepted()
        .into_iter()
        .chain(next.accepted())
        .collect();
    for (number, n) in all
        .taken
        .iter()
        .filter(|(_, n)| all.acknowledged.contains(n))
    {
        assert!(
            told.contains(number) || arrived.contains(n),
            "row {n} was acknowledged, and is nowhere"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn each_row_is_accounted_for_once(
        settings in settings(),
        answers in prop::collection::vec(answer(), 0..40),
        handles in prop::collection::vec(steps(), 1..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        let _right_when_dropped = set_ahead(0);
        runtime.block_on(async {
            let day = seconds(86_400);
            timeout(day, run(settings, answers, handles)).await.expect("it hangs");
        });
    }
}
