//! `azlogs-dcr-gen explain`: shows the page of a kind of finding.

use azlogs_dcr::{Code, Quoted, nearest};
use clap::ValueEnum;
use serde::Serialize;

use super::output::{BOLD, RESET};
use super::{Exit, output};

const EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen explain AZL0007
  azlogs-dcr-gen explain InvalidStream
  azlogs-dcr-gen explain
  azlogs-dcr-gen explain --format json | jq -r 'select(.azure_code) | .code'

Exit codes:
  0  good
  2  there is no such code";

/// Explain a kind of finding: what it means, and how to mend it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExplainArgs {
    /// The codes that findings carry, such as AZL0007, or that Azure refuses a rule with, such as `InvalidStream`; without one, all
    /// are listed
    #[arg(value_name = "CODE")]
    codes: Vec<String>,

    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// An object a line, with the page in Markdown
    Json,
}

/// A kind of finding as programs read it, on one line.
#[derive(Serialize)]
struct Record {
    code: &'static str,
    title: &'static str,
    azure_code: Option<&'static str>,
    page: &'static str,
}

pub(super) fn run(args: &ExplainArgs) -> Exit {
    let mut codes = Vec::new();
    for text in &args.codes {
        let found = find(text);
        if found.is_empty() {
            output::complain(&unknown(text));
            return Exit::Trouble;
        }
        codes.extend(found);
    }
    let is_list = codes.is_empty();
    if is_list {
        codes.extend(Code::ALL);
    }
    match args.format {
        Format::Human if is_list => output::put(&output::lines(codes, title)),
        Format::Human => {
            let pages: Vec<_> = codes.iter().map(|code| for_people(code.page())).collect();
            output::show(&pages.join("\n"))
        }
        Format::Json => output::put(&output::lines(codes, to_json)),
    }
}

fn to_json(code: Code) -> String {
    let record = Record {
        code: code.as_str(),
        title: code.title(),
        azure_code: code.azure_code(),
        page: code.page(),
    };
    // Nothing in it can fail to be written: there are only strings.
    serde_json::to_string(&record).unwrap_or_default()
}

/// The code, which may be written without its letters and zeros, and in any case; or those with which Azure means the same.
fn find(text: &str) -> Vec<Code> {
    let digits = match text.get(..3) {
        Some(letters) if letters.eq_ignore_ascii_case("AZL") => &text[3..],
        _ => text,
    };
    let number: Option<u16> = digits.parse().ok();
    let wanted = number.map(|number| format!("AZL{number:04}"));
    let is_meant = |code: &Code| match &wanted {
        Some(wanted) => code.as_str() == wanted,
        None => code
            .azure_code()
            .is_some_and(|azures| azures.eq_ignore_ascii_case(text)),
    };
    Code::ALL.iter().copied().filter(is_meant).collect()
}

fn unknown(text: &str) -> String {
    let message = format!("there is no kind of finding {}", Quoted(text));
    let codes = Code::ALL.iter().map(|code| code.as_str());
    match nearest(text, codes) {
        Some(near) => format!("{message}; did you mean {}?", Quoted(near)),
        None => format!("{message}: `azlogs-dcr-gen explain` lists them"),
    }
}

fn title(code: Code) -> String {
    format!("{}  {}", code.as_str(), code.title())
}

/// The page, its headings bold.
fn for_people(page: &str) -> String {
    let line = |line: &str| match line.trim_start_matches('#').trim_start() {
        heading if heading.len() < line.len() && line.starts_with('#') => {
            format!("{BOLD}{heading}{RESET}\n")
        }
        _ => format!("{line}\n"),
    };
    page.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_by_its_number() {
        for text in ["AZL0007", "azl0007", "0007", "7", "azl7"] {
            assert_eq!(find(text), [Code::UnknownColumnType], "{text}");
        }
        for text in ["", "AZL", "AZL9999", "AZ0007", "70000", "-7", "+7x", "ÄZL7"] {
            assert!(find(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn azures_codes_are_found_too() {
        assert_eq!(
            find("invalidstream"),
            [Code::UndeclaredStream, Code::UnknownBuiltIn]
        );
    }
}
