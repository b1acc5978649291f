//! From the configuration to the code.

use azlogs_dcr::{Diagnostic, Document, Severity, Stream};

use crate::choices::Choices;
use crate::config::Source;
use crate::emit::Form;
use crate::selection::Wanted;
use crate::{Config, Error, plan, render, selection};

/// What was generated.
#[derive(Debug)]
pub(crate) struct Generation {
    pub(crate) code: String,
    /// What was found that is no error.
    pub(crate) remarks: Vec<Diagnostic>,
}

/// Generates the file that the configuration describes.
pub(crate) fn generate(config: &Config, form: Form) -> Result<Generation, Error> {
    let documents = read(config)?;
    let mut findings = Vec::new();
    let wanted = Wanted {
        rules: &config.rules,
        streams: &config.streams,
    };
    let selected = selection::select(&documents, wanted, &mut findings);
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
    let module = plan::plan(config, &choices, &selected, &mut findings);
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

fn read(config: &Config) -> Result<Vec<Document>, Error> {
    if config.sources.is_empty() {
        return Err(Error::no_dcr());
    }
    let mut inputs = config.inputs.clone();
    for path in &config.parameters_files {
        inputs = inputs.parameters_file(path).map_err(Error::read)?;
    }
    let documents = config.sources.iter().map(|source| match source {
        // The path is written into the code, where it has to be text.
        Source::File(path) if path.to_str().is_none() => Err(Error::path_not_text(path.clone())),
        Source::File(path) => Document::read_file_with(path, &inputs).map_err(Error::read),
        Source::Read(document) => Ok(document.as_ref().clone()),
    });
    documents.collect()
}
