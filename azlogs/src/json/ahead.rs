//! Asking for memory before it's needed, by where what is being written lies.
//!
//! Rows that were read or made one after the other lie so in memory, and are written in that order: what comes next is further on. The
//! processor sees that as well, but follows it no further than to the end of a page, and a tree of small values is spread over many.
//! Where rows lie otherwise, what was asked for is of no use, and costs next to nothing. `BENCHMARKS.md` has both.

use prefetch_index::prefetch_index;

/// A page, in bytes.
const AHEAD: usize = 4096;

/// What a processor reads at once, in bytes; where it's more, some is asked for twice.
const LINE: usize = 64;

/// A value that is text is being written.
#[inline]
pub(crate) fn text(text: &str) {
    ask::<2>(text);
}

/// The key of a map is being written. Its value, and nodes of the map that are mostly empty, lie between it and the next one.
#[inline]
pub(crate) fn map_key(key: &str) {
    ask::<8>(key);
}

#[inline]
fn ask<const LINES: usize>(here: &str) {
    for line in 0..LINES {
        prefetch_index(here.as_bytes(), AHEAD + line * LINE);
    }
}
