//! Each row is accounted for once, whatever is done with the sender and whatever the service does.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Mutex;

use proptest::prelude::*;
use tokio::time::{Instant, sleep, timeout};

use super::credential::Fickle;
use super::service::What;
use super::*;
use crate::error::Delivered;
use crate::sender::SenderReport;
use crate::transport::TransportErrorKind;
use crate::{Packing, RejectReason};

const QUEUE: usize = 4_000;

/// What is done with a handle, one after the other.
#[derive(Clone, Debug)]
enum Step {
    Send(usize),
    TrySend(usize),
    /// Sends, and gives up after some milliseconds.
    SendFor(usize, u64),
    Flush(u64),
    /// Flushes, and gives up after some milliseconds.
    FlushFor(u64, u64),
    Close(u64),
    CloseFor(u64, u64),
    Wait(u64),
}

#[derive(Clone, Debug)]
struct Settings {
    overflow: Overflow,
    packing: Packing,
    compressed: bool,
    concurrency: usize,
    linger: u64,
    max_age: Option<u64>,
    requests_per_minute: u64,
    token_failures: usize,
}

/// How a handle's life was.
#[derive(Debug, Default)]
struct Life {
    /// The numbers that were given for rows that were taken, and the rows' own.
    taken: Vec<(usize, u32)>,
    /// Rows that can't be sent.
    unsendable: u64,
    reports: Vec<SenderReport>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let bytes = || prop_oneof![8 => 20_usize..200, 3 => 200_usize..998, 1 => 998_usize..6_000];
    let within = || prop_oneof![Just(0_u64), 1_u64..500, 500_u64..200_000];
    let step = prop_oneof![
        30 => bytes().prop_map(Step::Send),
        15 => bytes().prop_map(Step::TrySend),
        15 => (bytes(), 0_u64..2_000).prop_map(|(bytes, wait)| Step::SendFor(bytes, wait)),
        6 => within().prop_map(Step::Flush),
        4 => (within(), 0_u64..5_000).prop_map(|(within, wait)| Step::FlushFor(within, wait)),
        1 => within().prop_map(Step::Close),
        1 => (within(), 0_u64..5_000).prop_map(|(within, wait)| Step::CloseFor(within, wait)),
        10 => within().prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 0..60)
}

fn answer() -> impl Strategy<Value = Answer> {
    let retry_after = prop_oneof![
        "-?[0-9]{1,30}(\\.[0-9]{0,3})?",
        Just("Thu, 01 Jan 1970 00:00:00 GMT".to_owned()),
        Just("Fri, 31 Dec 9999 23:59:59 GMT".to_owned()),
        "[ -~]{0,20}",
    ];
    let what = prop_oneof![
        8 => Just(What::Status(204, None)),
        3 => prop::option::of(retry_after.clone()).prop_map(|header| What::Status(429, header)),
        3 => prop::option::of(retry_after).prop_map(|header| What::Status(503, header)),
        4 => prop::sample::select(vec![400, 401, 403, 404, 408, 413, 500, 502])
            .prop_map(|status| What::Status(status, None)),
        2 => Just(What::AcceptAndFail),
        2 => Just(What::Fail(TransportErrorKind::Connect)),
        2 => Just(What::Fail(TransportErrorKind::Interrupted)),
        1 => Just(What::Hang),
    ];
    let after = prop_oneof![3 => Just(0_u64), 2 => 0_u64..2_000, 1 => 0_u64..70_000];
    (what, after).prop_map(|(what, after)| Answer::from(what).after(Duration::from_millis(after)))
}

fn settings() -> impl Strategy<Value = Settings> {
    let overflow = prop::sample::select(vec![
        Overflow::Block,
        Overflow::DropNewest,
        Overflow::DropOldest,
    ]);
    (
        overflow,
        prop_oneof![4 => Just(Packing::Documented), 1 => Just(Packing::Wire)],
        any::<bool>(),
        1_usize..6,
        0_u64..8_000,
        prop::option::weighted(0.3, 0_u64..100_000),
        prop_oneof![1 => 1_u64..20, 3 => Just(12_000)],
        0_usize..4,
    )
        .prop_map(
            |(
                overflow,
                packing,
                compressed,
                concurrency,
                linger,
                max_age,
                requests_per_minute,
                token_failures,
            )| Settings {
                overflow,
                packing,
                compressed,
                concurrency,
                linger,
                max_age,
                requests_per_minute,
                token_failures,
            },
        )
}

