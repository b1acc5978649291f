//! The token: fetched once for all, renewed early and in the background, kept until it really expires.
//!
//! When it expires it says by the wall clock, which may be wrong. That is read once, as the token comes; how much of its life is left is
//! counted by a clock that nobody sets. Where the wall clock was ahead or behind, the service has the last word: a token that it refuses is
//! replaced at once.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use azure_core::credentials::{Secret, TokenCredential};
use http::HeaderValue;
use time::OffsetDateTime;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use crate::clock;
use crate::error::one_line;

/// A token is renewed this long before it expires, or in the last quarter of its life where that is shorter.
const EARLY: Duration = Duration::from_secs(300);
/// After a renewal that brought nothing new, the next one waits this long.
const PAUSE: Duration = Duration::from_secs(30);
/// No token is believed to live for longer: those of managed identities do for a day. Where the clock is far behind, all seem to.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// A credential that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(120);

/// A token, and which one it is.
#[derive(Clone)]
pub(crate) struct Token {
    secret: Secret,
    header: HeaderValue,
    generation: u64,
}

/// Why there is no token.
#[derive(Clone, Debug)]
pub(crate) struct TokenError {
    pub(crate) message: String,
    /// Whether asking again later may help.
    pub(crate) transient: bool,
    pub(crate) source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// A cache in front of a credential.
#[derive(Clone)]
pub(crate) struct TokenCache(Arc<Shared>);

struct Shared {
    credential: Arc<dyn TokenCredential>,
    scope: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    generation: u64,
    flight: Option<Flight>,
}

struct Held {
    token: Token,
    expires: Instant,
    renew: Instant,
}

/// A fetch under way, which every caller that needs its token awaits.
type Flight = watch::Receiver<Option<Result<Token, TokenError>>>;

impl TokenCache {
    pub(crate) fn new(credential: Arc<dyn TokenCredential>, scope: String) -> Self {
        Self(Arc::new(Shared {
            credential,
            scope,
            state: Mutex::default(),
        }))
    }

    /// The scope that tokens are asked for.
    pub(crate) fn scope(&self) -> &str {
        &self.0.scope
    }

    /// The token. One that is about to expire is given out still, while the next is fetched in the background.
    pub(crate) async fn token(&self) -> Result<Token, TokenError> {
        // A flight ends without a result where the runtime that it ran on is gone; then this caller begins another.
        for _ in 0..2 {
            let mut flight = match self.held_or_flight() {
                Ok(token) => return Ok(token),
                Err(flight) => flight,
            };
            if let Ok(done) = flight.wait_for(Option::is_some).await
                && let Some(result) = &*done
            {
                return result.clone();
            }
        }
        Err(TokenError::new(
            "the credential stopped without an answer",
            true,
        ))
    }

    /// A token other than the one that the service has refused, or `None` where the credential has no other.
    ///
    /// However many requests come with the same refused token, one fetch serves them all.
    pub(crate) async fn replace(&self, refused: &Token) -> Result<Option<Token>, TokenError> {
        {
            let mut state = self.0.lock();
            if state
                .held
                .as_ref()
                .is_some_and(|held| held.token.generation == refused.generation)
            {
                state.held = None;
            }
        }
        let token = self.token().await?;
        Ok((token.secret != refused.secret).then_some(token))
    }

    fn held_or_flight(&self) -> Result<Token, Flight> {
        let now = Instant::now();
        let mut state = self.0.lock();
        let held = state.held.as_ref().filter(|held| now < held.expires);
        let due = held.is_none_or(|held| now >= held.renew);
        let token = held.map(|held| held.token.clone());
        // A flight whose task is gone (its runtime was shut down) will never end.
        let flight = state
            .flight
            .clone()
            .filter(|flight| flight.has_changed().is_ok());
        match (token, flight) {
            (Some(token), flight) => {
                if due && flight.is_none() {
                    self.take_off(&mut state);
                }
                Ok(token)
            }
            (None, Some(flight)) => Err(flight),
            (None, None) => Err(self.take_off(&mut state)),
        }
    }

