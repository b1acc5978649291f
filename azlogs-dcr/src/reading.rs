//! From a document's text to its rules and tables.

use crate::findings::Findings;
use crate::form::Search;
use crate::inputs::Given;
use crate::node::Node;
use crate::outline::Outline;
use crate::source::Source;
use crate::template::Evaluator;
use crate::value::{Span, Value};
use crate::{Diagnostic, Rule, Severity, TableSchema, form, hint, json, reader, terraform};

/// What a text turned out to be.
pub(crate) enum Parsed {
    Json(Value),
    Empty,
    #[cfg(feature = "terraform")]
    Terraform(terraform::hcl::Configuration),
    Unreadable(Span, Box<Diagnostic>),
}

/// Parses a text, and lets its places have paths.
pub(crate) fn parse(source: &mut Source) -> Parsed {
    let error = match json::parse(&source.text) {
        Ok(Some(root)) => {
            source.outlined_by(Outline::Json(root.clone()));
            return Parsed::Json(root);
        }
        Ok(None) => return Parsed::Empty,
        Err(error) => error,
    };
    #[cfg(feature = "terraform")]
    if hint::is_terraform(source) {
        return match terraform::hcl::parse(source) {
            Ok(configuration) => Parsed::Terraform(configuration),
            Err(error) => {
                let diagnostic = hint::not_terraform(&error.message);
                Parsed::Unreadable(error.span, Box::new(diagnostic))
            }
        };
    }
    let diagnostic = hint::not_json(source, &error.message);
    Parsed::Unreadable(error.span, Box::new(diagnostic))
}

/// The rules and tables in it. What is wrong is reported.
pub(crate) fn read_rules(
    source: &Source,
    parsed: Parsed,
    given: &Given,
    findings: &mut Findings<'_>,
) -> (Vec<Rule>, Vec<TableSchema>) {
    let search = match parsed {
        Parsed::Json(root) => find_rules(&root, source, given, findings),
        #[cfg(feature = "terraform")]
        Parsed::Terraform(configuration) => {
            let search = terraform::hcl::find_rules(&configuration, &source.text, given);
            if search.is_empty() {
                findings.report(source.place(Span::default()), hint::no_rule_in_terraform());
            }
            search
        }
        Parsed::Empty => {
            let diagnostic = hint::no_rule("the document is empty");
            findings.report(source.place(Span::default()), diagnostic);
            return Default::default();
        }
        Parsed::Unreadable(span, diagnostic) => {
            findings.report(source.place(span), *diagnostic);
            return Default::default();
        }
    };
    for (what, value) in &search.unresolved {
        findings.unresolved(&Node::new(source, value), what, Severity::Error);
    }
    for link in &search.links {
        findings.report(source.place(link.span), hint::link(link));
    }
    if let Some(rule) = &search.too_large {
        findings.report(source.place(rule.span), hint::too_large());
    }
    for name in given.unasked() {
        let place = source.place(Span::default());
        findings.report(place, hint::unknown_parameter(name, given));
    }
    let rules = search.rules.iter().enumerate().map(|(index, found)| {
        findings.turn_to_rule(index);
        reader::read_rule(found, source, findings)
    });
    let tables = search.tables.iter();
    let tables = tables.filter_map(|table| reader::read_table(table, source));
    (rules.collect(), tables.collect())
}

fn find_rules(root: &Value, source: &Source, given: &Given, findings: &mut Findings<'_>) -> Search {
    let filled = given.fill(root);
    let search = match terraform::show::find_rules(&filled, &source.text) {
        Some(search) => search,
        None => form::find_rules(&filled, &source.text, &Evaluator::new(&source.text, given)),
    };
    if search.is_empty() {
        let root = Node::new(source, root);
        findings.report(
            root.place(),
            hint::no_rule_in(&root, !search.tables.is_empty()),
        );
    }
    search
}
