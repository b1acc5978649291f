//! Rules that Terraform manages: its configuration, what it plans, and what it has applied.

pub(crate) mod show;

#[cfg(feature = "terraform")]
pub(crate) mod hcl;

mod resource;
