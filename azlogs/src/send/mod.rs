//! Delivering one request: authorise, send, retry, and say what became of it.
