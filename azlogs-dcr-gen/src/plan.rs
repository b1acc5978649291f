//! Decides what is generated: which modules, structs and fields, and what they are called.

use std::path::Path;

use azlogs_dcr::{ColumnType, Diagnostic, Document, Rule, Stream, check_stream_name};

use crate::choices::Choices;
use crate::endpoint::is_endpoint;
use crate::linking::is_linkable;
use crate::model::{Constant, Field, Module, Record, TIME_GENERATED};
use crate::names::{Given, RustName, Wanted, distinct_camel, distinct_snake};
use crate::selection::{Selected, SelectedRule};
use crate::types::FieldType;
use crate::ways::{End, Ways};
use crate::{Config, describe, findings};

/// Plans the file for what was selected. Where something can't be as it was chosen, that is a finding.
pub(crate) fn plan(
    config: &Config,
    choices: &Choices,
    selected: &[Selected<'_>],
    ways: &Ways<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Module {
    let selected: Vec<&Selected<'_>> = selected
        .iter()
        .filter(|one| !one.rules.is_empty())
        .collect();
    let mut planner = Planner {
        config,
        choices,
        ways,
        findings,
        keys: Vec::new(),
    };
    let file = planner.file(&selected);
    planner.check_module_options();
    file
}

struct Planner<'a> {
    config: &'a Config,
    choices: &'a Choices,
    ways: &'a Ways<'a>,
    findings: &'a mut Vec<Diagnostic>,
    /// What the option `module` may name: files and rules.
    keys: Vec<String>,
}

impl Planner<'_> {
    fn file(&mut self, selected: &[&Selected<'_>]) -> Module {
        let files: Vec<&str> = selected.iter().map(|one| one.document.file()).collect();
        let keys: Vec<Option<&str>> = files.iter().copied().map(Some).collect();
        if let [only] = selected
            && !self.is_module_chosen(&keys)
        {
            return self.document(only);
        }
        let stems = files.iter().map(|file| Path::new(file).file_stem());
        let derived =
            stems.map(|stem| RustName::of_module(&stem.unwrap_or_default().to_string_lossy()));
        let names = self.module_names(&keys, derived.collect());
        let modules = names.into_iter().zip(selected).map(|(name, one)| Module {
            name: Some(name),
            ..self.document(one)
        });
        Module {
            modules: modules.collect(),
            docs: describe::files(&files),
            ..Module::default()
        }
    }

    /// What stands for a document: its rule, or, where it has several, a module for each.
    fn document(&mut self, selected: &Selected<'_>) -> Module {
        let file = selected.document.file();
        let own_name =
            |one: &SelectedRule<'_>| one.rule.name.as_ref().map(|name| name.value.clone());
        let own_names: Vec<Option<String>> = selected.rules.iter().map(own_name).collect();
        let keys: Vec<Option<&str>> = own_names.iter().map(Option::as_deref).collect();
        if let [only] = selected.rules.as_slice()
            && !self.is_module_chosen(&keys)
        {
            return self.rule(selected.document, only);
        }
        let derived = keys
            .iter()
            .map(|key| RustName::of_module(key.unwrap_or_default()))
            .collect();
        let names = self.module_names(&keys, derived);
        let modules = names
            .into_iter()
            .zip(&selected.rules)
            .map(|(name, one)| Module {
                name: Some(name),
                ..self.rule(selected.document, one)
            });
        Module {
            modules: modules.collect(),
            docs: describe::files(&[file]),
            ..Module::default()
        }
    }

    fn rule(&mut self, document: &Document, selected: &SelectedRule<'_>) -> Module {
        let (file, rule) = (document.file(), selected.rule);
        let immutable_id = rule.immutable_id.as_ref().map(|id| Constant {
            value: id.value.to_string(),
            docs: describe::immutable_id(file, rule, &id.place),
        });
        let endpoint = rule.logs_ingestion_endpoint.as_ref().map(|url| Constant {
            value: url.value.clone(),
            docs: describe::endpoint(file, rule, &url.place),
        });
        if let Some(url) = rule
            .logs_ingestion_endpoint
            .as_ref()
            .filter(|url| !is_endpoint(&url.value))
        {
            let finding = findings::bad_endpoint(&url.value);
            self.findings.push(finding.at(file, url.place.clone()));
        }
        Module {
            docs: describe::rule(file, rule),
            immutable_id,
            endpoint,
            records: self.records(document, rule, &selected.streams),
            ..Module::default()
        }
    }

    fn records(&mut self, document: &Document, rule: &Rule, streams: &[&Stream]) -> Vec<Record> {
        let chosen = streams.iter().map(|stream| self.choices.for_stream(stream));
        let chosen: Vec<_> = chosen.collect();
        let wanted = streams.iter().zip(&chosen);
        let wanted = wanted.map(|(stream, chosen)| match &chosen.name {
            Some(name) => Wanted::Chosen(name.clone()),
            None => Wanted::Derived(RustName::of_stream(&stream.name)),
        });
        let given = distinct_camel(wanted.collect());
        let own = streams.iter().map(|stream| stream.name.as_str());
        self.report_taken("stream", &given, own);
        let records = streams.iter().zip(chosen).zip(given);
        let records = records.map(|((stream, chosen), given)| Record {
            name: given.name,
            docs: describe::stream(document.file(), rule, stream),
            stream: stream.name.clone(),
            dcr: self.link(document, stream),
            states_types: !self.is_linked(document, stream),
            derives: chosen.derives,
            attributes: chosen.attributes,
            fields: self.fields(document, rule, stream),
        });
        records.collect()
    }

    /// The path that the struct names, so that the derive checks it against the file.
    fn link(&mut self, document: &Document, stream: &Stream) -> Option<String> {
        if self.is_linked(document, stream) {
            // The catalogue is in the derive.
            let is_in_file = !stream.place.is_nowhere();
            return is_in_file.then(|| document.file().to_owned());
        }
        // Where the rule isn't there to show that the name is in use, the derive takes only a good one.
        if let Err(error) = check_stream_name(&stream.name) {
            let finding = findings::bad_stream_name(&stream.name, &error);
            self.findings
                .push(finding.at(document.file(), stream.place.clone()));
        }
        None
    }

    /// Whether the derive finds the columns' types elsewhere.
    fn is_linked(&self, document: &Document, stream: &Stream) -> bool {
        !self.config.standalone && is_linkable(document, stream)
    }

    fn fields(&mut self, document: &Document, rule: &Rule, stream: &Stream) -> Vec<Field> {
        let columns = &stream.columns;
        let chosen = columns
            .iter()
            .map(|column| self.choices.for_column(stream, column));
        let chosen: Vec<_> = chosen.collect();
        let wanted = columns.iter().zip(&chosen);
        let wanted = wanted.map(|(column, chosen)| match &chosen.name {
            Some(name) => Wanted::Chosen(name.clone()),
            None if column.name == TIME_GENERATED => {
                Wanted::Expected(RustName::of_column(TIME_GENERATED))
            }
            None => Wanted::Derived(RustName::of_column(&column.name)),
        });
        let given = distinct_snake(wanted.collect());
        let own = columns.iter().map(|column| column.name.as_str());
        self.report_taken("column", &given, own);
        let fields = columns.iter().zip(chosen).zip(given);
        let fields = fields.map(|((column, chosen), given)| {
            let end = self.ways.end_of(document, rule, stream, column);
            Field {
                name: given.name,
                docs: describe::column(document.file(), stream, column, &end),
                is_dropped: matches!(end, End::Nowhere),
                column: column.name.clone(),
                column_type: column.column_type,
                serialized: chosen.rust_type.is_some() && column.column_type == ColumnType::Dynamic,
                rust_type: match chosen.rust_type {
                    Some(rust_type) => FieldType::chosen(rust_type),
                    None => self.config.types.of(column.column_type),
                },
                required: chosen.required || column.name == TIME_GENERATED,
                attributes: chosen.attributes,
            }
        });
        fields.collect()
    }

    /// The modules' names: chosen by key, or derived.
    fn module_names(&mut self, keys: &[Option<&str>], derived: Vec<RustName>) -> Vec<RustName> {
        let wanted = keys.iter().zip(derived).map(|(key, derived)| {
            let chosen = key.and_then(|key| self.chosen_module(key));
            match chosen.and_then(RustName::chosen) {
                Some(name) => Wanted::Chosen(name),
                None => Wanted::Derived(derived),
            }
        });
        let given = distinct_snake(wanted.collect());
        self.report_taken(
            "rule",
            &given,
            keys.iter().map(|key| key.unwrap_or_default()),
        );
        given.into_iter().map(|given| given.name).collect()
    }

    /// Whether some of these has a module's name chosen; all of them may be named by the option from now on.
    fn is_module_chosen(&mut self, keys: &[Option<&str>]) -> bool {
        let keys = keys.iter().copied().flatten();
        self.keys.extend(keys.clone().map(str::to_owned));
        keys.clone().any(|key| self.chosen_module(key).is_some())
    }

    fn chosen_module(&self, key: &str) -> Option<&str> {
        let chosen = self
            .config
            .modules
            .iter()
            .rev()
            .find(|(rule, _)| rule == key);
        chosen.map(|(_, name)| name.as_str())
    }

    fn check_module_options(&mut self) {
        for (rule, name) in &self.config.modules {
            if !self.keys.contains(rule) {
                let keys = self.keys.iter().map(String::as_str);
                self.findings.push(findings::unknown_rule(rule, keys));
            }
            if RustName::chosen(name).is_none() {
                self.findings.push(*findings::not_a_name("module", name));
            }
        }
    }

    fn report_taken<'n>(
        &mut self,
        what: &str,
        given: &[Given],
        own: impl Iterator<Item = &'n str>,
    ) {
        let taken = given.iter().zip(own).filter(|(given, _)| given.is_taken);
        self.findings
            .extend(taken.map(|(given, own)| findings::name_taken(given.name.as_str(), what, own)));
    }
}
