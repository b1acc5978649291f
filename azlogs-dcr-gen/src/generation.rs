//! From the configuration to the code.

use azlogs_dcr::{Diagnostic, Document, Severity, Stream, TableSchema, catalog};

use crate::choices::Choices;
use crate::config::Source;
use crate::emit::Form;
use crate::selection::Wanted;
use crate::ways::Ways;
use crate::{Config, Error, findings, plan, render, selection};

/// What was generated.
#[derive(Debug)]
pub(crate) struct Generation {
    pub(crate) code: String,
    /// What was found that is no error.
    pub(crate) remarks: Vec<Diagnostic>,
}

/// Generates the file that the configuration describes.
pub(crate) fn generate(config: &Config, form: Form) -> Result<Generation, Error> {
    let mut findings = Vec::new();
    let documents = read(config, &mut findings)?;
    let wanted = Wanted {
        rules: &config.rules,
        streams: &config.streams,
    };
    let tables = tables(config, &mut findings)?;
    let ways = Ways::of(&documents, &tables);
    let selected = selection::select(&documents, wanted, &ways, &mut findings);
    let rules = selected.iter().flat_map(|one| &one.rules);
    let streams: Vec<&Stream> = rules
        .flat_map(|rule| rule.streams.iter().copied())
        .collect();
    let choices = Choices::read(
        &config.stream_options,
        &config.column_options,
        &streams,
        &mut findings,
    );
    let module = plan::plan(config, &choices, &selected, &ways, &mut findings);
    if findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
    {
        return Err(Error::findings(findings));
    }
    let files: Vec<&str> = documents.iter().map(Document::file).collect();
    Ok(Generation {
        code: render::render(&module, form, &files),
        remarks: findings,
    })
}

fn read(config: &Config, found: &mut Vec<Diagnostic>) -> Result<Vec<Document>, Error> {
    if config.sources.is_empty() {
        return Err(Error::no_dcr());
    }
    let mut inputs = config.inputs.clone();
    for path in &config.parameters_files {
        inputs = inputs.parameters_file(path).map_err(Error::read)?;
    }
    let mut documents = Vec::with_capacity(config.sources.len());
    for source in &config.sources {
        let document = match source {
            // The path is written into the code, where it has to be text.
            Source::File(path) if path.to_str().is_none() => {
                return Err(Error::path_not_text(path.clone()));
            }
            Source::File(path) => Document::read_file_with(path, &inputs).map_err(Error::read)?,
            Source::Read(document) => document.as_ref().clone(),
            Source::Table(name) => match table(name) {
                Ok(stream) => Document::of_stream(stream),
                Err(finding) => {
                    found.push(*finding);
                    continue;
                }
            },
        };
        documents.push(document.with_built_in_streams());
    }
    Ok(documents)
}

/// The tables of the files that were given for them.
fn tables(config: &Config, found: &mut Vec<Diagnostic>) -> Result<Vec<TableSchema>, Error> {
    let mut tables = Vec::new();
    for path in &config.table_files {
        let document = Document::read_file(path).map_err(Error::read)?;
        match document.expect_tables() {
            Ok(described) => tables.extend_from_slice(described),
            Err(finding) => found.push(*finding),
        }
    }
    Ok(tables)
}

/// The stream of one of Azure's own tables; that of `Microsoft-Syslog` is meant as well.
fn table(name: &str) -> Result<&'static Stream, Box<Diagnostic>> {
    let table = catalog::table(name).or_else(|| catalog::table_of_stream(name));
    let table = table.ok_or_else(|| Box::new(findings::unknown_table(name)))?;
    let undocumented = || Box::new(findings::undocumented_table(table.name));
    table.stream().ok_or_else(undocumented)
}
