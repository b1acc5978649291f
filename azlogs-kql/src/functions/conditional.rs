//! Functions that choose among their arguments.

use std::cmp::Ordering;

use super::signature::{
    Argument, ArgumentType, Complaint, ComplaintKind, Parameter, Returns, common_type, value_type,
};
use super::{Body, Evaluate, Function, Naming, Site};
use crate::types::ScalarType;
use crate::value::convert::to;
use crate::value::{Value, order};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        names: &["case"],
        count: 3..=65535,
        parameters: &[Parameter::Free],
        returns: Returns::Of(case_type),
        naming: Naming::Default,
        body: Body::Case,
    },
    Function {
        names: &["iif", "iff"],
        count: 3..=3,
        parameters: &[Parameter::Free],
        returns: Returns::Of(case_type),
        naming: Naming::Default,
        body: Body::Case,
    },
    extreme(&["max_of"], |site| pick(site, Ordering::Greater)),
    extreme(&["min_of"], |site| pick(site, Ordering::Less)),
];

const fn extreme(names: &'static [&'static str], prepare: fn(&Site<'_>) -> Evaluate) -> Function {
    Function {
        names,
        count: 2..=64,
        parameters: &[Parameter::Any],
        returns: Returns::Of(extreme_type),
        naming: Naming::Default,
        body: Body::Prepared(prepare),
    }
}

/// Conditions are `bool`, and the values have a type in common. What has none is `dynamic`; a `dynamic` value takes the others' type.
fn case_type(arguments: &[Argument<'_>]) -> Result<ScalarType, Complaint> {
    if arguments.len().is_multiple_of(2) {
        let message = format!(
            "`case` takes pairs of a condition and a value, and one value more; {} arguments can't be that",
            arguments.len()
        );
        return Err(Complaint::new(ComplaintKind::Count, message));
    }
    for (at, argument) in arguments.iter().enumerate() {
        let is_condition = at % 2 == 0 && at + 1 < arguments.len();
        match argument.r#type {
            ArgumentType::TypeOf(_) => {
                return Err(
                    Complaint::new(ComplaintKind::Type, "expected a value, found a type").at(at),
                );
            }
            ArgumentType::Value(given) if is_condition && given != ScalarType::Bool => {
                let message = format!("expected a condition (`bool`), found `{given}`");
                let complaint = Complaint::new(ComplaintKind::Type, message).at(at);
                return Err(match given {
                    ScalarType::Dynamic | ScalarType::String => {
                        complaint.with_help("Convert it with `tobool()`, or compare it.")
                    }
                    _ => complaint.with_help("Compare it, as in `x == 1`."),
                });
            }
            ArgumentType::Value(_) => {}
        }
    }
    let values = arguments
        .iter()
        .enumerate()
        .filter(|(at, _)| at % 2 == 1 || at + 1 == arguments.len());
    let types: Vec<_> = values.map(|(_, argument)| value_type(argument)).collect();
    let known: Vec<_> = types
        .iter()
        .copied()
        .filter(|r#type| *r#type != ScalarType::Dynamic)
        .collect();
    if known.is_empty() {
        return Ok(ScalarType::Dynamic);
    }
    Ok(common_type(known).unwrap_or(ScalarType::Dynamic))
}

/// All of one type, or numbers. `dynamic` and `guid` have no order.
fn extreme_type(arguments: &[Argument<'_>]) -> Result<ScalarType, Complaint> {
    for (at, argument) in arguments.iter().enumerate() {
        let given = value_type(argument);
        if matches!(given, ScalarType::Dynamic | ScalarType::Guid) {
            let message = format!("values of type `{given}` have no order");
            return Err(Complaint::new(ComplaintKind::Type, message)
                .at(at)
                .with_help("Convert it, as with `tolong()`."));
        }
    }
    common_type(arguments.iter().map(value_type)).ok_or_else(|| {
        let types = arguments
            .iter()
            .map(|argument| format!("`{}`", value_type(argument)))
            .collect::<Vec<_>>()
            .join(", ");
        Complaint::new(
            ComplaintKind::Type,
            format!("the arguments have no type in common: {types}"),
        )
    })
}

/// The greatest or the least of the arguments. Nulls only count where there's nothing else.
fn pick(site: &Site<'_>, wanted: Ordering) -> Evaluate {
    let result = site.result;
    Box::new(move |arguments, _| {
        let mut best = &Value::Null;
        for argument in arguments {
            if best.is_null() || order(argument, best) == Some(wanted) {
                best = argument;
            }
        }
        to(best, result)
    })
}
