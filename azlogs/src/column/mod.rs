//! The kinds of column, and which Rust types fit which.
