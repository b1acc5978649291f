//! From arguments to a served rule, and to an exit code.

mod args;
mod certificate;
mod human;
mod json;
mod stop;

use std::io::{self, Read, Write};
use std::process::ExitCode;

use azlogs_dcr::{Document, render_terminal};
use azlogs_emulator::{Emulator, EmulatorBuilder, RecordedRequest, StartError};
use azlogs_kql::dcr::follow;
use clap::Parser as _;

use args::{Args, Format};
use certificate::Certificate;
use stop::Stop;

/// The rules have errors.
const FINDINGS: u8 = 1;
/// Wrong usage, a file that can't be read, or an address that can't be had.
const USAGE: u8 = 2;

/// Runs the command.
pub(crate) fn run() -> ExitCode {
    match serve(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.message.is_empty() {
                complain(&format!("error: {}\n", failure.message));
            }
            ExitCode::from(failure.code)
        }
    }
}

/// Why the command ends before it was stopped.
struct Failure {
    code: u8,
    /// Empty where everything has been said already.
    message: String,
}

impl Failure {
    fn usage(message: String) -> Self {
        Self {
            code: USAGE,
            message,
        }
    }
}

fn serve(args: &Args) -> Result<(), Failure> {
    let documents = read(&args.dcr)?;
    show_findings(&documents, args.format);
    if documents.iter().any(Document::has_errors) {
        return Err(Failure {
            code: FINDINGS,
            message: String::new(),
        });
    }
    let format = args.format;
    let stop = Stop::listen()
        .map_err(|error| Failure::usage(format!("cannot listen for Ctrl-C: {error}")))?;
    let builder = documents
        .into_iter()
        .fold(args.settings(), EmulatorBuilder::document)
        .on_request(move |request| say(&request_line(format, request)));
    let emulator = builder.start_blocking().map_err(|error| match error {
        StartError::SameId { .. } | StartError::Findings(_) | StartError::Transforms(_) => {
            Failure {
                code: FINDINGS,
                message: error.to_string(),
            }
        }
        error => Failure::usage(error.to_string()),
    })?;
    let certificate = Certificate::write(emulator.certificate()).map_err(Failure::usage)?;
    say(&start_lines(format, &emulator, &certificate));
    stop.wait();
    say(&match format {
        Format::Human => human::summary(&emulator.stats()),
        Format::Json => json::summary(&emulator.stats()),
    });
    Ok(())
}

fn request_line(format: Format, request: &RecordedRequest) -> String {
    match format {
        Format::Human => human::request(request),
        Format::Json => json::request(request),
    }
}

fn start_lines(format: Format, emulator: &Emulator, certificate: &Certificate) -> String {
    match format {
        Format::Human => human::start(emulator, certificate.path()),
        Format::Json => json::start(emulator, certificate.path()),
    }
}

/// Reads the documents; `-` is standard input.
fn read(files: &[String]) -> Result<Vec<Document>, Failure> {
    let read = |file: &String| {
        if file != "-" {
            return Document::read_file(file).map_err(|error| Failure::usage(error.to_string()));
        }
        let mut text = Vec::new();
        match io::stdin().read_to_end(&mut text) {
            Ok(_) => Ok(Document::parse("<stdin>", &text)),
            Err(error) => Err(Failure::usage(format!(
                "cannot read standard input: {error}"
            ))),
        }
    };
    files.iter().map(read).collect()
}

/// Shows what is wrong with the documents and their data flows, or may be, on standard error.
fn show_findings(documents: &[Document], format: Format) {
    for document in documents {
        let mut findings = document.diagnostics().to_vec();
        findings.extend_from_slice(follow(document, &[]).check());
        findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.span.start));
        complain(&match format {
            Format::Human => render_terminal(document, &findings, true),
            Format::Json => findings
                .iter()
                .map(|finding| finding.to_json() + "\n")
                .collect(),
        });
    }
}

/// Writes to standard output, without colours where it is no terminal. If nobody reads it, that is no reason to stop.
fn say(text: &str) {
    let mut out = anstream::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes to standard error, in the same way.
fn complain(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
