//! Types of variables: a value becomes what its variable is declared as.
//!
//! Source: "Type Constraints" in Terraform's documentation.

use std::rc::Rc;

use hcl_edit::Ident;
use hcl_edit::expr::{Expression, FuncCall, Object, ObjectKey};

use super::evaluate::Module;
use super::functions::set_of;
use super::parse::span;
use super::scope::Env;
use crate::evaluation::Outcome;
use crate::template::functions::text_of;
use crate::value::{Data, Key, Member, Value};
use crate::why::Why;

impl Module<'_> {
    /// The value in the declared type. What Terraform refuses to convert stays as it is, and is found wrong where it is used.
    pub(super) fn converted(&self, value: Value, declared: &Expression) -> Outcome {
        let _level = self.budget.deeper(span(declared))?;
        self.budget.spend(1, span(declared))?;
        match declared {
            Expression::Variable(name) => Ok(of_word(value, name.as_str())),
            // As it was written before Terraform 0.12.
            Expression::String(name) => Ok(of_word(value, name.as_str())),
            Expression::FuncCall(call) => self.of_collection(value, call),
            _ => Ok(value),
        }
    }

    fn of_collection(&self, value: Value, declared: &FuncCall) -> Outcome {
        let Some(of) = declared.args.iter().next() else {
            return Ok(value);
        };
        match (declared.name.name.as_str(), of) {
            ("optional", of) => self.converted(value, of),
            ("list" | "map", of) => self.each_converted(&value, of),
            ("set", of) => {
                let all = self.each_converted(&value, of)?;
                match all.items() {
                    Some(items) => Ok(self.budget.made(set_of(&self.budget, all.span, items)?)?),
                    None => Ok(all),
                }
            }
            ("object", Expression::Object(attributes)) => self.of_object(value, attributes),
            ("tuple", Expression::Array(types)) => {
                let Some(items) = value.items() else {
                    return Ok(value);
                };
                let items = items.iter().zip(types.iter());
                let items = items.map(|(item, of)| self.converted(item.clone(), of));
                let items = items.collect::<Result<_, Rc<Why>>>()?;
                Ok(Value::array(value.span, items))
            }
            _ => Ok(value),
        }
    }

    fn each_converted(&self, value: &Value, of: &Expression) -> Outcome {
        if let Some(items) = value.items() {
            let items = items.iter().map(|item| self.converted(item.clone(), of));
            let items = items.collect::<Result<_, Rc<Why>>>()?;
            return Ok(Value::array(value.span, items));
        }
        let Some(members) = value.members() else {
            return Ok(value.clone());
        };
        let members = members.iter().map(|member| {
            Ok(Member {
                key: member.key.clone(),
                value: self.converted(member.value.clone(), of)?,
            })
        });
        let members = members.collect::<Result<_, Rc<Why>>>()?;
        Ok(Value::object(value.span, members))
    }

    /// An object has the attributes that its type names, and no others; those that are optional have null or their default where
    /// nothing is given.
    fn of_object(&self, value: Value, attributes: &Object) -> Outcome {
        if value.members().is_none() {
            return Ok(value);
        }
        let mut members = Vec::with_capacity(attributes.len());
        for (key, of) in attributes {
            let (Some(name), of) = (word(key), of.expr()) else {
                return Ok(value);
            };
            let given = value
                .get(name)
                .filter(|given| !matches!(given.data, Data::Null));
            let given = match (given, optional(of)) {
                (Some(given), _) => given.clone(),
                (None, Some(optional)) => match optional.args.iter().nth(1) {
                    Some(default) => self.known(default, &Env::outermost())?,
                    None => Value::new(value.span, Data::Null),
                },
                (None, None) => continue,
            };
            members.push(Member {
                key: Key {
                    text: name.into(),
                    span: given.span,
                    why: None,
                },
                value: self.converted(given, of)?,
            });
        }
        Ok(self.budget.made(Value::object(value.span, members))?)
    }
}

/// The type of an attribute that may be left out: itself, and, where it has one, a default.
fn optional(of: &Expression) -> Option<&FuncCall> {
    match of {
        Expression::FuncCall(call) if call.name.name.as_str() == "optional" => Some(call),
        _ => None,
    }
}

fn word(key: &ObjectKey) -> Option<&str> {
    match key {
        ObjectKey::Ident(word) => Some(Ident::as_str(word)),
        ObjectKey::Expression(text) => text.as_str(),
    }
}

/// A primitive value in the type of that name.
fn of_word(value: Value, name: &str) -> Value {
    let data = match (name, &value.data) {
        ("string", Data::Boolean(truth)) => Some(Data::Text(truth.to_string().into())),
        ("string", Data::Integer(_) | Data::Decimal(_)) => {
            text_of(&value).map(|text| Data::Text(text.into()))
        }
        ("number", Data::Text(text)) => text.parse().ok().map(Data::Integer),
        ("bool", Data::Text(text)) => text.parse().ok().map(Data::Boolean),
        _ => None,
    };
    match data {
        Some(data) => Value::new(value.span, data),
        None => value,
    }
}
