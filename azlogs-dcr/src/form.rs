//! The forms in which a document holds rules, and where in it they are.

use crate::evaluation::is_mistake;
use crate::json;
use crate::kind::{
    RULE_TYPE, get, has_rule_type, holds_streams, is_flat, is_of_policy, is_table, is_template,
    may_hold_rule, properties_say, refers_to_existing, says_streams_or_flows, type_name,
};
use crate::link::Link;
use crate::template::{Env, Evaluator, Inner, Scope};
use crate::value::{Data, Member, Value};

/// How much larger than its text a document's rules may come out, in about bytes.
const GROWTH: u64 = 64 << 20;

/// How many texts that are JSON may stand in each other: as deep as each is nested, no stack holds more.
const TEXTS: u32 = 3;

/// A rule that was found.
pub(crate) struct Found {
    /// The resource: `name`, `kind`, `location`.
    pub(crate) resource: Value,
    pub(crate) shape: Shape,
    /// What the document calls the resource, beside its name: the key in a template's `resources`, a label in Terraform.
    pub(crate) symbol: Option<Member>,
}

/// Where a rule has its streams and flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// In `properties`, as the REST API has it.
    Nested,
    /// Beside the name, as the Azure CLI prints it.
    Flat,
    /// The document is nothing but them.
    BareStreams,
}

/// What was found in a document.
#[derive(Default)]
pub(crate) struct Search {
    pub(crate) rules: Vec<Found>,
    /// Tables of a workspace.
    pub(crate) tables: Vec<Value>,
    /// Unresolved values behind which there may be more rules, and what they are.
    pub(crate) unresolved: Vec<(&'static str, Value)>,
    /// What lies elsewhere, and may hold more rules.
    pub(crate) links: Vec<Link>,
    /// The first resource that was left out because it and those before it would be too large, or too much work.
    pub(crate) too_large: Option<Value>,
}

/// Every rule in the document, in its order.
pub(crate) fn find_rules(root: &Value, text: &str, evaluator: &Evaluator<'_>) -> Search {
    let mut finder = Finder {
        evaluator,
        text,
        room: Room::for_text(text),
        texts: TEXTS,
        search: Search::default(),
    };
    let env = Env::default();
    finder.visit(root, None, &env);
    if evaluator.is_exhausted() {
        finder.search.too_large.get_or_insert_with(|| root.clone());
    }
    if finder.search.is_empty() {
        finder.visit_deeply(root, &env);
    }
    if finder.search.is_empty() && holds_streams(root) {
        finder.search.rules.push(Found {
            resource: evaluator.resolve(root, &env),
            shape: Shape::BareStreams,
            symbol: None,
        });
    }
    finder.search
}

impl Search {
    pub(crate) const fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.unresolved.is_empty() && self.too_large.is_none()
    }
}

/// How large the rules may be that are still to come.
pub(crate) struct Room(u64);

impl Room {
    pub(crate) const fn for_text(text: &str) -> Self {
        Self((text.len() as u64).saturating_add(GROWTH))
    }

    /// Whether there is room for a rule.
    pub(crate) fn take(&mut self, resource: &Value) -> bool {
        let left = self.0.checked_sub(resource.weight());
        self.0 = left.unwrap_or_default();
        left.is_some()
    }
}

struct Finder<'a> {
    evaluator: &'a Evaluator<'a>,
    text: &'a str,
    room: Room,
    /// How many more texts in texts are looked into.
    texts: u32,
    search: Search,
}

