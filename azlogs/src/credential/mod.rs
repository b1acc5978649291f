//! Who sends: credentials, which give tokens.
//!
//! Any [`TokenCredential`] will do, such as those of the crate `azure_identity`. `from_env` (feature `azure-identity`)
//! picks one by the environment, and [`StaticToken`] is for the emulator and for tests.

#[cfg(feature = "azure-identity")]
mod chain;
#[cfg(feature = "azure-identity")]
mod environment;
#[cfg(feature = "azure-identity")]
mod kind;
#[cfg(feature = "azure-identity")]
mod metadata_service;
mod static_token;

pub use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};

#[cfg(feature = "azure-identity")]
pub(crate) use environment::from_env_for;
#[cfg(feature = "azure-identity")]
pub use environment::{CredentialError, from_env, from_env_of_kind};
#[cfg(feature = "azure-identity")]
pub use kind::CredentialKind;
pub use static_token::StaticToken;
