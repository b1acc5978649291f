//! The cache against a credential that counts, with time standing still until a test waits.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenRequestOptions};
use azure_core::error::ErrorKind;
use tokio::time::{advance, sleep};

use super::*;
use crate::clock::set_ahead;

/// Gives `token 1`, `token 2` and so on, each living as long as is said; `None` is a failure.
#[derive(Debug, Default)]
struct Counting {
    lives: Mutex<VecDeque<Option<Duration>>>,
    delay: Duration,
    fetches: AtomicU32,
}

impl Counting {
    fn new(lives: impl IntoIterator<Item = Option<u64>>) -> Self {
        let lives = lives.into_iter().map(|life| life.map(Duration::from_secs));
        Self {
            lives: Mutex::new(lives.collect()),
            ..Self::default()
        }
    }

    fn fetches(&self) -> u32 {
        self.fetches.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl TokenCredential for Counting {
    async fn get_token(
        &self,
        _scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let count = self.fetches.fetch_add(1, Ordering::SeqCst) + 1;
        sleep(self.delay).await;
        let life = self
            .lives
            .lock()
            .unwrap()
            .pop_front()
            .expect("no more fetches");
        match life {
            Some(life) => Ok(AccessToken::new(
                format!("token {count}"),
                OffsetDateTime::now_utc() + life,
            )),
            None => Err(azure_core::Error::with_message(
                ErrorKind::Credential,
                format!("failure {count}"),
            )),
        }
    }
}

fn cache(credential: Counting) -> (TokenCache, Arc<Counting>) {
    let credential = Arc::new(credential);
    (
        TokenCache::new(Arc::clone(&credential) as _, "scope/.default".to_owned()),
        credential,
    )
}

async fn secret(cache: &TokenCache) -> String {
    cache.token().await.unwrap().secret.secret().to_owned()
}

/// Lets background tasks run.
async fn settle() {
    sleep(Duration::from_millis(1)).await;
}

async fn pass(seconds: u64) {
    advance(Duration::from_secs(seconds)).await;
}

#[tokio::test(start_paused = true)]
async fn callers_at_once_share_one_fetch() {
    let mut credential = Counting::new([Some(3600)]);
    credential.delay = Duration::from_secs(5);
    let (cache, credential) = cache(credential);
    let callers = (0..20).map(|_| {
        let cache = cache.clone();
        tokio::spawn(async move { secret(&cache).await })
    });
    for caller in callers.collect::<Vec<_>>() {
        assert_eq!(caller.await.unwrap(), "token 1");
    }
    assert_eq!(credential.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn callers_at_once_share_one_failure_and_the_next_tries_anew() {
    let mut credential = Counting::new([None, Some(3600)]);
    credential.delay = Duration::from_secs(5);
    let (cache, credential) = cache(credential);
    let (one, two) = tokio::join!(cache.token(), cache.token());
    assert_eq!(one.unwrap_err().message, "failure 1");
    assert_eq!(two.unwrap_err().message, "failure 1");
    assert_eq!(credential.fetches(), 1);
    assert_eq!(secret(&cache).await, "token 2");
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_gives_up_takes_nobodys_token_along() {
    let mut credential = Counting::new([Some(3600)]);
    credential.delay = Duration::from_secs(5);
    let (cache, credential) = cache(credential);
    let hasty = timeout(Duration::from_secs(1), cache.token()).await;
    assert!(hasty.is_err());
    assert_eq!(secret(&cache).await, "token 1");
    assert_eq!(credential.fetches(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_in_the_background_five_minutes_before_it_expires() {
    let mut credential = Counting::new([Some(3600), Some(3600)]);
    credential.delay = Duration::from_secs(5);
    let (cache, credential) = cache(credential);
    assert_eq!(secret(&cache).await, "token 1");
    pass(3290).await;
    assert_eq!(secret(&cache).await, "token 1");
    settle().await;
    assert_eq!(credential.fetches(), 1);

    pass(10).await;
    let before = Instant::now();
    assert_eq!(secret(&cache).await, "token 1");
    assert_eq!(before.elapsed(), Duration::ZERO, "nobody waits");
    assert_eq!(secret(&cache).await, "token 1");
    sleep(Duration::from_secs(6)).await;
    assert_eq!(secret(&cache).await, "token 2");
    assert_eq!(credential.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_renewed_in_its_last_quarter() {
    let (cache, credential) = cache(Counting::new([Some(200), Some(200)]));
    assert_eq!(secret(&cache).await, "token 1");
    pass(140).await;
    assert_eq!(secret(&cache).await, "token 1");
    settle().await;
    assert_eq!(credential.fetches(), 1);
    pass(15).await;
    assert_eq!(secret(&cache).await, "token 1");
    settle().await;
    assert_eq!(secret(&cache).await, "token 2");
}

#[tokio::test(start_paused = true)]
async fn while_renewal_fails_the_old_token_serves_until_it_expires() {
    let failures = std::iter::repeat_n(None, 100);
    let (cache, credential) = cache(Counting::new([Some(3600)].into_iter().chain(failures)));
    assert_eq!(secret(&cache).await, "token 1");
    pass(3301).await;
    for _ in 0..29 {
        assert_eq!(secret(&cache).await, "token 1");
        settle().await;
        pass(10).await;
    }
    // 290 s, with 30 s between one attempt and the next.
    assert_eq!(credential.fetches(), 1 + 10);

    pass(10).await;
    let error = cache.token().await.unwrap_err();
    assert!(error.message.starts_with("failure"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_gives_the_same_old_token_is_not_asked_all_the_time() {
    let (cache, credential) = cache(Counting::new([Some(3600), Some(10), Some(10), Some(10)]));
    assert_eq!(secret(&cache).await, "token 1");
    pass(3301).await;
    for _ in 0..5 {
        let _ = secret(&cache).await;
        settle().await;
        pass(1).await;
    }
    assert_eq!(credential.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_replaced_once_however_many_were_refused() {
    let (cache, credential) = cache(Counting::new([Some(3600), Some(3600), Some(3600)]));
    let first = cache.token().await.unwrap();
    let second = cache.replace(&first).await.unwrap().unwrap();
    let again = cache.replace(&first).await.unwrap().unwrap();
    assert_eq!(second.secret.secret(), "token 2");
    assert_eq!(again.secret.secret(), "token 2");
    assert_eq!(credential.fetches(), 2);
    let third = cache.replace(&second).await.unwrap().unwrap();
    assert_eq!(third.secret.secret(), "token 3");
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_never_answers_is_given_up() {
    let mut credential = Counting::new([]);
    credential.delay = Duration::from_secs(1_000_000);
    let (cache, _) = cache(credential);
    let start = Instant::now();
    let error = cache.token().await.unwrap_err();
    assert_eq!(start.elapsed(), PATIENCE);
    assert!(
        error.transient && error.message.contains("within 120 s"),
        "{error:?}"
    );
}

#[test]
fn a_fetch_whose_runtime_is_gone_is_begun_again_in_another() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().start_paused(true).build().unwrap()
    };
    let mut credential = Counting::new([Some(3600)]);
    credential.delay = Duration::from_secs(5);
    let (cache, credential) = cache(credential);
    let first = runtime();
    first.block_on(async {
        let hasty = timeout(Duration::from_secs(1), cache.token()).await;
        assert!(hasty.is_err());
    });
    drop(first);
    assert_eq!(runtime().block_on(secret(&cache)), "token 2");
    assert_eq!(credential.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_panics_makes_an_error() {
    let (cache, _) = cache(Counting::new([]));
    let error = cache.token().await.unwrap_err();
    assert!(
        error.message.contains("stopped without an answer"),
        "{error:?}"
    );
}

#[test]
fn failures_of_the_network_may_pass_and_others_stay() {
    let wrapped = |kind| {
        let inner = azure_core::Error::with_message(kind, "inner");
        azure_core::Error::with_error(ErrorKind::Credential, inner, "outer")
    };
    for (error, transient) in [
        (azure_core::Error::with_message(ErrorKind::Io, "x"), true),
        (wrapped(ErrorKind::Connection), true),
        (wrapped(ErrorKind::Other), false),
        (
            azure_core::Error::with_message(ErrorKind::Credential, "x"),
            false,
        ),
    ] {
        assert_eq!(TokenError::from_credential(error).transient, transient);
    }
    assert_eq!(
        TokenError::from_credential(wrapped(ErrorKind::Io)).message,
        "outer: inner"
    );
}

const YEAR: i64 = 365 * 24 * 3600;

#[tokio::test(start_paused = true)]
async fn setting_the_clock_makes_no_token_expire_and_none_last() {
    for ahead in [YEAR, -YEAR] {
        let (cache, credential) = cache(Counting::new([Some(3600); 2]));
        assert_eq!(secret(&cache).await, "token 1");
        let _set = set_ahead(ahead);
        pass(3299).await;
        assert_eq!(secret(&cache).await, "token 1");
        settle().await;
        assert_eq!(credential.fetches(), 1, "set by {ahead} s");
        pass(2).await;
        assert_eq!(secret(&cache).await, "token 1");
        settle().await;
        assert_eq!(
            credential.fetches(),
            2,
            "renewed as if nothing had been set"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn with_a_clock_that_is_ahead_a_token_serves_for_half_a_minute_and_none_is_fetched_for_each_request()
 {
    let _set = set_ahead(YEAR);
    let (cache, credential) = cache(Counting::new([Some(3600); 3]));
    for _ in 0..29 {
        assert_eq!(secret(&cache).await, "token 1");
        settle().await;
        pass(1).await;
    }
    assert_eq!(credential.fetches(), 1);
    pass(2).await;
    assert_eq!(secret(&cache).await, "token 2");
}

#[tokio::test(start_paused = true)]
async fn with_a_clock_that_is_behind_a_token_is_believed_for_a_day_and_replaced_when_it_is_refused()
{
    let _set = set_ahead(-YEAR);
    let (cache, credential) = cache(Counting::new([Some(3600); 3]));
    let first = cache.token().await.unwrap();
    pass(23 * 3600).await;
    assert_eq!(secret(&cache).await, "token 1");
    let second = cache.replace(&first).await.unwrap().unwrap();
    assert_eq!(second.secret.secret(), "token 2");
    pass(24 * 3600).await;
    assert_eq!(secret(&cache).await, "token 3");
    assert_eq!(credential.fetches(), 3);
}

#[test]
fn any_expiry_at_any_time_is_a_life_of_a_day_at_most() {
    use time::{Date, Time};
    let ends = [Date::MIN, Date::MAX].map(|date| OffsetDateTime::new_utc(date, Time::MIDNIGHT));
    let century = Duration::from_secs(100 * YEAR.unsigned_abs());
    for now in [
        UNIX_EPOCH - century,
        UNIX_EPOCH,
        UNIX_EPOCH + century,
        UNIX_EPOCH + century * 1_000,
    ] {
        for expires_on in [ends[0], OffsetDateTime::UNIX_EPOCH, ends[1]] {
            let life = life(expires_on, now);
            assert!(
                !life.is_zero() && life <= LONGEST,
                "{expires_on} at {now:?}"
            );
        }
    }
    let second = time::Duration::SECOND;
    assert_eq!(
        life(OffsetDateTime::UNIX_EPOCH + second, UNIX_EPOCH),
        Duration::from_secs(1)
    );
}
