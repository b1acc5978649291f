//! What is done with a sender's handles, what the service and the credential do meanwhile, and how the sender is set.

use proptest::prelude::*;

use super::super::credential::Fetch;
use super::super::service::What;
use super::super::*;
use crate::Packing;
use crate::spool::{Spools, WhenFull};
use crate::transport::TransportErrorKind;

/// What is done with a handle, one after the other.
#[derive(Clone, Debug)]
pub(super) enum Step {
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
    /// The wall clock is set ahead, or back.
    SetClock(i64),
}

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) overflow: Overflow,
    pub(super) packing: Packing,
    pub(super) compressed: bool,
    pub(super) concurrency: usize,
    pub(super) linger: u64,
    pub(super) max_age: Option<u64>,
    pub(super) requests_per_minute: u64,
    pub(super) fetches: Vec<Fetch>,
    pub(super) spooling: Option<Spooling>,
}

/// How rows go by a disk.
#[derive(Clone, Debug)]
pub(super) struct Spooling {
    pub(super) spools: Spools,
    pub(super) when_full: WhenFull,
    pub(super) max_bytes: u64,
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
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
        3 => seconds_ahead().prop_map(Step::SetClock),
    ];
    prop::collection::vec(step, 0..60)
}

/// By how much a clock is wrong: some hours, or a lifetime.
fn seconds_ahead() -> impl Strategy<Value = i64> {
    prop_oneof![
        -10_000_i64..10_000,
        Just(-2_000_000_000),
        Just(2_000_000_000)
    ]
}

fn fetch() -> impl Strategy<Value = Fetch> {
    prop_oneof![
        3 => Just(Fetch::Fails),
        3 => Just(Fetch::Disconnects),
        1 => Just(Fetch::Panics),
        2 => (0_u64..200_000).prop_map(Fetch::Takes),
        6 => (-100_i64..2_000).prop_map(Fetch::Lives),
    ]
}

fn spooling() -> impl Strategy<Value = Spooling> {
    (
        prop::sample::select(vec![Spools::Everything, Spools::Overflow]),
        prop::sample::select(vec![WhenFull::Refuse, WhenFull::DropOldest]),
        prop_oneof![1 => 1_u64..10, 3 => Just(10_000)],
    )
        .prop_map(|(spools, when_full, blocks)| Spooling {
            spools,
            when_full,
            max_bytes: blocks * 4096,
        })
}

pub(super) fn answer() -> impl Strategy<Value = Answer> {
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

pub(super) fn settings() -> impl Strategy<Value = Settings> {
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
        prop::collection::vec(fetch(), 0..6),
        prop::option::of(spooling()),
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
                fetches,
                spooling,
            )| Settings {
                overflow,
                packing,
                compressed,
                concurrency,
                linger,
                max_age,
                requests_per_minute,
                fetches,
                spooling,
            },
        )
}
