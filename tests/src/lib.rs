//! Tests across the crates of azlogs; they are in `tests/`.
