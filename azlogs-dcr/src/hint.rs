//! What to say of a document in which there is no rule.

use crate::inputs::Given;
use crate::link::{Link, LinkKind};
use crate::node::Node;
use crate::source::Source;
use crate::{Code, Diagnostic, Quoted, Severity, json, nearest};

const FORMS: &str = "give an Azure Resource Manager template, a rule's resource or its `properties`, the output of `az monitor \
                     data-collection rule show` or of `terraform show -json`, or a `streamDeclarations` object";

/// What is to be said of a parameters file that isn't JSON.
pub(crate) fn not_parameters(source: &Source) -> Option<(&'static str, &'static str)> {
    is_bicep(source).then_some((
        "the parameters file is Bicep, not JSON",
        "compile it first: `az bicep build-params --file <the file>`",
    ))
}

/// The text isn't JSON. Often it is another language that rules are written in, and sometimes no text at all.
pub(crate) fn not_json(source: &Source, message: &str) -> Diagnostic {
    let error = |message: String| Diagnostic::new(Code::NotJson, Severity::Error, message);
    if beginning(&source.text).contains('\0') {
        return error("this is a binary file, not JSON".to_owned())
            .help("give the rule's own file; where it is text in UTF-16, save it as UTF-8");
    }
    if has_extension(source, &["bicepparam"]) {
        return error("this is a file of parameters for a template, in Bicep".to_owned()).help(
            "give the template, and with `--parameters` what `az bicep build-params --file <the file>` makes of this",
        );
    }
    if is_bicep(source) {
        return error("this is Bicep, not JSON".to_owned())
            .help("compile it first: `az bicep build --file <the file>`");
    }
    if is_terraform(source) {
        return error("this is Terraform, not JSON".to_owned()).help(
            "give what `terraform show -json` prints, or the rule as it was deployed: \
             `az monitor data-collection rule show`",
        );
    }
    if is_yaml(source) {
        return error("this is YAML, not JSON".to_owned())
            .help("give it as JSON: `az … --output json`, `pulumi stack export`, `yq -o json`");
    }
    if has_line(
        source,
        |words| matches!(words, [first, ..] if first.starts_with(LOG_OF_TERRAFORM)),
    ) {
        return error("this is the log of a run of Terraform's, not its plan".to_owned())
            .help("give what `terraform show -json` prints of the plan");
    }
    let error = error(format!("not JSON: {message}"));
    if message == json::SEVERAL_VALUES {
        return error.help("give one value: `jq --slurp .` makes an array of several");
    }
    let begins_like_json = source.text.trim_start().starts_with(['{', '[', '/']);
    if begins_like_json {
        error
    } else {
        error.help(FORMS)
    }
}

/// The text is Terraform's, and can't be parsed.
#[cfg(feature = "terraform")]
pub(crate) fn not_terraform(message: &str) -> Diagnostic {
    let message = format!("this configuration of Terraform's can't be read: {message}");
    Diagnostic::new(Code::NotTerraform, Severity::Error, message)
        .help("`terraform validate` says more")
}

/// The text is Terraform's, but nothing in it is a rule.
#[cfg(feature = "terraform")]
pub(crate) fn no_rule_in_terraform() -> Diagnostic {
    let message = "there is no data collection rule in this configuration";
    Diagnostic::new(Code::NoRule, Severity::Error, message).help(
        "give the file with the resource `azurerm_monitor_data_collection_rule`, or what `terraform show -json` prints",
    )
}

/// How each line begins of what `terraform plan -json` prints.
const LOG_OF_TERRAFORM: &str = r#"{"@level":"#;

