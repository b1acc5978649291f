//! Random pieces of log rows.

use fastrand::Rng;

const HOSTS: [&str; 8] = ["web", "api", "db", "cache", "worker", "gw", "auth", "queue"];
const REGIONS: [&str; 5] = ["westeurope", "northeurope", "eastus", "eastus2", "uksouth"];
const USERS: [&str; 12] = [
    "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "olivia",
    "zoë",
];

/// Random numbers and texts, the same ones every time.
pub(super) struct Random {
    rng: Rng,
    /// In ticks of 100 ns, from the beginning of the month.
    now: u64,
}

impl Random {
    pub(super) fn new() -> Self {
        Self {
            rng: Rng::with_seed(42),
            now: 10_000_000,
        }
    }

    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.rng.u32(..end)
    }

    /// Small numbers are likelier, as hosts and users are in real logs.
    pub(super) fn skewed(&mut self, end: u32) -> u32 {
        self.below(end).min(self.below(end)).min(self.below(end))
    }

    /// True in one of `cases`.
    pub(super) fn one_in(&mut self, cases: u32) -> bool {
        self.below(cases) == 0
    }

    pub(super) fn pick(&mut self, texts: &[&'static str]) -> &'static str {
        self.rng.choice(texts).copied().unwrap_or_default()
    }

    pub(super) fn float(&mut self, end: u32) -> f64 {
        f64::from(self.below(end * 100)) / 100.0
    }

    pub(super) fn hex(&mut self, len: usize) -> String {
        const DIGITS: [char; 16] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
        ];
        (0..len).map(|_| DIGITS[self.rng.usize(..16)]).collect()
    }

    pub(super) fn guid(&mut self) -> String {
        [8, 4, 4, 4, 12].map(|len| self.hex(len)).join("-")
    }

    pub(super) fn mac(&mut self) -> String {
        let mut part = || self.hex(2);
        format!("00:1b:{}:{}:{}:{}", part(), part(), part(), part())
    }

    pub(super) fn ip(&mut self) -> String {
        let parts = if self.one_in(4) {
            [11 + self.below(200), self.below(256), self.below(256)]
        } else {
            [10, self.below(4), self.below(32)]
        };
        let [a, b, c] = parts;
        format!("{a}.{b}.{c}.{}", self.below(255))
    }

    pub(super) fn region(&mut self) -> &'static str {
        self.pick(&REGIONS)
    }

    pub(super) fn user(&mut self) -> &'static str {
        self.pick(&USERS)
    }

    pub(super) fn service(&mut self) -> &'static str {
        self.pick(&HOSTS)
    }

    pub(super) fn host(&mut self) -> String {
        let (service, number) = (self.service(), self.skewed(120));
        format!("{service}-{number:03}.{}.contoso.net", self.region())
    }

    /// The next row's instant.
    pub(super) fn instant(&mut self) -> String {
        self.now += u64::from(self.below(40_000));
        self.instant_after(0)
    }

    /// An instant shortly after the last row's.
    pub(super) fn instant_after(&self, ticks: u32) -> String {
        let ticks = self.now + u64::from(ticks);
        let seconds = ticks / 10_000_000;
        format!(
            "2026-01-{:02}T{:02}:{:02}:{:02}.{:07}Z",
            15 + seconds / 86_400 % 10,
            seconds / 3600 % 24,
            seconds / 60 % 60,
            seconds % 60,
            ticks % 10_000_000
        )
    }

    /// The message of a line.
    pub(super) fn message(&mut self) -> String {
        match self.below(7) {
            0 => {
                let method = self.pick(&["GET", "GET", "POST", "PUT", "DELETE"]);
                let (id, status) = (
                    self.below(1_000_000),
                    self.pick(&["200", "200", "404", "500"]),
                );
                format!(
                    "{method} /api/v1/orders?id={id} -> {status} in {} ms",
                    self.skewed(2000)
                )
            }
            1 => format!(
                "connection from {} port {} closed by peer",
                self.ip(),
                1024 + self.below(60_000)
            ),
            2 => format!("user {} signed in, session {}", self.user(), self.hex(12)),
            3 => format!(
                "retry {} of 5 for job {}: \"timeout after {} s\"",
                1 + self.below(5),
                self.hex(8),
                5 + self.below(60)
            ),
            4 => format!(
                "cache miss for key order:{}:{}",
                self.below(100_000),
                self.hex(6)
            ),
            5 => format!(
                "queue depth {} exceeds 1000 on partition {}",
                self.below(5000),
                self.below(32)
            ),
            _ => format!(
                "GC pause {}.{:02} ms, heap {} MB",
                self.below(90),
                self.below(100),
                200 + self.below(3000)
            ),
        }
    }
}
