//! Finds what parameters, variables and a template's own functions stand for.

use std::collections::HashMap;
use std::rc::Rc;

use super::evaluate::{Evaluator, Site};
use super::parser::Expression;
use super::scope::{Env, Giver, Known, Scope, Space};
use crate::evaluation::{Outcome, did_you_mean, known};
use crate::value::{Data, Member, Span, Value};
use crate::why::{Input, Why, Wrong};
use crate::{Quoted, nearest};

impl Evaluator<'_> {
    /// Says to the user's values which parameters a template has.
    pub(crate) fn mention_parameters(&self, scope: &Scope) {
        let declared = scope.parameters.as_ref().and_then(Value::members);
        for member in declared.unwrap_or_default() {
            self.given.mention(&member.key.text);
        }
    }

    pub(super) fn parameter(&self, name: &str, span: Span, env: &Env) -> Outcome {
        once(Space::Parameters, name, span, &env.scope, || {
            self.find_parameter(name, span, &env.scope)
        })
    }

    pub(super) fn variable(&self, name: &str, span: Span, env: &Env) -> Outcome {
        once(Space::Variables, name, span, &env.scope, || {
            self.find_variable(name, span, &env.scope)
        })
    }

    fn find_parameter(&self, name: &str, span: Span, scope: &Rc<Scope>) -> Outcome {
        let declared = member(scope.parameters.as_ref(), name);
        let place = declared.map_or(span, |member| member.key.span);
        let wanted = declared.and_then(|member| member.value.get("type")?.as_text());
        match &scope.giver {
            Giver::User => {
                if let Some(value) = self.given.parameter(name, wanted, place)? {
                    return Ok(value);
                }
            }
            Giver::Deployment { parameters, env } => {
                if let Some(value) = self.passed(parameters.as_ref(), name, env)? {
                    return Ok(value);
                }
            }
            Giver::Call(values) => {
                if let Some(value) = values.get(&name.to_ascii_lowercase()) {
                    return Ok(value.clone());
                }
            }
        }
        let Some(declared) = declared else {
            return Err(undeclared(Input::Parameter, name, span, scope));
        };
        let default = ["defaultValue", "value"]
            .into_iter()
            .find_map(|key| declared.value.get(key));
        if let Some(default) = default {
            return Ok(self.resolve(default, &Env::of(scope)));
        }
        if is_nullable(&declared.value) {
            return Ok(Value::new(declared.key.span, Data::Null));
        }
        // A content template's parameters are asked for as it is installed.
        if let Some(value) = self.given.parameter(name, wanted, place)? {
            return Ok(value);
        }
        Err(Rc::new(Why::NoValue {
            what: self.given.lacking(name),
            name: Rc::clone(&declared.key.text),
            declared: Some(declared.key.span),
        }))
    }

    /// What a deployment gives for its template's parameter.
    fn passed(
        &self,
        parameters: Option<&Value>,
        name: &str,
        env: &Env,
    ) -> Result<Option<Value>, Rc<Why>> {
        let Some(parameters) = parameters else {
            return Ok(None);
        };
        let all;
        let parameters = if parameters.members().is_some() {
            parameters
        } else {
            all = known(self.resolve(parameters, env))?;
            &all
        };
        let Some(passed) = parameters.get(name) else {
            return Ok(None);
        };
        let passed = known(self.resolve(passed, env))?;
        match passed.get("value") {
            Some(value) => known(value.clone()).map(Some),
            None => Ok(None),
        }
    }

    fn find_variable(&self, name: &str, span: Span, scope: &Rc<Scope>) -> Outcome {
        let env = Env::of(scope);
        if let Some(member) = member(scope.variables.as_ref(), name) {
            return Ok(self.resolve(&member.value, &env));
        }
        let loops = scope.variables.as_ref().and_then(|all| all.get("copy"));
        let looped = loops.and_then(Value::items).unwrap_or_default().iter();
        let same_name = |item: &&Value| {
            let own = item.get("name").and_then(Value::as_text);
            own.is_some_and(|own| own.eq_ignore_ascii_case(name))
        };
        if let Some(item) = looped.clone().find(same_name) {
            let copied = self.copied_members(&Value::array(item.span, vec![item.clone()]), &env);
            if let Some(member) = copied.and_then(|members| members.into_iter().next()) {
                return Ok(member.value);
            }
        }
        // A part cut out of a template lacks its variables.
        if let Some(value) = self.given.parameter(name, None, span)? {
            return Ok(value);
        }
        Err(undeclared(Input::Variable, name, span, scope))
    }

    /// Calls a function that the template itself declares.
    pub(super) fn call_own(
        &self,
        namespace: &str,
        name: &str,
        arguments: &[Expression],
        span: Span,
        site: &Site<'_>,
    ) -> Outcome {
        let scope = &site.env.scope;
        let namespaces = scope.functions.as_ref().and_then(Value::items);
        let declared = namespaces.unwrap_or_default().iter().find_map(|item| {
            let own = item.get("namespace").and_then(Value::as_text)?;
            own.eq_ignore_ascii_case(namespace)
                .then(|| item.get("members")?.get(name))
                .flatten()
        });
        let Some(declared) = declared else {
            let function = format!("{namespace}.{name}");
            let message = format!("the template has no function {}", Quoted(&function));
            return Err(Wrong::new(span, message).into());
        };
        let wanted = declared.get("parameters").and_then(Value::items);
        let wanted = wanted.unwrap_or_default();
        if wanted.len() != arguments.len() {
            let (wanted, given) = (wanted.len(), arguments.len());
            let message = format!("the function takes {wanted} arguments, and is given {given}");
            return Err(Wrong::new(span, message).into());
        }
        let mut values = HashMap::new();
        for (parameter, argument) in wanted.iter().zip(arguments) {
            let name = parameter.get("name").and_then(Value::as_text);
            let value = self.evaluate(argument, site)?;
            values.insert(name.unwrap_or_default().to_ascii_lowercase(), value);
        }
        let Some(output) = declared
            .get("output")
            .and_then(|output| output.get("value"))
        else {
            let message = "the function has no output";
            return Err(Wrong::new(span, message).into());
        };
        let inner = Scope {
            functions: scope.functions.clone(),
            giver: Giver::Call(values),
            is_template: true,
            ..Scope::default()
        };
        known(self.resolve(output, &Env::new(inner)))
    }
}

