//! Finds rules and streams by what a URL names, with all that reading their rows needs.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;

use azlogs_dcr::values::RowSchema;
use azlogs_dcr::{Document, ImmutableId, Rule};

use crate::{RuleInfo, StartError, StreamInfo, derived_id};

/// Every rule of every document.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    rules: Vec<RuleInfo>,
    by_id: HashMap<String, usize>,
    /// By the place of the rule, and the place of the stream in it; none where the stream's columns aren't known.
    schemas: Vec<Vec<Option<RowSchema>>>,
}

/// A stream, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<'a> {
    pub(crate) rule: usize,
    pub(crate) stream: usize,
    pub(crate) info: &'a StreamInfo,
    pub(crate) schema: Option<&'a RowSchema>,
}

impl Catalog {
    pub(crate) fn new(documents: &[Document]) -> Result<Self, StartError> {
        let mut catalog = Self::default();
        for document in documents {
            for (index, rule) in document.rules().iter().enumerate() {
                let id = catalog.id_of(rule, document, index)?;
                catalog.add(RuleInfo::new(rule, document, id));
            }
        }
        Ok(catalog)
    }

    pub(crate) fn rules(&self) -> &[RuleInfo] {
        &self.rules
    }

    /// The place of the rule with this immutable id.
    pub(crate) fn rule(&self, immutable_id: &str) -> Option<usize> {
        self.by_id.get(immutable_id).copied()
    }

    /// A rule's stream of this name.
    pub(crate) fn stream(&self, rule: usize, name: &str) -> Option<Found<'_>> {
        let streams = &self.rules.get(rule)?.streams;
        let stream = streams.iter().position(|stream| stream.name == name)?;
        self.at(rule, stream)
    }

    /// The stream at a place.
    pub(crate) fn at(&self, rule: usize, stream: usize) -> Option<Found<'_>> {
        Some(Found {
            rule,
            stream,
            info: self.rules.get(rule)?.streams.get(stream)?,
            schema: self.schemas.get(rule)?.get(stream)?.as_ref(),
        })
    }

    /// The tables that rows can go to; one that two streams share is there twice.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &str> {
        let tables = self.streams().flat_map(|stream| &stream.tables);
        tables.map(|table| table.name.as_str())
    }

    /// Why Azure would refuse transforms of the rules, one line each.
    pub(crate) fn refused(&self) -> Vec<String> {
        let tables = self.streams().flat_map(|stream| &stream.tables);
        let refused = tables.filter(|table| table.is_refused);
        let mut refused: Vec<String> = refused
            .filter_map(|table| table.not_run_because.clone())
            .collect();
        refused.dedup();
        refused
    }

    /// The transforms that come before a table, and aren't run.
    pub(crate) fn transforms_before(&self, table: &str) -> Vec<String> {
        let tables = self.streams().flat_map(|stream| &stream.tables);
        tables
            .filter(|known| known.name == table)
            .filter_map(|known| known.transform_not_run.clone())
            .collect()
    }

    fn streams(&self) -> impl Iterator<Item = &StreamInfo> {
        self.rules.iter().flat_map(|rule| &rule.streams)
    }

    /// The document's id, or one that is made of the rule's name. Where a second rule has that name, it counts.
    fn id_of(
        &self,
        rule: &Rule,
        document: &Document,
        index: usize,
    ) -> Result<ImmutableId, StartError> {
        if let Some(id) = &rule.immutable_id {
            return match self.rule(id.value.as_str()) {
                Some(other) => Err(StartError::SameId {
                    immutable_id: id.value.clone(),
                    files: [self.rules[other].file.clone(), document.file().to_owned()],
                }),
                None => Ok(id.value.clone()),
            };
        }
        let name = match &rule.name {
            Some(name) => name.value.clone(),
            None => format!("rule {index} of {}", file_name(document.file())),
        };
        let mut id = derived_id::of_name(&name)?;
        let mut count = 1;
        while self.by_id.contains_key(id.as_str()) {
            count += 1;
            id = derived_id::of_name(&format!("{name} ({count})"))?;
        }
        Ok(id)
    }

    fn add(&mut self, rule: RuleInfo) {
        self.by_id
            .insert(rule.immutable_id.as_str().to_owned(), self.rules.len());
        self.schemas
            .push(rule.streams.iter().map(StreamInfo::schema).collect());
        self.rules.push(rule);
    }
}

/// The file's name without its folders, which may differ from one machine to the next.
fn file_name(path: &str) -> &str {
    Path::new(path)
        .file_name()
        .and_then(OsStr::to_str)
        .unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = r#""streamDeclarations": { "Custom-A": { "columns": [ { "name": "X", "type": "int" } ] } }"#;

    fn document(file: &str, head: &str) -> Document {
        Document::parse(file, format!("{{ {head} {STREAM} }}").as_bytes())
    }

    #[test]
    fn a_rule_without_an_id_gets_the_same_one_each_time_and_no_two_the_same() {
        let catalog = |names: [&str; 3]| {
            let documents =
                names.map(|name| document("dcr.json", &format!(r#""name": "{name}","#)));
            let catalog = Catalog::new(&documents).unwrap();
            let ids = catalog
                .rules()
                .iter()
                .map(|rule| rule.immutable_id.to_string());
            ids.collect::<Vec<_>>()
        };
        let ids = catalog(["web", "db", "web"]);
        assert_eq!(ids, catalog(["web", "db", "web"]));
        assert_eq!(ids[1], catalog(["x", "y", "db"])[2]);
        assert_ne!(ids[0], ids[2]);
    }

    #[test]
    fn the_documents_own_id_is_taken_and_two_rules_cannot_share_one() {
        let head = r#""immutableId": "dcr-0123456789abcdef0123456789abcdef","#;
        let catalog = Catalog::new(&[document("a.json", head)]).unwrap();
        assert_eq!(
            catalog.rule("dcr-0123456789abcdef0123456789abcdef"),
            Some(0)
        );
        assert!(!catalog.rules()[0].derived_id);
        let error =
            Catalog::new(&[document("a.json", head), document("b.json", head)]).unwrap_err();
        assert!(error.to_string().contains("a.json"), "{error}");
    }
}
