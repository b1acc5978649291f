//! The faults in force: picks the one for each request.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue, StatusCode};

use super::gate::Gate;
use super::{Fault, FaultAnswer, FaultError, What, When};

/// The orders, and what each has seen.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    orders: Vec<Order>,
}

#[derive(Debug)]
struct Order {
    fault: Arc<Fault>,
    gate: Arc<Gate>,
    since: Duration,
    seen: u64,
    applied: u64,
    random: fastrand::Rng,
}

/// The fault for one request.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) fault: Arc<Fault>,
    pub(crate) gate: Arc<Gate>,
}

impl Plan {
    /// Checks the orders, and puts them in force from `now` on.
    pub(crate) fn new(faults: &[Fault], now: Duration) -> Result<Self, FaultError> {
        let orders = faults
            .iter()
            .map(|fault| {
                fault.check()?;
                Ok(Order {
                    fault: Arc::new(fault.clone()),
                    gate: Arc::new(Gate::new()),
                    since: now,
                    seen: 0,
                    applied: 0,
                    random: fastrand::Rng::with_seed(match fault.when {
                        When::Share { seed, .. } => seed,
                        _ => 0,
                    }),
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { orders })
    }

    /// The fault that befalls the next request.
    pub(crate) fn choose(&mut self, now: Duration) -> Option<Chosen> {
        let mut chosen: Option<&mut Order> = None;
        for order in &mut self.orders {
            if order.wants_next(now) && chosen.is_none() {
                chosen = Some(order);
            }
        }
        chosen.map(|order| {
            order.applied += 1;
            Chosen {
                fault: Arc::clone(&order.fault),
                gate: Arc::clone(&order.gate),
            }
        })
    }

    /// Each fault, the requests it has seen, and those it befell.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&Fault, u64, u64)> {
        self.orders
            .iter()
            .map(|order| (&*order.fault, order.seen, order.applied))
    }
}

impl Order {
    fn wants_next(&mut self, now: Duration) -> bool {
        self.seen += 1;
        match self.fault.when {
            When::Always => true,
            When::Nth(n) => self.seen == n,
            When::Every(n) => self.seen.is_multiple_of(n),
            When::First(n) => self.seen <= n,
            When::For(duration) => now.saturating_sub(self.since) < duration,
            When::Share { share, .. } => self.random.f64() < share,
        }
    }
}

impl Fault {
    /// Whether the fault can happen at all.
    fn check(&self) -> Result<(), FaultError> {
        let wrong = |text: &str| Err(FaultError(text.to_owned()));
        match self.when {
            When::Nth(0) | When::Every(0) => return wrong("requests are counted from 1, not 0"),
            When::Share { share, .. } if !(0.0..=1.0).contains(&share) => {
                return wrong("a share of requests is between 0 and 1");
            }
            _ => {}
        }
        match &self.what {
            What::Gather(0) => wrong("a request can't wait for 0 requests"),
            What::Answer(answer) => answer.check(),
            _ => Ok(()),
        }
    }
}

impl FaultAnswer {
    fn check(&self) -> Result<(), FaultError> {
        let status = self.status;
        if !(200..600).contains(&status) || StatusCode::from_u16(status).is_err() {
            return Err(FaultError(format!("{status} is no status to answer with")));
        }
        if let Some(code) = &self.code
            && HeaderValue::from_str(code).is_err()
        {
            return Err(FaultError(format!("{code:?} can't be an error's code")));
        }
        for (name, value) in &self.headers {
            if HeaderName::try_from(name).is_err() || HeaderValue::from_str(value).is_err() {
                return Err(FaultError(format!("{name:?}: {value:?} is no header")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(when: When, requests: u64) -> String {
        let mut plan = Plan::new(&[Fault::new(when, What::Hang)], Duration::ZERO).unwrap();
        (0..requests)
            .map(|second| match plan.choose(Duration::from_secs(second)) {
                Some(_) => '!',
                None => '.',
            })
            .collect()
    }

    #[test]
    fn each_kind_of_order_befalls_its_requests() {
        assert_eq!(fates(When::Always, 4), "!!!!");
        assert_eq!(fates(When::Nth(3), 6), "..!...");
        assert_eq!(fates(When::Every(3), 7), "..!..!.");
        assert_eq!(fates(When::First(2), 5), "!!...");
        assert_eq!(fates(When::For(Duration::from_secs(3)), 5), "!!!..");
    }

    #[test]
    fn a_share_is_the_same_for_the_same_seed() {
        let share = |seed| fates(When::Share { share: 0.3, seed }, 1000);
        assert_eq!(share(7), share(7));
        assert_ne!(share(7), share(8));
        let hits = share(7).chars().filter(|fate| *fate == '!').count();
        assert!((250..350).contains(&hits), "{hits}");
        assert_eq!(
            fates(
                When::Share {
                    share: 0.0,
                    seed: 1
                },
                5
            ),
            "....."
        );
        assert_eq!(
            fates(
                When::Share {
                    share: 1.0,
                    seed: 1
                },
                5
            ),
            "!!!!!"
        );
    }

    #[test]
    fn the_first_order_wins_and_the_others_go_on_counting() {
        let faults = [
            Fault::new(When::Nth(1), What::Hang),
            Fault::new(When::First(2), What::AcceptThenHang),
        ];
        let mut plan = Plan::new(&faults, Duration::ZERO).unwrap();
        let mut next = || {
            plan.choose(Duration::ZERO)
                .map(|chosen| chosen.fault.what.clone())
        };
        assert_eq!(next(), Some(What::Hang));
        assert_eq!(next(), Some(What::AcceptThenHang));
        assert_eq!(next(), None);
        let counts: Vec<_> = plan.counts().map(|(_, seen, hit)| (seen, hit)).collect();
        assert_eq!(counts, [(3, 1), (3, 1)]);
    }

    #[test]
    fn what_cannot_happen_is_refused() {
        let answer = |answer| Fault::new(When::Always, What::Answer(answer));
        for fault in [
            Fault::new(When::Nth(0), What::Hang),
            Fault::new(When::Every(0), What::Hang),
            Fault::new(
                When::Share {
                    share: 1.5,
                    seed: 0,
                },
                What::Hang,
            ),
            Fault::new(
                When::Share {
                    share: f64::NAN,
                    seed: 0,
                },
                What::Hang,
            ),
            Fault::new(When::Always, What::Gather(0)),
            answer(FaultAnswer::status(99)),
            answer(FaultAnswer::status(600)),
            answer(FaultAnswer::status(503).header("a b", "c")),
            answer(FaultAnswer::status(503).header("a", "b\r\nc: d")),
            answer(FaultAnswer::status(503).code("a\nb")),
        ] {
            assert!(
                Plan::new(std::slice::from_ref(&fault), Duration::ZERO).is_err(),
                "{fault:?}"
            );
        }
    }
}
