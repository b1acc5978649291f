//! The bound in age, wherever the clock is set.

use std::time::Duration;

use tokio::time::advance;

use super::super::format::milliseconds;
use super::super::{Spool, SpoolOptions};
use super::memory::Memory;
use super::{body, drain, header, open_with};
use crate::clock::{self, set_ahead};

const YEAR: i64 = 365 * 24 * 3600;

/// A minute.
fn minute() -> SpoolOptions {
    Spool::options().max_age(Duration::from_secs(60))
}

/// Writes a chunk, now by the clock.
fn append(spool: &Spool, n: u64) {
    let body = body(n);
    let mut header = header(n, &body);
    header.created_ms = milliseconds(clock::now());
    spool.append(&header, &body).unwrap();
}

/// The numbers of the chunks that are there.
fn left(spool: &Spool) -> Vec<u64> {
    let mut found = Vec::new();
    while let Some(number) = spool.claim() {
        found.push(spool.read(number).unwrap().0.first_row);
        spool.remove(number);
    }
    found
}

fn dropped(spool: &Spool) -> (u64, u64) {
    let dropped = spool.usage().dropped;
    (dropped.chunks, dropped.rows)
}

#[tokio::test(start_paused = true)]
async fn a_chunk_that_is_too_old_is_dropped_and_counted_and_a_younger_one_is_not() {
    let spool = open_with(&Memory::default(), minute()).unwrap();
    append(&spool, 0);
    advance(Duration::from_secs(40)).await;
    append(&spool, 1);
    advance(Duration::from_secs(30)).await;
    assert_eq!(left(&spool), [1]);
    assert_eq!(dropped(&spool), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn setting_the_clock_makes_no_chunk_older_or_younger() {
    for seconds in [YEAR, -YEAR, 100 * YEAR, -100 * YEAR] {
        let spool = open_with(&Memory::default(), minute()).unwrap();
        append(&spool, 0);
        let _set = set_ahead(seconds);
        append(&spool, 1);
        spool.0.drop_expired();
        assert_eq!(spool.usage().chunks, 2, "set by {seconds} s");
        advance(Duration::from_secs(61)).await;
        spool.0.drop_expired();
        assert_eq!(dropped(&spool), (2, 2), "set by {seconds} s");
    }
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_process_left_is_as_old_as_the_clock_says_and_never_younger_than_new() {
    let files = Memory::default();
    let spool = open_with(&files, minute()).unwrap();
    for (n, seconds) in [(0, -90), (1, -30), (2, YEAR)] {
        let _set = set_ahead(seconds);
        append(&spool, n);
    }
    drop(spool);
    let spool = open_with(&files.after_kill(), minute()).unwrap();
    spool.0.drop_expired();
    assert_eq!(dropped(&spool), (1, 1));
    advance(Duration::from_secs(31)).await;
    spool.0.drop_expired();
    assert_eq!(dropped(&spool), (2, 2));
    // The one from the future doesn't wait for it.
    advance(Duration::from_secs(30)).await;
    assert_eq!(left(&spool), [0_u64; 0]);
    assert_eq!(dropped(&spool), (3, 3));

    // A clock that is a year behind as the next process starts makes nothing old.
    let _set = set_ahead(-YEAR);
    let spool = open_with(&files.after_kill(), minute()).unwrap();
    assert_eq!(left(&spool), [0, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn without_a_bound_a_chunk_of_1970_is_sent() {
    let files = Memory::default();
    let spool = open_with(&files, Spool::options()).unwrap();
    let body = body(0);
    spool.append(&header(0, &body), &body).unwrap();
    drop(spool);
    let _set = set_ahead(1_000 * YEAR);
    assert_eq!(drain(&open_with(&files, Spool::options()).unwrap()), [0]);
}
