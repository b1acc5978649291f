//! From a resource's block to its attributes: nested blocks become arrays, as in Terraform's JSON.

use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};

use super::evaluate::Module;
use super::for_expr::pairs;
use super::parse::span;
use super::scope::{Env, object};
use crate::evaluation::is_mistake;
use crate::value::{Data, Key, Member, Span, Value};
use crate::why::Wrong;

/// The blocks that say something about streams and flows; the data sources' because an agent delivers their streams.
const BLOCKS: [&str; 13] = [
    "stream_declaration",
    "column",
    "data_flow",
    "data_sources",
    "extension",
    "iis_log",
    "log_file",
    "performance_counter",
    "platform_telemetry",
    "prometheus_forwarder",
    "syslog",
    "windows_event_log",
    "windows_firewall_log",
];

/// The places within each of a resource's instances.
pub(super) struct Instances {
    pub(super) envs: Vec<Env>,
    /// What decides how many there are, where that is a mistake; the resource is there once.
    pub(super) unknown: Option<(&'static str, Value)>,
}

impl Instances {
    fn mind(&mut self, what: &'static str, unknown: Value) {
        if is_mistake(&unknown) {
            self.unknown = Some((what, unknown));
        }
    }
}

impl Module<'_> {
    /// A resource is there once, or for each element of `for_each`, or `count` times. One that isn't there as the variables
    /// are is read all the same: somebody turns it on. Where nobody knows how many there are, one stands for them: where it
    /// matters which it is, that is found to be unknown.
    pub(super) fn instances(&self, resource: &Block) -> Instances {
        let outermost = Env::outermost();
        let mut instances = Instances {
            envs: vec![outermost.clone()],
            unknown: None,
        };
        if let Some(all) = resource.body.get_attribute("for_each") {
            match self.rounds(&all.value, "each", &outermost) {
                Ok(envs) if envs.is_empty() => {}
                Ok(envs) => instances.envs = envs,
                Err(unknown) => {
                    let at = unknown.span;
                    let each = object(at, [("key", unknown.clone()), ("value", unknown.clone())]);
                    instances.envs = vec![outermost.with("each", each)];
                    instances.mind("a resource's `for_each`", unknown);
                }
            }
        } else if let Some(count) = resource.body.get_attribute("count") {
            let value = self.value(&count.value, &outermost);
            let at = value.span;
            let instance =
                |index: Value| outermost.with("count", object(index.span, [("index", index)]));
            match value.data {
                Data::Integer(count) if count <= 1000 => {
                    let indexes =
                        (0..count.max(1)).map(|index| Value::new(at, Data::Integer(index)));
                    instances.envs = indexes.map(instance).collect();
                }
                Data::Unresolved(_) => {
                    instances.envs = vec![instance(value.clone())];
                    instances.mind("a resource's `count`", value);
                }
                _ => {
                    instances.envs = vec![instance(Value::new(at, Data::Integer(0)))];
                    instances.unknown = Some(("a resource's `count`", value));
                }
            }
        }
        instances
    }

    /// The attributes of a block, and the blocks in it.
    pub(super) fn attributes(&self, body: &Body, block: &impl hcl_edit::Span, env: &Env) -> Value {
        let mut members = Vec::new();
        for attribute in body.attributes() {
            members.push(Member {
                key: key(attribute.key.as_str(), span(&attribute.key)),
                value: match encoded(attribute.key.as_str(), &attribute.value) {
                    Some(inner) => self.value(inner, env),
                    None => self.value(&attribute.value, env),
                },
            });
        }
        for name in BLOCKS {
            let blocks: Vec<&Block> = body
                .blocks()
                .filter(|block| is_block(block, name) || is_dynamic(block, name))
                .collect();
            let Some(first) = blocks.first() else {
                continue;
            };
            let values = blocks.iter().flat_map(|block| {
                if is_block(block, name) {
                    vec![self.attributes(&block.body, *block, env)]
                } else {
                    self.dynamic(block, name, env)
                }
            });
            let at = span(*first);
            members.push(Member {
                key: key(name, span(&first.ident)),
                value: Value::array(at, values.collect()),
            });
        }
        Value::object(span(block), members)
    }

    /// The blocks that a `dynamic` block makes.
    fn dynamic(&self, block: &Block, name: &str, env: &Env) -> Vec<Value> {
        let at = span(block);
        let lacking = |what: &str| {
            let wrong = Wrong::new(at, format!("a `dynamic` block has no `{what}`"));
            vec![self.unresolved(at, wrong.into())]
        };
        let Some(content) = block.body.get_blocks("content").next() else {
            return lacking("content");
        };
        let Some(all) = block.body.get_attribute("for_each") else {
            return lacking("for_each");
        };
        let iterator = block.body.get_attribute("iterator");
        let iterator = match iterator.map(|iterator| &iterator.value) {
            Some(Expression::Variable(iterator)) => iterator.as_str(),
            _ => name,
        };
        match self.rounds(&all.value, iterator, env) {
            Ok(rounds) => {
                let blocks = rounds.iter();
                blocks
                    .map(|env| self.attributes(&content.body, content, env))
                    .collect()
            }
            Err(unknown) => vec![unknown],
        }
    }

    /// The places within the rounds of a loop, in which a name has the key and the value. The error is an unresolved collection.
    fn rounds(&self, all: &Expression, name: &str, env: &Env) -> Result<Vec<Env>, Value> {
        let at = span(all);
        let pairs = self.known(all, env).and_then(|collection| {
            let pairs = pairs(&collection, at)?;
            // Each round reads the block again.
            self.budget.spend(pairs.len() as u64 * 10, at)?;
            // A set's elements are their own keys.
            let is_set = collection.items().is_some();
            Ok(pairs.into_iter().map(move |(key, value)| {
                let key = if is_set && value.as_text().is_some() {
                    value.clone()
                } else {
                    key
                };
                (key, value)
            }))
        });
        match pairs {
            Ok(pairs) => Ok(pairs
                .map(|(key, value)| env.with(name, object(at, [("key", key), ("value", value)])))
                .collect()),
            Err(why) => Err(self.unresolved(at, why)),
        }
    }
}

/// What `jsonencode` encodes in the body of a resource, which says more of its places than the text does.
fn encoded<'e>(key: &str, value: &'e Expression) -> Option<&'e Expression> {
    match value {
        Expression::FuncCall(call)
            if key == "body" && call.name.name.as_str() == "jsonencode" && call.args.len() == 1 =>
        {
            call.args.get(0)
        }
        _ => None,
    }
}

fn is_block(block: &Block, name: &str) -> bool {
    block.ident.as_str() == name && block.labels.is_empty()
}

fn is_dynamic(block: &Block, name: &str) -> bool {
    block.ident.as_str() == "dynamic"
        && matches!(block.labels.as_slice(), [label] if label.as_str() == name)
}

fn key(text: &str, span: Span) -> Key {
    Key {
        text: text.into(),
        span,
        why: None,
    }
}
