//! Prefetching what is likely to be written next, by where lies what is being written.
//!
//! Rows that were read or made one after the other lie so in memory, and are written in that order: what comes next is further on. The
//! processor sees that as well, but follows it no further than to the end of a page, and a tree of small values is spread over many.
//! Where rows lie otherwise, what was fetched is of no use, and costs next to nothing. `BENCHMARKS.md` has both.

use prefetch_index::prefetch_index;

/// How far ahead, in bytes: a page, on most systems.
const AHEAD: usize = 4096;

/// A line of the cache, in bytes. Where it's longer, some are fetched twice.
const LINE: usize = 64;

/// For when a value is written that is text.
#[inline]
pub(crate) fn after_text(text: &str) {
    prefetch::<2>(text);
}

/// For when the key of a map is written. Its value, and nodes of the map that are mostly empty, lie between it and the next one.
#[inline]
pub(crate) fn after_map_key(key: &str) {
    prefetch::<8>(key);
}

#[inline]
fn prefetch<const LINES: usize>(here: &str) {
    for line in 0..LINES {
        prefetch_index(here.as_bytes(), AHEAD + line * LINE);
    }
}