/// Whether the first lines that say something are `key:`, `key: value` or `---`. One alone may be what a program said of an error.
fn is_yaml(source: &Source) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || "_-".contains(c);
    let is_key = |line: &str| {
        let key = line.strip_prefix("- ").unwrap_or(line).split_once(':');
        key.is_some_and(|(key, rest)| {
            let is_key = !key.is_empty() && key.chars().all(is_word);
            is_key && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    let lines = beginning(&source.text).lines().map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut first = lines.by_ref().take(2);
    has_extension(source, &["yaml", "yml"])
        || first
            .next()
            .is_some_and(|line| line == "---" || (is_key(line) && first.next().is_some_and(is_key)))
}

fn is_bicep(source: &Source) -> bool {
    has_extension(source, &["bicep", "bicepparam"])
        || has_line(source, |words| match words {
            ["resource" | "module", _, what, ..] => what.starts_with('\''),
            ["param", _, _, ..]
            | ["var", _, "=", ..]
            | ["targetScope", "=", ..]
            | ["using", ..] => true,
            _ => false,
        })
}

pub(crate) fn is_terraform(source: &Source) -> bool {
    has_extension(source, &["tf", "tofu", "hcl", "tfvars"])
        || has_line(source, |words| match words {
            [
                "resource" | "data" | "variable" | "provider" | "module" | "output",
                what,
                ..,
            ] => what.starts_with('"'),
            [
                "stream_declaration" | "data_flow" | "terraform" | "locals",
                "{",
                ..,
            ] => true,
            _ => false,
        })
}

fn has_extension(source: &Source, extensions: &[&str]) -> bool {
    source.file.rsplit_once('.').is_some_and(|(_, extension)| {
        extensions
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

fn has_line(source: &Source, test: impl Fn(&[&str]) -> bool) -> bool {
    beginning(&source.text)
        .lines()
        .any(|line| test(&line.split_whitespace().take(3).collect::<Vec<_>>()))
}

/// As much of a text as its language shows by.
fn beginning(text: &str) -> &str {
    const LOOKED_AT: usize = 64 * 1024;
    let mut ends = (0..=text.len().min(LOOKED_AT)).rev();
    let end = ends.find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or_default()]
}

/// The text is JSON, but nothing in it is a rule.
pub(crate) fn no_rule_in(root: &Node<'_>, has_tables: bool) -> Diagnostic {
    // Without the schema that most of them name, it shows by what isn't there.
    let is_parameters = root.get("parameters").is_some() && root.get("resources").is_none();
    if is_parameters {
        no_rule("this is a file of parameters for a template")
            .help("give the template, and this file with `--parameters`")
    } else if has_tables {
        no_rule("there is a table in this document, but no data collection rule")
            .help("give the rule, and the table beside it with `--table`")
    } else {
        no_rule("there is no data collection rule in this document")
    }
}

pub(crate) fn no_rule(message: &str) -> Diagnostic {
    Diagnostic::new(Code::NoRule, Severity::Error, message).help(FORMS)
}

/// A rule has nothing in it of what the REST API puts there.
pub(crate) fn no_properties(resource: &Node<'_>) -> Diagnostic {
    let error = |message: &str| Diagnostic::new(Code::Missing, Severity::Error, message);
    let is_powershells =
        resource.get("streamDeclaration").is_some() || resource.get("dataFlow").is_some();
    if is_powershells {
        error("this is a rule as PowerShell shows it, with names and parts of its own").help(
            "give the rule itself: `(Invoke-AzRestMethod -Path '<the rule's id>?api-version=2023-03-11').Content`, or what \
             `az monitor data-collection rule show` prints",
        )
    } else {
        error("the rule has no `properties`")
            .help("give the rule with its `streamDeclarations` and `dataFlows`")
    }
}

/// A template or a module that isn't in the document.
pub(crate) fn link(link: &Link) -> Diagnostic {
    let (what, help) = match link.kind {
        LinkKind::Template => (
            "the template that is deployed here isn't read",
            "give it by itself, if there are rules in it",
        ),
        LinkKind::Module => (
            "the module that is called here isn't read",
            "if there are rules in it, give its own file, with `--param` for its variables, or what `terraform show -json` prints \
             of a plan",
        ),
    };
    let message = match &link.target {
        Some(target) => format!("{what}: it lies at {}", Quoted(target)),
        None => what.to_owned(),
    };
    Diagnostic::new(Code::LinkedTemplate, Severity::Note, message).help(help)
}

/// Expressions make more of a rule than is read.
pub(crate) fn too_large() -> Diagnostic {
    let message = "the rules are too large to work out, and not all of them are read";
    Diagnostic::new(Code::TooLarge, Severity::Error, message)
        .help("give the rule as it was deployed: `az monitor data-collection rule show`")
}

/// A value was given that the document has no use for.
pub(crate) fn unknown_parameter(name: &str, given: &Given) -> Diagnostic {
    let message = format!("the document has no parameter {}", Quoted(name));
    let finding = Diagnostic::new(Code::UnknownParameter, Severity::Warning, message);
    match nearest(name, given.asked().iter().map(String::as_str)) {
        Some(near) => finding.help(format!("did you mean {}?", Quoted(near))),
        None => finding,
    }
}

/// A file that was given for its table has none.
pub(crate) fn no_table() -> Diagnostic {
    let message = "the file describes no table whose name is known";
    Diagnostic::new(Code::NoTable, Severity::Error, message).help(
        "give what `az monitor log-analytics workspace table show` prints, or a template with the table's resource",
    )
}