/// Finds a value once: the next time it is known.
pub(super) fn once(
    space: Space,
    name: &str,
    span: Span,
    scope: &Scope,
    find: impl FnOnce() -> Outcome,
) -> Outcome {
    let key = (space, name.to_ascii_lowercase());
    match scope.known.borrow().get(&key) {
        Some(Known::Value(outcome)) => return outcome.clone(),
        Some(Known::Pending) => {
            let message = format!("{} {} needs its own value", space.word(), Quoted(name));
            return Err(Wrong::new(span, message).into());
        }
        None => {}
    }
    scope.known.borrow_mut().insert(key.clone(), Known::Pending);
    let outcome = find().and_then(known);
    let value = Known::Value(outcome.clone());
    scope.known.borrow_mut().insert(key, value);
    outcome
}

fn undeclared(what: Input, name: &str, span: Span, scope: &Scope) -> Rc<Why> {
    let declarations = if what == Input::Parameter {
        scope.parameters.as_ref()
    } else {
        scope.variables.as_ref()
    };
    if !scope.is_template || declarations.is_none() {
        return Rc::new(Why::NoValue {
            what,
            name: name.into(),
            declared: None,
        });
    }
    let members = declarations.and_then(Value::members).unwrap_or_default();
    let near = nearest(name, members.iter().map(|member| &*member.key.text));
    let message = format!("the template has no {} {}", what.word(), Quoted(name));
    Wrong::new(span, message).help(did_you_mean(near)).into()
}

fn member<'a>(declarations: Option<&'a Value>, name: &str) -> Option<&'a Member> {
    let mut members = declarations?.members()?.iter();
    members.find(|member| member.key.text.eq_ignore_ascii_case(name))
}

fn is_nullable(declared: &Value) -> bool {
    matches!(
        declared.get("nullable").map(|value| &value.data),
        Some(Data::Boolean(true))
    )
}
