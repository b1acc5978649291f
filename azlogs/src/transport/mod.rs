//! The transport: HTTP, exchangeable.
