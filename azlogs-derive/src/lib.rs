//! The derives of azlogs: `LogRecord` for rows, `LogColumn` for values of columns.
//!
//! They are documented where they are re-exported, in the crate `azlogs`.

mod attr;
mod case;
mod check;
mod ctxt;
mod deprecated;
mod docs;
mod entries;
mod expand;
mod fields;
mod fit;
mod flows;
mod generics;
#[cfg(test)]
mod golden;
mod group_checks;
mod input;
mod key;
mod log_column;
mod placed;
mod record;
mod rule_file;
mod watched;

use std::sync::LazyLock;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use crate::watched::Watched;

/// To be used as `azlogs::LogRecord`.
#[proc_macro_derive(LogRecord, attributes(log_record))]
pub fn derive_log_record(input: TokenStream) -> TokenStream {
    static WATCHED: LazyLock<Watched> = LazyLock::new(Watched::default);
    record::derive(&parse_macro_input!(input as DeriveInput), &WATCHED).into()
}

/// To be used as `azlogs::LogColumn`.
#[proc_macro_derive(LogColumn, attributes(log_column))]
pub fn derive_log_column(input: TokenStream) -> TokenStream {
    log_column::derive(&parse_macro_input!(input as DeriveInput)).into()
}
