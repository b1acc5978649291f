//! `azlogs-dcr-gen explain`: shows the page of a kind of finding.

use azlogs_dcr::{Code, Quoted, nearest};

use super::output::{BOLD, RESET};
use super::{Exit, output};

const EXAMPLES: &str = "\
Examples:
  azlogs-dcr-gen explain AZL0007
  azlogs-dcr-gen explain

Exit codes:
  0  good
  2  there is no such code";

/// Explain a kind of finding: what it means, and how to mend it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExplainArgs {
    /// The codes that findings carry, such as AZL0007; without one, all are listed
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
}

pub(super) fn run(args: &ExplainArgs) -> Exit {
    if args.codes.is_empty() {
        return output::put(&list());
    }
    let mut pages = Vec::new();
    for text in &args.codes {
        let Some(code) = find(text) else {
            output::complain(&unknown(text));
            return Exit::Trouble;
        };
        pages.push(for_people(code.page()));
    }
    output::show(&pages.join("\n"))
}

/// The code, which may be written without its letters and zeros, and in any case.
fn find(text: &str) -> Option<Code> {
    let digits = match text.get(..3) {
        Some(letters) if letters.eq_ignore_ascii_case("AZL") => &text[3..],
        _ => text,
    };
    let number: u16 = digits.parse().ok()?;
    let wanted = format!("AZL{number:04}");
    let mut all = Code::ALL.iter().copied();
    all.find(|code| code.as_str() == wanted)
}

fn unknown(text: &str) -> String {
    let message = format!("there is no kind of finding {}", Quoted(text));
    let codes = Code::ALL.iter().map(|code| code.as_str());
    match nearest(text, codes) {
        Some(near) => format!("{message}; did you mean {}?", Quoted(near)),
        None => format!("{message}: `azlogs-dcr-gen explain` lists them"),
    }
}

fn list() -> String {
    let line = |code: &Code| format!("{}  {}\n", code.as_str(), code.title());
    Code::ALL.iter().map(line).collect()
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
            assert_eq!(find(text), Some(Code::UnknownColumnType), "{text}");
        }
        for text in ["", "AZL", "AZL9999", "AZ0007", "70000", "-7", "+7x", "ÄZL7"] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
