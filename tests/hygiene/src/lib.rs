//! A crate that makes it hard for expansions: strict lints, no prelude, another name for azlogs, and names of its own for
//! what the prelude has. That it compiles is the test; what its rows become is in `tests/`.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]

pub mod plain;
pub mod shadowing;
