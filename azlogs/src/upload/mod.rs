//! Uploading rows: chunks, compression, concurrency, the report.
