//! How rows are uploaded, and what goes wrong.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use azlogs::credential::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azlogs::{Compression, OnFailure, Packing};
use azlogs_emulator::{EmulatorBuilder, Fault, Limits};
use proptest::prelude::*;
use time::OffsetDateTime;

#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) chunk_limit: usize,
    pub(crate) concurrency: usize,
    pub(crate) packing: Packing,
    pub(crate) compression: Compression,
    pub(crate) on_failure: OnFailure,
    pub(crate) cancel_after: Option<Duration>,
    pub(crate) tries: u32,
    /// The most bytes of a body that the service takes.
    service_limit: usize,
    /// The first token is one that the service refuses.
    stale_token: bool,
    /// In the emulator's text form.
    faults: Vec<String>,
}

impl Plan {
    pub(super) fn apply(&self, emulator: EmulatorBuilder) -> EmulatorBuilder {
        let limits = Limits {
            wire_bytes: self.service_limit,
            ..Limits::default()
        };
        let faults = self
            .faults
            .iter()
            .map(|fault| fault.parse::<Fault>().unwrap());
        let emulator = emulator.limits(limits).faults(faults);
        if self.stale_token {
            emulator.require_token("token 2")
        } else {
            emulator
        }
    }

    /// Whether the client's patience is short, since the service may never answer.
    pub(super) fn is_impatient(&self) -> bool {
        self.has("hang")
    }

    /// How long the client waits for an answer.
    pub(super) fn try_timeout(&self) -> Duration {
        if self.is_impatient() {
            Duration::from_millis(400)
        } else {
            Duration::from_secs(60)
        }
    }

    /// Whether some request may not arrive, or not be answered.
    pub(super) fn breaks_connections(&self) -> bool {
        self.is_impatient() || self.has("reset")
    }

    fn has(&self, word: &str) -> bool {
        self.faults.iter().any(|fault| fault.contains(word))
    }
}

/// Gives another token each time: `token 1`, `token 2`, …
#[derive(Debug, Default)]
pub(super) struct NumberedTokens(AtomicUsize);

#[async_trait]
impl TokenCredential for NumberedTokens {
    async fn get_token(
        &self,
        _scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        let token = Secret::new(format!("token {number}"));
        let expires = OffsetDateTime::now_utc() + Duration::from_secs(3600);
        Ok(AccessToken::new(token, expires))
    }
}

/// A fault, and to which requests it happens.
fn faults() -> impl Strategy<Value = String> {
    let passing = prop::sample::select(vec![
        "status=408",
        "status=429",
        "status=429,header=retry-after-ms:1",
        "status=500",
        "status=502",
        "status=503,retry-after=0",
        "status=504",
        "reset=before",
        "reset=middle",
        "reset=after",
        "accept-then=reset",
        "slow=2ms",
    ]);
    let staying = prop::sample::select(vec!["status=400", "status=401", "status=403"]);
    let some = prop_oneof![
        (1_u64..12).prop_map(|n| format!("nth={n}")),
        (2_u64..6).prop_map(|n| format!("every={n}")),
        (1_u64..4).prop_map(|n| format!("first={n}")),
        (1_u32..8, any::<u64>()).prop_map(|(tenths, seed)| format!("share=0.{tenths},seed={seed}")),
    ];
    let what = prop_oneof![3 => passing, 1 => staying];
    (what, some).prop_map(|(what, when)| format!("{what},{when}"))
}

/// A fault that takes as long as the client's patience, so that it happens once.
fn hangs() -> impl Strategy<Value = String> {
    let what = prop::sample::select(vec!["hang", "accept-then=hang"]);
    (what, 1_u64..8).prop_map(|(what, n)| format!("{what},nth={n}"))
}

fn all_faults() -> impl Strategy<Value = Vec<String>> {
    let many = prop::collection::vec(faults(), 0..4);
    (prop::option::weighted(0.08, hangs()), many).prop_map(|(hang, many)| {
        // The first that wants a request has it.
        hang.into_iter().chain(many).collect()
    })
}

pub(super) fn plans() -> impl Strategy<Value = Plan> {
    let packing = prop_oneof![Just(Packing::Documented), Just(Packing::Wire)];
    let compression = prop_oneof![
        1 => Just(Compression::none()),
        2 => Just(Compression::default()),
        2 => (1_u8..10).prop_map(Compression::level),
    ];
    let on_failure = prop_oneof![3 => Just(OnFailure::Continue), 1 => Just(OnFailure::Stop)];
    let milliseconds = prop::option::weighted(0.15, 0_u64..30);
    let service_limit = prop_oneof![3 => Just(1_048_576), 1 => 100_usize..1_500];
    (
        (20_usize..3_000, 1_usize..8, packing, compression),
        (on_failure, milliseconds, 1_u32..6),
        (service_limit, prop::bool::weighted(0.2), all_faults()),
    )
        .prop_map(|(stream, upload, service)| Plan {
            chunk_limit: stream.0,
            concurrency: stream.1,
            packing: stream.2,
            compression: stream.3,
            on_failure: upload.0,
            cancel_after: upload.1.map(Duration::from_millis),
            tries: upload.2,
            service_limit: service.0,
            stale_token: service.1,
            faults: service.2,
        })
}
