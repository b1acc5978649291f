//! Workers on threads, each of which takes the next job by itself.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::thread;

use tokio::sync::oneshot;

use super::blocking::Work;

/// Workers `W`, which make `R` of jobs `J`. They work off the async threads, as long as there are jobs.
///
/// Were they handed the jobs, their threads would sleep in between; and a thread that is woken may be put behind another, on a processor
/// that has work, while the next one has none. On two processors that took a tenth of the time.
pub(crate) struct Crew<W, J, R> {
    work: fn(&mut W, J) -> R,
    most: usize,
    jobs: Arc<Mutex<Jobs<W, J, R>>>,
}

struct Jobs<W, J, R> {
    waiting: VecDeque<(J, oneshot::Sender<thread::Result<R>>)>,
    idle: Vec<W>,
    at_work: usize,
}

/// Becomes what was made of a job; nothing when the runtime shut down before.
#[derive(Debug)]
pub(crate) struct Outcome<R>(oneshot::Receiver<thread::Result<R>>);

impl<W: Send + 'static, J: Send + 'static, R: Send + 'static> Crew<W, J, R> {
    /// Workers of which at most so many work at a time.
    pub(crate) fn new(most: usize, work: fn(&mut W, J) -> R) -> Self {
        let jobs = Jobs {
            waiting: VecDeque::new(),
            idle: Vec::new(),
            at_work: 0,
        };
        Self {
            work,
            most,
            jobs: Arc::new(Mutex::new(jobs)),
        }
    }

    /// Has one of the workers do a job, after those that came before; `hire` makes a worker where there is none yet.
    pub(crate) fn start(&self, job: J, hire: impl FnOnce() -> W) -> Outcome<R> {
        let (tell, told) = oneshot::channel();
        let mut jobs = lock(&self.jobs);
        jobs.waiting.push_back((job, tell));
        if jobs.at_work < self.most {
            jobs.at_work += 1;
            let worker = jobs.idle.pop();
            drop(jobs);
            let shift = Shift {
                work: self.work,
                worker: Some(worker.unwrap_or_else(hire)),
                jobs: Arc::clone(&self.jobs),
            };
            // What comes of it is told job by job.
            drop(Work::start(move || shift.run()));
        }
        Outcome(told)
    }
}

/// A worker at work.
struct Shift<W, J, R> {
    work: fn(&mut W, J) -> R,
    /// Nothing at the end.
    worker: Option<W>,
    jobs: Arc<Mutex<Jobs<W, J, R>>>,
}

impl<W, J, R> Shift<W, J, R> {
    fn run(mut self) {
        let work = self.work;
        while let Some((worker, job, tell)) = self.next() {
            if tell.is_closed() {
                continue;
            }
            // Whoever waits for it panics in its stead.
            let made = catch_unwind(AssertUnwindSafe(|| work(worker, job)));
            // Nobody may wait for it any more.
            let _ = tell.send(made);
        }
    }

    /// The next job; ends the shift when there is none.
    fn next(&mut self) -> Option<(&mut W, J, oneshot::Sender<thread::Result<R>>)> {
        let mut jobs = lock(&self.jobs);
        let Some((job, tell)) = jobs.waiting.pop_front() else {
            jobs.at_work -= 1;
            jobs.idle.extend(self.worker.take());
            return None;
        };
        drop(jobs);
        self.worker.as_mut().map(|worker| (worker, job, tell))
    }
}

impl<W, J, R> Drop for Shift<W, J, R> {
    /// A shift that hasn't begun when the runtime shuts down never will: whoever waits for its jobs is told, unless others do them.
    fn drop(&mut self) {
        if self.worker.is_some() {
            let mut jobs = lock(&self.jobs);
            jobs.at_work -= 1;
            if jobs.at_work == 0 {
                jobs.waiting.clear();
            }
        }
    }
}

fn lock<T>(jobs: &Mutex<T>) -> MutexGuard<'_, T> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<R> Outcome<R> {
    /// What is made already.
    pub(crate) fn ready(made: R) -> Self {
        let (tell, told) = oneshot::channel();
        let _ = tell.send(Ok(made));
        Self(told)
    }
}

