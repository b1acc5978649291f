//! Findings as text: for people, for compilers, for other programs.

mod cargo;
mod github;
mod json;
mod plain;
#[cfg(feature = "terminal")]
mod terminal;

#[cfg(feature = "terminal")]
pub use terminal::render_terminal;
