//! What columns come out, and what is said of what is wrong.