impl<R> Future for Outcome<R> {
    type Output = Option<R>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<R>> {
        Pin::new(&mut self.0)
            .poll(cx)
            .map(|outcome| match outcome.ok()? {
                Ok(made) => Some(made),
                Err(panic) => resume_unwind(panic),
            })
    }
}

impl<W, J, R> fmt::Debug for Crew<W, J, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let jobs = lock(&self.jobs);
        f.debug_struct("Crew")
            .field("most", &self.most)
            .field("waiting", &jobs.waiting.len())
            .field("at_work", &jobs.at_work)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use tokio::runtime::{Builder, Runtime};

    use super::*;

    type Job = Box<dyn FnOnce() -> usize + Send>;

    fn crew(most: usize) -> Crew<(), Job, usize> {
        Crew::new(most, |(), job| job())
    }

    fn start(
        crew: &Crew<(), Job, usize>,
        job: impl FnOnce() -> usize + Send + 'static,
    ) -> Outcome<usize> {
        crew.start(Box::new(job), || ())
    }

    fn runtime() -> Runtime {
        Builder::new_current_thread().build().unwrap()
    }

    #[test]
    fn as_many_work_at_a_time_as_may_and_each_job_has_its_own_outcome() {
        const AT_A_TIME: usize = 3;
        let crew = crew(AT_A_TIME);
        let all = Arc::new(Barrier::new(AT_A_TIME));
        let at_work = Arc::new(AtomicUsize::new(0));
        runtime().block_on(async {
            let outcomes: Vec<_> = (0..10 * AT_A_TIME)
                .map(|number| {
                    let (all, at_work) = (Arc::clone(&all), Arc::clone(&at_work));
                    start(&crew, move || {
                        assert!(at_work.fetch_add(1, Ordering::SeqCst) < AT_A_TIME);
                        all.wait();
                        at_work.fetch_sub(1, Ordering::SeqCst);
                        all.wait();
                        number
                    })
                })
                .collect();
            for (number, outcome) in outcomes.into_iter().enumerate() {
                assert_eq!(outcome.await, Some(number));
            }
        });
    }

    #[test]
    fn a_worker_that_is_alone_does_jobs_in_their_order() {
        let mut hired = 0;
        let crew = Crew::new(1, |done: &mut Vec<usize>, job| {
            done.push(job);
            done.clone()
        });
        runtime().block_on(async {
            let outcomes: Vec<_> = (0..20)
                .map(|job| {
                    crew.start(job, || {
                        hired += 1;
                        Vec::new()
                    })
                })
                .collect();
            for (job, outcome) in outcomes.into_iter().enumerate() {
                assert!(outcome.await.unwrap().into_iter().eq(0..=job));
            }
        });
        assert_eq!(hired, 1);
    }

    #[test]
    fn a_job_that_panics_has_whoever_waits_for_it_panic_and_the_next_one_done() {
        let crew = crew(1);
        runtime().block_on(async {
            let panics = start(&crew, || panic!("out of memory"));
            let after = start(&crew, || 7);
            let panic = tokio::spawn(panics).await.unwrap_err().into_panic();
            assert_eq!(panic.downcast_ref(), Some(&"out of memory"));
            assert_eq!(after.await, Some(7));
        });
    }

    #[test]
    fn a_job_that_nobody_waits_for_any_more_is_not_begun() {
        let crew = crew(1);
        let (go_on, wait) = mpsc::channel();
        let (tell, told) = mpsc::channel();
        runtime().block_on(async {
            let first = start(&crew, move || wait.recv().unwrap());
            drop(start(&crew, move || tell.send(()).map_or(0, |()| 2)));
            let last = start(&crew, || 3);
            go_on.send(1).unwrap();
            assert_eq!(first.await, Some(1));
            assert_eq!(last.await, Some(3));
        });
        assert_eq!(told.try_iter().count(), 0);
    }

    #[test]
    fn a_job_that_a_runtime_is_given_after_its_end_has_no_outcome() {
        let crew = crew(2);
        let ended = runtime();
        let handle = ended.handle().clone();
        ended.shutdown_background();
        let entered = handle.enter();
        let never = start(&crew, || 1);
        drop(entered);
        runtime().block_on(async {
            assert_eq!(never.await, None);
            assert_eq!(start(&crew, || 2).await, Some(2));
        });
    }
}
