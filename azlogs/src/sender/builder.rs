//! What can be set for a sender, and starting it.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::error::Error;
use crate::record::LogRecord;
use crate::spool::{Spool, Spools};
use crate::upload::{PORTION, Settings, StreamClient, Target};

use super::blame::Blame;
use super::driver::{Config, Driver};
use super::error::NoRuntime;
use super::handle::Sender;
use super::metrics::Metrics;
use super::queue::{Overflow, Queue};
use super::shared::Shared;

const LINGER: Duration = Duration::from_secs(5);
const SPOOL_LINGER: Duration = Duration::from_millis(100);
const QUEUE_BYTES: usize = 64 * 1024 * 1024;
const PROBE_EVERY: Duration = Duration::from_secs(30);
const CLOSE_ON_DROP: Duration = Duration::from_secs(5);

/// Sets up a [`Sender`]: [`StreamClient::sender`] begins it.
///
/// How many requests are in flight, how they are packed and compressed, and how long they may be is what is set for the
/// [`StreamClient`].
///
/// ```no_run
/// # use std::time::Duration;
/// # use azlogs::{LogRecord, NoRuntime, Overflow, Sender, StreamClient};
/// # fn start<T: LogRecord>(stream: StreamClient<T>) -> Result<Sender<T>, NoRuntime> {
/// let sender = stream
///     .sender()
///     .linger(Duration::from_secs(1))
///     .queue_bytes(256 * 1024 * 1024)
///     .overflow(Overflow::DropOldest)
///     .start()?;
/// # Ok(sender)
/// # }
/// ```
#[must_use = "nothing is sent before it's started"]
pub struct SenderBuilder<T> {
    target: Target,
    settings: Settings,
    config: Config,
    queue_bytes: usize,
    overflow: Overflow,
    close_on_drop: Duration,
    /// Where it was set.
    linger: Option<Duration>,
    spool: Option<Spool>,
    row: PhantomData<fn(&T)>,
}

impl<T: LogRecord> StreamClient<T> {
    /// Begins a [`Sender`], for rows that come one by one for as long as a service runs.
    pub fn sender(&self) -> SenderBuilder<T> {
        SenderBuilder {
            target: self.target(),
            settings: self.settings(),
            config: Config {
                linger: LINGER,
                max_age: None,
                probe_every: PROBE_EVERY,
                blame: Arc::new(Blame::of),
            },
            queue_bytes: QUEUE_BYTES,
            overflow: Overflow::default(),
            close_on_drop: CLOSE_ON_DROP,
            linger: None,
            spool: None,
            row: PhantomData,
        }
    }
}

impl<T: LogRecord> SenderBuilder<T> {
    /// How long a row waits for others, so that they go in one request: 5 s unless it's set; 100 ms where [`send`](Sender::send) waits for the
    /// disk, since that waits for this.
    pub fn linger(mut self, time: Duration) -> Self {
        self.config.linger = time;
        self.linger = Some(time);
        self
    }

    /// The most bytes of rows in the queue, from when they are handed over to when they're settled: 64 MiB unless it's set. Rows
    /// count as what they are in memory: JSON at first, compressed once their request is made up.
    ///
    /// It's four requests at least, and is raised to that: of what [`chunk_limit`](StreamClient::chunk_limit) says, and of 256 KiB with
    /// [`Packing::Wire`](crate::Packing::Wire). Beside it there is the memory of what is being compressed, a request for each processor, and the
    /// room of a request that is being filled. A request that the service finds too large takes a few bytes more when it's halved; one that is read
    /// back from a [spool](Self::spool) while rows after it fill the queue comes on top, one at a time.
    pub fn queue_bytes(mut self, bytes: usize) -> Self {
        self.queue_bytes = bytes;
        self
    }

    /// What happens to a row when the queue is full: [`Overflow::Block`], unless it's set.
    pub fn overflow(mut self, overflow: Overflow) -> Self {
        self.overflow = overflow;
        self
    }

