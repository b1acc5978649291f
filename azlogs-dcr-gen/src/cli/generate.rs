//! `azlogs-dcr-gen generate`: writes the code, or says how a file differs from it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use azlogs_dcr::{Code, DOCUMENT_MAX, Diagnostic, Document, Severity};
use similar::{ChangeTag, TextDiff};

use super::args::{Format, GenerateArgs};
use super::output::{GREEN, RED, RESET};
use super::{Exit, input, output};
use crate::emit::Form;
use crate::generation::{self, Generation};
use crate::{Config, write};

/// What to do about a file that isn't what would be generated.
const GENERATE: &str = "generate it without --check";

pub(super) fn run(args: &GenerateArgs) -> Exit {
    let documents = match read(args) {
        Ok(documents) => documents,
        Err(message) => {
            output::complain(&message);
            return Exit::Trouble;
        }
    };
    let config = config(args, &documents);
    let code = match generation::generate(&config, Form::ModuleFile) {
        Ok(Generation { code, remarks }) => {
            output::tell(&output::formatted(args.format, &documents, &remarks));
            code
        }
        Err(error) if error.diagnostics().is_empty() => {
            output::complain(&error.to_string());
            return Exit::Trouble;
        }
        Err(error) => {
            let found = error.diagnostics();
            output::tell(&output::formatted(args.format, &documents, found));
            return Exit::Findings;
        }
    };
    match &args.output {
        None => output::put(&code),
        Some(path) if args.check => compare(path, &code, args.format),
        Some(path) => match write::if_changed(path, &code) {
            Ok(()) => Exit::Good,
            Err(error) => {
                output::complain(&error.to_string());
                Exit::Trouble
            }
        },
    }
}

fn read(args: &GenerateArgs) -> Result<Vec<Document>, String> {
    let from_stdin = args.dcr.iter().filter(|path| input::is_stdin(path)).count();
    if from_stdin > 1 {
        return Err("standard input can be read once only: give `-` once".to_owned());
    }
    if from_stdin > 0 && args.linked {
        return Err("--linked needs a file to name: standard input is none".to_owned());
    }
    let inputs = args.values.read()?;
    let paths = args.dcr.iter();
    paths.map(|path| input::read(path, &inputs)).collect()
}

fn config(args: &GenerateArgs, documents: &[Document]) -> Config {
    let mut config = Config::new();
    config
        .standalone(!args.linked)
        .datetime(args.datetime.into())
        .strings(args.strings.into());
    for document in documents {
        config.document(document.clone());
    }
    for table in &args.tables {
        config.table(table);
    }
    for path in &args.table_files {
        config.table_file(path);
    }
    for option in &args.modules {
        config.module(&option.rule, &option.name);
    }
    for rule in &args.rules {
        config.rule(rule);
    }
    for stream in &args.streams {
        config.stream(stream);
    }
    for path in &args.derives {
        config.derive(path);
    }
    for option in &args.required {
        config.required(&option.stream, &option.column);
    }
    for option in &args.record_names {
        config.record_name(&option.stream, &option.text);
    }
    for option in &args.field_names {
        config.field_name(&option.stream, &option.column, &option.text);
    }
    for option in &args.field_types {
        config.field_type(&option.stream, &option.column, &option.text);
    }
    config
}

/// Says how the file differs from the code. Line ends don't count: Git may have changed them.
fn compare(path: &Path, code: &str, format: Format) -> Exit {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(DOCUMENT_MAX).read_to_end(&mut bytes));
    let (what, old) = match read {
        Ok(_) => (
            "is stale",
            String::from_utf8_lossy(&bytes).replace("\r\n", "\n"),
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            ("isn't there", String::new())
        }
        Err(error) => {
            output::complain(&format!("cannot read {}: {error}", path.display()));
            return Exit::Trouble;
        }
    };
    if old == code {
        return Exit::Good;
    }
    let message = format!("{} {what}", path.display());
    if format == Format::Human {
        let diff = if old.is_empty() {
            Exit::Good
        } else {
            output::show(&unified_diff(path, &old, code))
        };
        output::complain(&format!("{message}: {GENERATE}"));
        return Exit::Findings.max(diff);
    }
    let finding = Diagnostic::new(Code::StaleFile, Severity::Error, message)
        .in_file(path.display().to_string())
        .help(GENERATE);
    output::tell(&output::formatted(format, &[], &[finding]));
    Exit::Findings
}

fn unified_diff(path: &Path, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut lines = vec![
        format!("{RED}--- {}{RESET}", path.display()),
        format!("{GREEN}+++ generated{RESET}"),
    ];
    for hunk in diff.unified_diff().iter_hunks() {
        lines.push(hunk.header().to_string());
        lines.extend(hunk.iter_changes().map(|change| {
            let line = change.value().trim_end_matches('\n');
            match change.tag() {
                ChangeTag::Delete => format!("{RED}-{line}{RESET}"),
                ChangeTag::Insert => format!("{GREEN}+{line}{RESET}"),
                ChangeTag::Equal => format!(" {line}"),
            }
        }));
    }
    lines.join("\n") + "\n"
}
