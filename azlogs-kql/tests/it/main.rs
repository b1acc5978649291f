//! Tests of what the crate promises, over its public interface.

mod bounds;
mod cases;
#[cfg(feature = "dcr")]
mod flows;
mod forms;
mod oracle;
mod pipelines;
mod properties;
mod robustness;
mod rows;