    /// Begins a fetch in a task of its own, so that a caller who gives up doesn't take the others' token along.
    fn take_off(&self, state: &mut State) -> Flight {
        let (done, flight) = watch::channel(None);
        state.flight = Some(flight.clone());
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move {
            let fetched = shared.fetch().await;
            done.send_replace(Some(shared.land(fetched)));
        });
        flight
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn fetch(&self) -> Result<(Secret, HeaderValue, Duration), TokenError> {
        let scopes = [self.scope.as_str()];
        let Ok(fetched) = timeout(PATIENCE, self.credential.get_token(&scopes, None)).await else {
            let message = format!("the credential gave none within {} s", PATIENCE.as_secs());
            return Err(TokenError::new(message, true));
        };
        let fetched = fetched.map_err(TokenError::from_credential)?;
        let mut header = HeaderValue::from_str(&format!("Bearer {}", fetched.token.secret()))
            .map_err(|_| {
                TokenError::new(
                    "the credential gave one with characters that no header can hold",
                    false,
                )
            })?;
        header.set_sensitive(true);
        Ok((
            fetched.token,
            header,
            life(fetched.expires_on, clock::now()),
        ))
    }

    /// Ends the fetch: keeps its token, or keeps the old one for want of another.
    fn land(
        &self,
        fetched: Result<(Secret, HeaderValue, Duration), TokenError>,
    ) -> Result<Token, TokenError> {
        let now = Instant::now();
        let mut state = self.lock();
        state.flight = None;
        match fetched {
            Ok((secret, header, life)) => {
                state.generation += 1;
                let token = Token {
                    secret,
                    header,
                    generation: state.generation,
                };
                let renew = life.saturating_sub(EARLY.min(life / 4));
                state.held = Some(Held {
                    token: token.clone(),
                    expires: now + life,
                    renew: now + renew.max(PAUSE),
                });
                Ok(token)
            }
            Err(error) => {
                if let Some(held) = &mut state.held {
                    held.renew = now + PAUSE;
                }
                Err(error)
            }
        }
    }
}

/// For how long a token may be used that has just come.
fn life(expires_on: OffsetDateTime, now: SystemTime) -> Duration {
    let seconds = u64::try_from(expires_on.unix_timestamp()).unwrap_or_default();
    let expires_on = Duration::new(seconds, expires_on.nanosecond());
    let left = expires_on.saturating_sub(now.duration_since(UNIX_EPOCH).unwrap_or_default());
    if left.is_zero() {
        // Nobody gives out expired tokens: it's the clock that is ahead.
        PAUSE
    } else {
        left.min(LONGEST)
    }
}

impl Token {
    /// The value of the header `Authorization`, marked as sensitive.
    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
    }

    /// Blots the token out of a text of others.
    pub(crate) fn blot_out_of(&self, text: &mut String) {
        let secret = self.secret.secret();
        if !secret.is_empty() && text.contains(secret) {
            *text = text.replace(secret, "***");
        }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token(generation {})", self.generation)
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache")
            .field("credential", &self.0.credential)
            .field("scope", &self.0.scope)
            .finish_non_exhaustive()
    }
}

impl TokenError {
    fn new(message: impl Into<String>, transient: bool) -> Self {
        Self {
            message: message.into(),
            transient,
            source: None,
        }
    }

    fn from_credential(error: azure_core::Error) -> Self {
        Self {
            message: one_line(&error),
            transient: is_transient(&error),
            source: Some(Arc::new(error)),
        }
    }
}

/// Whether a credential's failure comes from the network, or from a service that is busy.
fn is_transient(error: &azure_core::Error) -> bool {
    use azure_core::error::ErrorKind;
    match error.kind() {
        ErrorKind::Io | ErrorKind::Connection => true,
        ErrorKind::HttpResponse { status, .. } => {
            let status = u16::from(*status);
            status == 429 || status >= 500
        }
        // azure_identity's errors have the cause within.
        _ => error
            .source()
            .and_then(|source| source.downcast_ref())
            .is_some_and(is_transient),
    }
}

#[cfg(test)]
mod tests;
