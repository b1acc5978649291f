//! Counts what each rule was sent in the current window, and says when it is too much.

use std::collections::HashMap;
use std::time::Duration;

use crate::Quotas;

/// The windows of all rules, by the rule's place in the catalogue.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    windows: HashMap<usize, Window>,
}

#[derive(Debug, Default)]
struct Window {
    began: Duration,
    requests: u64,
    bytes: u64,
}

/// A quota is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Over {
    /// Until the window ends: whole seconds, at least one.
    pub(crate) retry_after: Duration,
}

impl Meter {
    /// Counts a request, unless the window has had its number of them.
    pub(crate) fn request(
        &mut self,
        rule: usize,
        now: Duration,
        quotas: &Quotas,
    ) -> Result<(), Over> {
        let window = self.window(rule, now, quotas);
        if window.requests >= quotas.requests {
            return Err(window.over(now, quotas));
        }
        window.requests += 1;
        Ok(())
    }

    /// Counts bytes, unless the window has no room for them.
    pub(crate) fn bytes(
        &mut self,
        rule: usize,
        bytes: usize,
        now: Duration,
        quotas: &Quotas,
    ) -> Result<(), Over> {
        let window = self.window(rule, now, quotas);
        let total = window
            .bytes
            .saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if total > quotas.bytes {
            return Err(window.over(now, quotas));
        }
        window.bytes = total;
        Ok(())
    }

    fn window(&mut self, rule: usize, now: Duration, quotas: &Quotas) -> &mut Window {
        let window = self.windows.entry(rule).or_default();
        let is_new = window.requests == 0 && window.bytes == 0;
        if is_new || now.saturating_sub(window.began) >= quotas.window {
            *window = Window {
                began: now,
                ..Window::default()
            };
        }
        window
    }
}

impl Window {
    fn over(&self, now: Duration, quotas: &Quotas) -> Over {
        let left = (self.began + quotas.window).saturating_sub(now);
        let whole = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        Over {
            retry_after: Duration::from_secs(whole.max(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTAS: Quotas = Quotas {
        requests: 2,
        bytes: 100,
        window: Duration::from_secs(60),
    };

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn requests_are_refused_until_the_window_ends() {
        let mut meter = Meter::default();
        assert_eq!(meter.request(0, at(10), &QUOTAS), Ok(()));
        assert_eq!(meter.request(0, at(20), &QUOTAS), Ok(()));
        let over = meter.request(0, Duration::from_millis(30_500), &QUOTAS);
        assert_eq!(
            over,
            Err(Over {
                retry_after: at(40)
            })
        );
        assert_eq!(
            meter.request(1, at(30), &QUOTAS),
            Ok(()),
            "another rule has its own window"
        );
        assert_eq!(meter.request(0, at(70), &QUOTAS), Ok(()));
    }

    #[test]
    fn bytes_are_refused_only_when_they_go_over() {
        let mut meter = Meter::default();
        assert_eq!(meter.bytes(0, 60, at(0), &QUOTAS), Ok(()));
        assert_eq!(
            meter.bytes(0, 41, at(1), &QUOTAS),
            Err(Over {
                retry_after: at(59)
            })
        );
        assert_eq!(
            meter.bytes(0, 40, at(1), &QUOTAS),
            Ok(()),
            "what was refused isn't counted"
        );
        assert_eq!(meter.bytes(0, 100, at(60), &QUOTAS), Ok(()));
    }
}
