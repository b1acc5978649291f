//! Nested deployments: what the names in their templates stand for, and what they put out.
//!
//! Source: "Using linked and nested templates when deploying Azure resources", "Expression evaluation scope in nested templates".

use std::rc::Rc;

use super::evaluate::{Evaluator, Site, only_azure_knows};
use super::lookup::once;
use super::parser::{Expression, Kind};
use super::scope::{Env, Scope, Space};
use crate::evaluation::{Outcome, known};
use crate::value::{Data, Key, Member, Span, Value};
use crate::why::Why;

const DEPLOYMENT_TYPE: &str = "Microsoft.Resources/deployments";

/// Functions that make a resource's id of its type and name.
const RESOURCE_IDS: [&str; 5] = [
    "resourceId",
    "extensionResourceId",
    "subscriptionResourceId",
    "tenantResourceId",
    "managementGroupResourceId",
];

/// A template within a deployment, and where its expressions stand.
pub(crate) struct Inner {
    pub(crate) template: Value,
    pub(crate) env: Env,
}

impl Evaluator<'_> {
    /// The template that a deployment's properties hold.
    pub(crate) fn inner_template(&self, properties: &Value, env: &Env) -> Option<Inner> {
        let template = properties.get("template")?;
        let template = match template.data {
            Data::Text(_) => self.resolve(template, env),
            _ => template.clone(),
        };
        let scope = properties
            .get("expressionEvaluationOptions")
            .and_then(|options| options.get("scope"))
            .and_then(Value::as_text);
        let is_inner = scope.is_some_and(|scope| scope.eq_ignore_ascii_case("inner"));
        // What stands in no template, as in a policy, can only mean the inner one.
        let env = if is_inner || !env.is_in_template() {
            let parameters = properties.get("parameters").cloned();
            Env::new(Scope::of_deployment(&template, parameters, env.clone()))
        } else {
            env.clone()
        };
        Some(Inner { template, env })
    }

    /// `reference` to a deployment of the same template, whose outputs can be known. Of any other resource only Azure knows.
    pub(super) fn reference(
        &self,
        arguments: &[Expression],
        span: Span,
        site: &Site<'_>,
    ) -> Outcome {
        let scope = &site.env.scope;
        let found = arguments
            .first()
            .and_then(|target| self.deployment(target, site));
        let Some((place, properties)) = found else {
            return Err(Rc::new(Why::Elsewhere(only_azure_knows("reference"))));
        };
        let key = place.to_string();
        once(Space::Deployments, &key, span, scope, || {
            let outputs = self.outputs(&properties, &Env::of(scope));
            let members = [("outputs".into(), outputs)];
            Ok(self.object(span, members)?)
        })
    }

    /// The place and the properties of the deployment that an expression means.
    fn deployment(&self, target: &Expression, site: &Site<'_>) -> Option<(usize, Value)> {
        let scope = &site.env.scope;
        let resources = scope.resources.as_ref()?;
        let properties = |resource: &Value| {
            let is_deployment = resource
                .get("type")
                .and_then(Value::as_text)
                .is_some_and(|name| name.eq_ignore_ascii_case(DEPLOYMENT_TYPE));
            let properties = resource.get("properties").filter(|_| is_deployment)?;
            Some((resource.span.start, properties.clone()))
        };
        if let Kind::Text(symbol) = &target.kind {
            return resources.get(symbol).and_then(properties);
        }
        let wanted = named_by_id(target)?;
        let known_name = self.evaluate(wanted, site).and_then(known).ok();
        let members = resources.members().unwrap_or_default().iter();
        let all = members
            .map(|member| &member.value)
            .chain(resources.items().unwrap_or_default());
        let mut named = all.filter(|resource| {
            resource
                .get("name")
                .is_some_and(|name| self.is_named(name, wanted, known_name.as_ref(), site))
        });
        named.find_map(properties)
    }

    /// Whether a resource's name is the one that an expression comes to, or, where nobody knows that, the same expression.
    fn is_named(
        &self,
        name: &Value,
        wanted: &Expression,
        known_name: Option<&Value>,
        site: &Site<'_>,
    ) -> bool {
        if let Some(wanted) = known_name.and_then(Value::as_text) {
            let own = self.resolve(name, &Env::of(&site.env.scope));
            return own.as_text() == Some(wanted);
        }
        match &name.data {
            Data::Text(text) if text.starts_with('[') && text.ends_with(']') => {
                let own = self.parse(text, name.span);
                own.as_ref().as_ref().is_ok_and(|own| own.is_same(wanted))
            }
            _ => false,
        }
    }

    /// A deployment's outputs, each an object with a `value`.
    fn outputs(&self, properties: &Value, env: &Env) -> Value {
        let Some(Inner { template, env }) = self.inner_template(properties, env) else {
            return Value::object(properties.span, Vec::new());
        };
        match template.get("outputs") {
            Some(outputs) => {
                let members = outputs.members().unwrap_or_default().iter();
                let members = members.map(|member| Member {
                    key: member.key.clone(),
                    value: self.output(&member.value, &env),
                });
                Value::object(outputs.span, members.collect())
            }
            None => Value::object(template.span, Vec::new()),
        }
    }

    fn output(&self, output: &Value, env: &Env) -> Value {
        let value = output.get("value").map(|value| Member {
            key: Key {
                text: "value".into(),
                span: value.span,
                why: None,
            },
            value: self.resolve(value, env),
        });
        Value::object(output.span, value.into_iter().collect())
    }
}

/// The name in an expression that makes a deployment's id.
fn named_by_id(target: &Expression) -> Option<&Expression> {
    let Kind::Call {
        function,
        arguments,
    } = &target.kind
    else {
        return None;
    };
    let is_id = RESOURCE_IDS
        .iter()
        .any(|name| name.eq_ignore_ascii_case(function));
    let (name, before) = arguments.split_last().filter(|_| is_id)?;
    match &before.last()?.kind {
        Kind::Text(text) if text.eq_ignore_ascii_case(DEPLOYMENT_TYPE) => Some(name),
        _ => None,
    }
}