fn start(service: &Arc<Service>, settings: &Settings) -> Sender<Row> {
    let client = client_of(service, Fickle::new(settings.token_failures))
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
        .chunk_limit(1_000)
        .sender()
        .queue_bytes(QUEUE)
        .overflow(settings.overflow)
        .linger(Duration::from_millis(settings.linger));
    if let Some(age) = settings.max_age {
        builder = builder.max_age(Duration::from_millis(age));
    }
    builder.start().unwrap()
}

impl Life {
    async fn live(
        mut self,
        sender: Sender<Row>,
        first: u32,
        steps: Vec<Step>,
        bounded: bool,
    ) -> Self {
        for (n, step) in (first..).zip(steps) {
            let began = Instant::now();
            let ms = Duration::from_millis;
            match step {
                Step::Send(bytes) => {
                    let sent = sender.send(row(n, bytes)).await;
                    self.note(n, &sent);
                }
                Step::TrySend(bytes) => {
                    let sent = sender.try_send(row(n, bytes));
                    self.note(n, &sent);
                }
                Step::SendFor(bytes, wait) => {
                    if let Ok(sent) = timeout(ms(wait), sender.send(row(n, bytes))).await {
                        self.note(n, &sent);
                    }
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
            }
            let bytes = sender.stats().bytes_queued;
            assert!(
                !bounded || bytes <= QUEUE as u64,
                "{bytes} bytes in the queue"
            );
        }
        self
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
    let bounded = !answers
        .iter()
        .any(|answer| answer.what == What::Status(413, None))
        && settings.packing == Packing::Documented;
    let queued = Mutex::new(VecDeque::from(answers));
    let service = Service::new(move |_| {
        queued
            .lock()
            .unwrap()
            .pop_front()
            .unwrap_or(Answer::status(204))
    });
    let sender = start(&service, &settings);
    let mut lives = Vec::new();
    for (at, steps) in handles.into_iter().enumerate() {
        let first = u32::try_from(at * 1_000).unwrap();
        lives.push(tokio::spawn(Life::default().live(
            sender.clone(),
            first,
            steps,
            bounded,
        )));
    }
    let mut all = Life::default();
    for life in lives {
        let life = life.await.unwrap();
        all.taken.extend(life.taken);
        all.unsendable += life.unsendable;
        all.reports.extend(life.reports);
    }
    // Nobody waits here: what is left when the last handle is dropped is in the account.
    let shared = Arc::clone(sender.shared());
    drop(sender);
    sleep(seconds(6)).await;
    all.reports
        .push(SenderReport::take(&mut shared.lock(), Duration::ZERO));
    check(&all, &service, &shared, doubles);
}

fn check(all: &Life, service: &Service, shared: &super::super::shared::Shared, doubles: bool) {
    let sum = |count: fn(&SenderReport) -> u64| all.reports.iter().map(count).sum::<u64>();
    let (accepted, rejected) = (sum(SenderReport::accepted), sum(SenderReport::rejected));
    let handed_over = all.taken.len() as u64 + all.unsendable;
    assert_eq!(sum(SenderReport::rows), handed_over);
    assert_eq!(shared.lock().bytes(), 0, "nothing is left");

    let numbers: BTreeSet<usize> = all.taken.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers.len(), all.taken.len(), "each number is given once");
    assert!(numbers.iter().all(|number| (*number as u64) < handed_over));

    let arrived = service.accepted();
    let distinct: BTreeSet<u32> = arrived.iter().copied().collect();
    assert!(
        doubles || distinct.len() == arrived.len(),
        "a row was stored twice"
    );
    let ours: BTreeSet<u32> = all.taken.iter().map(|(_, n)| *n).collect();
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
        assert!(
            row.is_some_and(|(_, n)| !distinct.contains(n)),
            "not attempted, and arrived"
        );
    }
    let arrived = distinct.len() as u64;
    // A batch that may have been accepted may also have been dropped for others.
    let most = accepted + perhaps + sum(SenderReport::dropped);
    assert!(
        (accepted..=most).contains(&arrived),
        "{accepted} accepted, {arrived} arrived"
    );
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
        runtime.block_on(async {
            let day = seconds(86_400);
            timeout(day, run(settings, answers, handles)).await.expect("it hangs");
        });
    }
}
