//! The stream to which rows go, as the rule's file has it.

use azlogs::{Endpoint, ImmutableId};
use azlogs_dcr::values::RowSchema;
use azlogs_dcr::{
    DataFlow, Diagnostic, Document, Quoted, Rule, Severity, Stream, nearest, render_terminal,
};

use super::args::TargetArgs;
use super::output;

/// What the rule's file says of the stream.
pub(crate) struct Target {
    pub(crate) schema: RowSchema,
    endpoint: Option<String>,
    rule: Option<ImmutableId>,
    file: String,
}

impl Target {
    /// Reads the rule's file, and tells what is wrong with the stream. The error is for the user to read.
    pub(crate) fn read(args: &TargetArgs) -> Result<Self, String> {
        let document = Document::read_file_with(&args.dcr, &args.inputs()?)
            .map_err(|error| error.to_string())?;
        let file = document.file().to_owned();
        let found = document.stream(args.stream.as_str());
        tell_errors(&document, found.map(|(_, stream)| stream));
        let (rule, stream) = found.ok_or_else(|| not_there(&document, args.stream.as_str()))?;
        Ok(Self {
            schema: schema(rule, stream),
            endpoint: rule
                .logs_ingestion_endpoint
                .as_ref()
                .map(|endpoint| endpoint.value.clone()),
            rule: rule.immutable_id.as_ref().map(|id| id.value.clone()),
            file,
        })
    }

    /// The endpoint: the one that is given, or that the file names.
    pub(crate) fn endpoint(&self, args: &TargetArgs) -> Result<Endpoint, String> {
        match (&args.endpoint, &self.endpoint) {
            (Some(endpoint), _) => Ok(endpoint.clone()),
            (None, Some(endpoint)) => endpoint
                .parse()
                .map_err(|error| format!("{}: {error}", self.file)),
            (None, None) => Err(format!(
                "{} names no endpoint: give --endpoint, which is endpoints.logsIngestion of the deployed rule, or that of its \
                 data collection endpoint",
                self.file
            )),
        }
    }

    /// The rule's immutable id: the one that is given, or that the file names.
    pub(crate) fn rule(&self, args: &TargetArgs) -> Result<ImmutableId, String> {
        args.rule
            .as_ref()
            .or(self.rule.as_ref())
            .cloned()
            .ok_or_else(|| {
                format!(
                    "{} names no immutable id, which a rule has once it is deployed: give --rule; \
                 `az monitor data-collection rule show --query immutableId` prints it",
                    self.file
                )
            })
    }
}

fn schema(rule: &Rule, stream: &Stream) -> RowSchema {
    let mut flows = rule.flows_of(&stream.name).peekable();
    let passes_through = flows.peek().is_none() || flows.any(DataFlow::is_pass_through);
    let columns = stream
        .columns
        .iter()
        .map(|column| (column.name.as_str(), column.column_type));
    RowSchema::new(columns, passes_through)
}

/// A column that can't be read isn't declared as far as this goes, so the user has to know of it.
fn tell_errors(document: &Document, stream: Option<&Stream>) {
    let is_meant = |finding: &&Diagnostic| {
        let about = finding.stream.as_deref();
        let name = stream.map(|stream| stream.name.as_str());
        finding.severity == Severity::Error && (about.is_none() || name.is_none() || about == name)
    };
    let errors: Vec<Diagnostic> = document
        .diagnostics()
        .iter()
        .filter(is_meant)
        .cloned()
        .collect();
    output::tell(&render_terminal(document, &errors, true));
}

fn not_there(document: &Document, wanted: &str) -> String {
    let streams = document.rules().iter().flat_map(|rule| &rule.streams);
    let names = streams.map(|stream| stream.name.as_str());
    let message = format!("{} declares no stream {}", document.file(), Quoted(wanted));
    match nearest(wanted, names) {
        Some(near) => format!("{message}; did you mean {}?", Quoted(near)),
        None => message,
    }
}
