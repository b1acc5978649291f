//! `#[derive(LogRecord)]`, from the struct's tokens to the impl's.

use azlogs_dcr::Code;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, LitStr};

use crate::attr::error;
use crate::check::{check, check_flows};
use crate::ctxt::Ctxt;
use crate::deprecated::allows_deprecated;
use crate::expand::{expand, scoped};
use crate::flows::followed;
use crate::input::Record;
use crate::rule_file::RuleFile;
use crate::watched::Watched;

/// Reads, checks and expands. All findings are reported at once. There is an impl even so, of what is right: else the
/// compiler would find code wrong that uses the row, and wouldn't say which other fields have types that don't fit.
pub(crate) fn derive(input: &DeriveInput, watched: &Watched) -> TokenStream {
    let mut ctxt = Ctxt::default();
    let mut record = Record::from_syn(&mut ctxt, input);
    let file = file(&mut ctxt, "dcr", record.attrs.dcr.as_ref());
    let table = table_file(&mut ctxt, &record);
    let declaration = check(&mut ctxt, &record, file.as_ref());
    if let (Some(_), Some(file)) = (&declaration, &file) {
        check_flows(&mut ctxt, &record, file, &followed(file, table.as_ref()));
    }
    let is_allowed = allows_deprecated(&input.attrs);
    let warnings = Some(ctxt.take_warnings()).filter(|_| !is_allowed);
    let errors = ctxt.finish().err();
    if errors.is_some() {
        record.keep_what_is_known(declaration.as_ref());
    }
    let implementation = expand(&record, declaration.as_ref());
    let files = file.iter().chain(&table);
    let watched = files.filter_map(|file| watched.watch(file));
    let scoped = scoped(&record.attrs.krate, &quote!(#(#watched)* #implementation));
    quote!(#errors #warnings #scoped)
}

fn file(ctxt: &mut Ctxt, word: &str, literal: Option<&LitStr>) -> Option<RuleFile> {
    let literal = literal?;
    match RuleFile::read(word, literal) {
        Ok(file) => Some(file),
        Err(finding) => {
            ctxt.error(literal, &finding);
            None
        }
    }
}

/// The file of the table, which says something only beside the rule's.
fn table_file(ctxt: &mut Ctxt, record: &Record<'_>) -> Option<RuleFile> {
    let literal = record.attrs.table.as_ref()?;
    if record.attrs.dcr.is_none() && !record.attrs.is_group {
        let finding = error(Code::AttributeConflict, "`table` needs `dcr`");
        let help = "write `dcr = \"infra/dcr.json\"`: the rule's file says what comes to the table";
        ctxt.error(literal, &finding.help(help));
        return None;
    }
    let file = file(ctxt, "table", Some(literal))?;
    if let Err(finding) = file.document.expect_tables() {
        ctxt.error(literal, &finding);
    }
    Some(file)
}
