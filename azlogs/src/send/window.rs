//! What a rule was sent during the last minute, and when it may be sent more.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// The service counts by the minute.
const MINUTE: Duration = Duration::from_secs(60);

/// The requests of the last minute. No 60 seconds ever have more of them, or more bytes in them, than is allowed.
#[derive(Debug)]
pub(super) struct Window {
    most_requests: u64,
    most_bytes: u64,
    /// When how many bytes were sent, the oldest first.
    sent: VecDeque<(Instant, u64)>,
    /// The sum of their bytes.
    bytes: u64,
    warned: Option<Instant>,
}

/// How near to its limits a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) requests: u64,
    pub(super) bytes: u64,
}

impl Window {
    pub(super) fn new(most_requests: u64, most_bytes: u64) -> Self {
        Self {
            most_requests: most_requests.max(1),
            most_bytes,
            sent: VecDeque::new(),
            bytes: 0,
            warned: None,
        }
    }

    /// Books a request that is sent now.
    ///
    /// # Errors
    ///
    /// Where it may not be, and when to ask again. A body over the limit by itself is let through once a minute.
    pub(super) fn book(&mut self, now: Instant, bytes: u64) -> Result<(), Instant> {
        self.forget(now);
        let is_full = self.sent.len() as u64 >= self.most_requests
            || self.bytes.saturating_add(bytes) > self.most_bytes;
        if let Some(&(oldest, _)) = self.sent.front()
            && is_full
        {
            return Err(oldest + MINUTE);
        }
        self.sent.push_back((now, bytes));
        self.bytes = self.bytes.saturating_add(bytes);
        Ok(())
    }

    /// What was used, when that is four fifths of a limit or more and wasn't told during the last minute.
    pub(super) fn warning(&mut self, now: Instant) -> Option<Usage> {
        let usage = Usage {
            requests: self.sent.len() as u64,
            bytes: self.bytes,
        };
        let is_near = usage.requests >= self.most_requests - self.most_requests / 5
            || usage.bytes >= self.most_bytes - self.most_bytes / 5;
        let is_news = self.warned.is_none_or(|warned| now >= warned + MINUTE);
        (is_near && is_news).then(|| {
            self.warned = Some(now);
            usage
        })
    }

    /// Whether nothing was sent during the last minute.
    pub(super) fn is_idle(&mut self, now: Instant) -> bool {
        self.forget(now);
        self.sent.is_empty()
    }

    fn forget(&mut self, now: Instant) {
        while let Some(&(sent, bytes)) = self.sent.front()
            && sent + MINUTE <= now
        {
            self.sent.pop_front();
            self.bytes -= bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_warns_from_four_fifths_on_and_once_a_minute() {
        let mut window = Window::new(10, 1_000);
        let start = Instant::now();
        for _ in 0..7 {
            window.book(start, 1).unwrap();
            assert_eq!(window.warning(start), None);
        }
        window.book(start, 1).unwrap();
        assert_eq!(
            window.warning(start),
            Some(Usage {
                requests: 8,
                bytes: 8
            })
        );
        window.book(start, 1).unwrap();
        assert_eq!(window.warning(start), None);
        let later = start + MINUTE;
        window.book(later, 800).unwrap();
        assert_eq!(
            window.warning(later),
            Some(Usage {
                requests: 1,
                bytes: 800
            })
        );
    }

    #[test]
    fn a_body_over_the_limit_is_sent_alone() {
        let mut window = Window::new(10, 100);
        let start = Instant::now();
        window.book(start, 500).unwrap();
        assert_eq!(window.book(start, 1), Err(start + MINUTE));
        window.book(start + MINUTE, 1).unwrap();
        assert!(!window.is_idle(start + MINUTE));
        assert!(window.is_idle(start + 2 * MINUTE));
    }

    proptest! {
        #[test]
        fn no_minute_has_more_than_is_allowed_and_none_is_kept_waiting_for_nothing(
            most_requests in 1_u64..8,
            most_bytes in 50_u64..300,
            steps in prop::collection::vec((0_u64..30_000, 0_u64..50), 1..100),
        ) {
            let mut window = Window::new(most_requests, most_bytes);
            let mut now = Instant::now();
            let mut sent: Vec<(Instant, u64)> = Vec::new();
            for (wait, bytes) in steps {
                now += Duration::from_millis(wait);
                while let Err(later) = window.book(now, bytes) {
                    let last_minute = sent.iter().filter(|(at, _)| *at + MINUTE > now);
                    let (count, sum) = last_minute.fold((0, 0), |(count, sum), (_, bytes)| (count + 1, sum + bytes));
                    prop_assert!(count + 1 > most_requests || sum + bytes > most_bytes);
                    prop_assert!(later > now);
                    now = later;
                }
                sent.push((now, bytes));
                let last_minute: Vec<_> = sent.iter().filter(|(at, _)| *at + MINUTE > now).collect();
                prop_assert!(last_minute.len() as u64 <= most_requests);
                prop_assert!(last_minute.iter().map(|(_, bytes)| bytes).sum::<u64>() <= most_bytes);
            }
        }
    }
}
