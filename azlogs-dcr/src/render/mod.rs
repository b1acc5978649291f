//! Findings as text: for people, for compilers, for other programs.

mod cargo;
mod github;
mod json;
mod plain;
