//! The data flows of rules, followed to their tables.

mod corpus;
mod findings;
mod hostile;
