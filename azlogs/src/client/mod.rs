//! `LogsClient` and its builder.