    /// How long rows are kept whose requests fail, counted from when a request is made of them. Older ones are rejected with the last
    /// error. Unless it's set, they're kept until they're accepted or the sender is closed.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.config.max_age = Some(age);
        self
    }

    /// The longest wait between two probes of an endpoint that fails: 30 s unless it's set. The first wait is the retry policy's shortest,
    /// and they double. That an endpoint is well again is noticed after that time and the time that a try
    /// takes, whatever wait the service asked for; but a rule that is throttled (429) pauses for up to the retry policy's
    /// [`max_delay`](crate::RetryPolicy::max_delay).
    pub fn probe_every(mut self, time: Duration) -> Self {
        self.config.probe_every = time;
        self
    }

    /// Says of which failures the rows are to blame and of which the endpoint: [`Blame::of`], unless it's set.
    ///
    /// It's asked about each request that failed, but for 413 of several rows, which are halved. It should be quick; where it panics,
    /// [`Blame::of`] says it.
    ///
    /// ```no_run
    /// # use azlogs::{Blame, LogRecord, StreamClient};
    /// # fn start<T: LogRecord>(stream: StreamClient<T>) {
    /// // The stream will be in the rule any minute.
    /// let sender = stream.sender().blame(|error| match error.code() {
    ///     Some("InvalidStream") => Blame::Endpoint,
    ///     _ => Blame::of(error),
    /// });
    /// # }
    /// ```
    pub fn blame(mut self, blame: impl Fn(&Error) -> Blame + Send + Sync + 'static) -> Self {
        self.config.blame = Arc::new(blame);
        self
    }

    /// How long it goes on sending what is in the queue when the last handle was dropped: 5 s unless it's set.
    pub fn close_on_drop(mut self, within: Duration) -> Self {
        self.close_on_drop = within;
        self
    }

    /// Has rows go by a directory on disk, so that they survive the process: every one before [`send`](Sender::send) is done, or those that
    /// memory has no room for, as [`SpoolOptions::spools`](crate::SpoolOptions::spools) says.
    ///
    /// What an earlier process left there is sent first; it has the first numbers in the report. What can't be sent before the sender is closed
    /// stays there, which the report counts. A disk that fails is said in a warning and in the [statistics](Sender::stats), and rows go on from
    /// memory. Chunks of another stream stay where they are, for a sender of theirs: senders may share a spool, each with a clone of it. Of two
    /// senders of the same stream, the first has what was left; each sends what it writes itself.
    ///
    /// With [`Spools::Overflow`](crate::Spools::Overflow) a row is acknowledged when it's in memory: **a process that is killed, or a machine that loses power,
    /// loses the rows that were in memory only.**
    ///
    /// ```no_run
    /// # use azlogs::{LogRecord, Spool, StreamClient};
    /// # async fn run<T: LogRecord>(orders: StreamClient<T>, row: T) -> Result<(), Box<dyn std::error::Error>> {
    /// let sender = orders.sender().spool(Spool::open("/var/lib/orders/spool")?).start()?;
    /// sender.send(row).await?;    // it is on disk
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "spool")]
    pub fn spool(mut self, spool: Spool) -> Self {
        self.spool = Some(spool);
        self
    }

    /// Starts the sender on the tokio runtime that this is called in.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn start(self) -> Result<Sender<T>, NoRuntime> {
        let runtime = Handle::try_current().map_err(|_| NoRuntime)?;
        Ok(self.start_on(&runtime))
    }

    /// Starts the sender on that tokio runtime, which needs timers and I/O: build it with `enable_all`.
    pub fn start_on(self, runtime: &Handle) -> Sender<T> {
        let target = self.target;
        let settings = self.settings;
        let mut queue = Queue::new(
            self.overflow,
            capacity(settings, self.queue_bytes),
            settings.chunker(),
            settings.strings_chunks(),
        );
        queue.letters.are_kept = target.dead_letter.is_some();
        let mut config = self.config;
        if let Some(spool) = self.spool {
            if self.linger.is_none() && spool.spools() == Spools::Everything {
                config.linger = SPOOL_LINGER;
            }
            queue.use_spool(&spool, &target.route);
        }
        let metrics = Metrics::new(&target.route);
        let shared = Arc::new(Shared::new(queue, runtime.clone(), metrics));
        let driver = Driver::new(Arc::clone(&shared), target, settings, config);
        runtime.spawn(driver.run());
        Sender::new(shared, self.close_on_drop)
    }
}

/// The bytes of rows that the queue may have, beside what the packer keeps of the body that it strings together.
fn capacity(settings: Settings, queue_bytes: usize) -> usize {
    if settings.strings_chunks() {
        let portion = settings.chunk_limit.max(PORTION);
        queue_bytes
            .max(portion.saturating_mul(4))
            .saturating_sub(settings.chunk_limit)
    } else {
        queue_bytes.max(settings.chunk_limit.saturating_mul(4))
    }
}

impl<T> fmt::Debug for SenderBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SenderBuilder")
            .field("settings", &self.settings)
            .field("queue_bytes", &self.queue_bytes)
            .field("overflow", &self.overflow)
            .field("close_on_drop", &self.close_on_drop)
            .finish_non_exhaustive()
    }
}
