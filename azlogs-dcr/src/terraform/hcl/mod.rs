//! Terraform's configuration language, as far as rules need it.
//!
//! Source: "Terraform language documentation".

mod blocks;
mod config;
mod evaluate;
mod for_expr;
mod functions;
mod operation;
mod outline;
mod parse;
mod scope;
mod string;
mod traversal;
mod types;
mod variables;

use hcl_edit::structure::Body;

use super::resource::{Declared, Origin, declared, deploys_template, may_be_declared};
use crate::form::{Found, Room, Search};
use crate::inputs::Given;
use crate::json::SyntaxError;
use crate::link::Link;
use crate::source::Source;
use crate::value::{Key, Member, Span, Value};
use blocks::Instances;
use config::Config;
use evaluate::Module;

pub(crate) use variables::read_variables;

/// The configuration in a file.
pub(crate) struct Configuration(Body);

/// Parses a file, and lets its places have paths.
pub(crate) fn parse(source: &mut Source) -> Result<Configuration, SyntaxError> {
    let body = parse::parse(&source.text)?;
    source.outlined_by(outline::outline(&body));
    Ok(Configuration(body))
}

/// Every rule in the configuration, in its order.
pub(crate) fn find_rules(configuration: &Configuration, text: &str, given: &Given) -> Search {
    let module = Module::new(text, given, Config::new(&configuration.0));
    module.mention_variables();
    let mut search = Search::default();
    let mut room = Room::for_text(text);
    for called in &module.config.modules {
        let source = called.body.get_attribute("source");
        let source = source.and_then(|source| source.value.as_str());
        let name = called
            .labels
            .first()
            .map_or_else(Span::default, parse::span);
        search.links.push(Link::of_module(name, source));
    }
    for resource in &module.config.resources {
        let [resource_type, name, ..] = resource.labels.as_slice() else {
            continue;
        };
        if deploys_template(resource_type.as_str()) {
            search.links.push(Link::of_resource(parse::span(name)));
        }
        if !may_be_declared(resource_type.as_str()) {
            continue;
        }
        let Instances { envs, unknown } = module.instances(resource);
        search.unresolved.extend(unknown);
        for env in &envs {
            let attributes = module.attributes(&resource.body, *resource, env);
            let span = parse::span(name);
            let key = Key {
                text: name.as_str().into(),
                span,
                why: None,
            };
            let symbol = Member {
                key,
                value: Value::text(span, name.as_str()),
            };
            let (resource_type, origin) = (resource_type.as_str(), Origin::Configuration);
            let found = declared(resource_type, &attributes, origin, Some(symbol), text);
            let Some(found) = found else { continue };
            let (Declared::Rule(Found { resource, .. }) | Declared::Table(resource)) = &found;
            if !room.take(resource) {
                search.too_large = Some(attributes);
                return search;
            }
            match found {
                Declared::Rule(rule) => search.rules.push(rule),
                Declared::Table(table) => search.tables.push(table),
            }
        }
    }
    if module.budget.is_spent() {
        let span = Span::default();
        search.too_large.get_or_insert(Value::text(span, ""));
    }
    search
}
