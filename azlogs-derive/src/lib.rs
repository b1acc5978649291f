//! `#[derive(LogRecord)]` and `#[derive(LogColumn)]`.