impl Finder<'_> {
    fn visit(&mut self, value: &Value, symbol: Option<&Member>, env: &Env) {
        if let Some(items) = value.items() {
            for item in items {
                self.visit(item, None, env);
            }
            return;
        }
        if value.members().is_none() {
            return;
        }
        if self.evaluator.is_exhausted() {
            self.search.too_large.get_or_insert_with(|| value.clone());
            return;
        }
        if is_template(value) {
            return self.visit_template(value);
        }
        if self.is_rule(value, env) {
            self.add_rule(value, symbol, env);
        } else if is_table(value) {
            self.add_table(value, env);
        }
        self.visit_inner_templates(value, env);
        // Resources of no template, and what the REST API answers to a list.
        if let Some(resources) = get(value, "resources") {
            self.visit_resources(resources, env);
        }
        if let Some(values) = get(value, "value").filter(|values| values.items().is_some()) {
            self.visit(values, None, env);
        }
    }

    /// A template whose parameters the user gives.
    fn visit_template(&mut self, template: &Value) {
        let scope = Scope::of_template(template);
        self.evaluator.mention_parameters(&scope);
        self.visit_resources_of(template, &Env::new(scope));
    }

    fn visit_resources_of(&mut self, template: &Value, env: &Env) {
        match get(template, "resources") {
            Some(resources) => self.visit_resources(resources, env),
            None => self.visit(template, None, env),
        }
    }

    /// The resources of a template: an array, or, since language version 2, an object.
    fn visit_resources(&mut self, resources: &Value, env: &Env) {
        if let Some(members) = resources.members() {
            for member in members {
                self.visit(&member.value, Some(member), env);
            }
        } else if let Some(resources) = self.known("`resources`", resources, env) {
            self.visit(&resources, None, env);
        }
    }

    /// The value, where it isn't an expression that comes to nothing.
    fn known(&mut self, what: &'static str, value: &Value, env: &Env) -> Option<Value> {
        let value = match value.data {
            Data::Text(_) => self.evaluator.resolve(value, env),
            _ => value.clone(),
        };
        if let Data::Unresolved(_) = value.data {
            self.search.unresolved.push((what, value));
            return None;
        }
        Some(value)
    }

    /// The templates of nested deployments, template specs, and Microsoft Sentinel's content templates.
    fn visit_inner_templates(&mut self, value: &Value, env: &Env) {
        let properties = get(value, "properties");
        for container in [Some(value), properties].into_iter().flatten() {
            if get(container, "template").is_some() {
                self.visit_deployments(value, container, env);
            }
            if let Some(link) = get(container, "templateLink") {
                self.search.links.push(Link::of_template(link));
            }
            // What is in brackets is for the template around it, and what is in doubled ones for the inner template.
            if let Some(template) = get(container, "mainTemplate") {
                let template = self.evaluator.resolve(template, env);
                self.visit_template(&template);
            }
        }
    }

    /// A nested deployment, as often as its loop has it.
    fn visit_deployments(&mut self, resource: &Value, properties: &Value, env: &Env) {
        for env in self.rounds_of(resource, env) {
            if let Some(Inner { template, env }) = self.evaluator.inner_template(properties, &env) {
                let what = "a deployment's template";
                if let Some(template) = self.known(what, &template, &env) {
                    self.visit_resources_of(&template, &env);
                }
            }
        }
    }

    /// Where nothing else is a rule: anything of a rule's type, wherever it is, also in a text that is JSON itself, as an answer
    /// is within what PowerShell or a log says of it.
    fn visit_deeply(&mut self, value: &Value, env: &Env) {
        if value.as_text().is_some_and(may_hold_rule) {
            return self.visit_text(value, env);
        }
        let members = value.members().unwrap_or_default().iter();
        let inner = members.map(|member| (&member.value, false));
        // In the rows of a query's answer, a rule's type and its properties are cells.
        let cells = value.items().unwrap_or_default().iter();
        for (value, is_cell) in inner.chain(cells.map(|cell| (cell, true))) {
            let has_template = get(value, "properties")
                .is_some_and(|properties| get(properties, "template").is_some());
            let is_rule = has_rule_type(value) || (is_cell && says_streams_or_flows(value));
            let before = self.search.rules.len();
            if is_rule || has_template || is_template(value) {
                self.visit(value, None, env);
            }
            if self.search.rules.len() == before {
                self.visit_deeply(value, env);
            }
        }
    }

    /// A text that may be JSON itself.
    fn visit_text(&mut self, text: &Value, env: &Env) {
        let Some(deeper) = self.texts.checked_sub(1) else {
            return;
        };
        let Some(inner) = json::embedded(text, self.text) else {
            return;
        };
        self.texts = deeper;
        let before = self.search.rules.len();
        self.visit(&inner, None, env);
        if self.search.rules.len() == before {
            self.visit_deeply(&inner, env);
        }
        self.texts = deeper + 1;
    }

    fn is_rule(&self, value: &Value, env: &Env) -> bool {
        let resource_type = get(value, "type").map(|name| self.evaluator.resolve(name, env));
        match resource_type.as_ref().and_then(type_name) {
            Some(name) => {
                name.eq_ignore_ascii_case(RULE_TYPE)
                    && !refers_to_existing(value)
                    && !is_of_policy(value)
            }
            None => says_streams_or_flows(value) || properties_say(value),
        }
    }

    fn add_rule(&mut self, value: &Value, symbol: Option<&Member>, env: &Env) {
        for env in self.rounds_of(value, env) {
            let resource = self.evaluator.resolve(value, &env);
            if !self.room.take(&resource) {
                self.search.too_large.get_or_insert_with(|| value.clone());
                return;
            }
            let is_flat = is_flat(&resource) && !properties_say(&resource);
            self.search.rules.push(Found {
                resource,
                shape: if is_flat { Shape::Flat } else { Shape::Nested },
                symbol: symbol.cloned(),
            });
        }
    }

    /// A table; where there is no room for it, there is none for what else comes.
    fn add_table(&mut self, value: &Value, env: &Env) {
        for env in self.rounds_of(value, env) {
            let resource = self.evaluator.resolve(value, &env);
            if self.room.take(&resource) {
                self.search.tables.push(resource);
            }
        }
    }

    /// The places within a resource's loop. Where nobody knows how many they are, one stands for them: where it matters which
    /// it is, that is found to be unknown.
    fn rounds_of(&mut self, resource: &Value, env: &Env) -> Vec<Env> {
        match self.evaluator.rounds_of(resource, env) {
            Ok(rounds) => rounds,
            Err((count, any)) => {
                if is_mistake(&count) {
                    let what = "the number of a resource's copies";
                    self.search.unresolved.push((what, count));
                }
                vec![any]
            }
        }
    }
}
