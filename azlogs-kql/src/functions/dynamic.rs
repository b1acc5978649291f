//! Functions that make arrays and property bags, and work on arrays.

use std::sync::Arc;

use super::signature::{Argument, Complaint, ComplaintKind, Parameter, Returns};
use super::{Body, Function, Naming};
use crate::types::ScalarType;
use crate::value::convert::{parse_json, to_shared_text};
use crate::value::{Dynamic, MAX_SIZE, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        names: &["array_concat"],
        count: 1..=64,
        parameters: &[Parameter::Array],
        returns: Returns::Is(ScalarType::Dynamic),
        naming: Naming::Default,
        body: Body::Plain(|arguments, _| {
            let arrays: Option<Vec<_>> = arguments.iter().map(items).collect();
            // What becomes too large is dropped before it's made.
            let size: usize = arguments.iter().map(json_size).sum();
            arrays
                .filter(|_| size <= MAX_SIZE)
                .map_or(Value::Null, |arrays| Dynamic::array(arrays.concat()).into())
        }),
    },
    Function {
        names: &["array_length"],
        count: 1..=1,
        parameters: &[Parameter::Array],
        returns: Returns::Is(ScalarType::Long),
        naming: Naming::Default,
        body: Body::Plain(|arguments, _| {
            items(&arguments[0])
                .and_then(|items| i64::try_from(items.len()).ok())
                .into()
        }),
    },
    Function {
        names: &["pack_array"],
        count: 1..=32767,
        parameters: &[Parameter::Any],
        returns: Returns::Is(ScalarType::Dynamic),
        naming: Naming::Default,
        body: Body::Plain(|arguments, _| {
            Dynamic::array(arguments.iter().map(Dynamic::from).collect()).into()
        }),
    },
    Function {
        names: &["pack"],
        count: 2..=65534,
        parameters: &[Parameter::Any],
        returns: Returns::Of(pack_type),
        naming: Naming::Default,
        body: Body::Plain(|arguments, _| {
            let pairs = arguments.chunks_exact(2);
            Dynamic::bag(pairs.map(|pair| (to_shared_text(&pair[0]), Dynamic::from(&pair[1]))))
                .into()
        }),
    },
    json(&["parse_json"], &[Parameter::Text]),
    json(&["todynamic"], &[Parameter::String]),
    Function {
        names: &["zip"],
        count: 2..=64,
        parameters: &[Parameter::Array],
        returns: Returns::Is(ScalarType::Dynamic),
        naming: Naming::Default,
        body: Body::Plain(|arguments, _| {
            let arrays: Option<Vec<_>> = arguments.iter().map(items).collect();
            arrays.map_or(Value::Null, |arrays| zip(&arrays).into())
        }),
    },
];

const fn json(names: &'static [&'static str], parameters: &'static [Parameter]) -> Function {
    Function {
        names,
        count: 1..=1,
        parameters,
        returns: Returns::Is(ScalarType::Dynamic),
        naming: Naming::FirstArgument,
        body: Body::Plain(|arguments, _| match &arguments[0] {
            Value::String(text) => parse_json(text),
            other => other.clone(),
        }),
    }
}

fn json_size(value: &Value) -> usize {
    match value {
        Value::Dynamic(value) => value.json_size(),
        _ => 0,
    }
}

fn items(value: &Value) -> Option<&[Dynamic]> {
    match value {
        Value::Dynamic(Dynamic::Array(array)) => Some(Arc::as_ref(array).items()),
        _ => None,
    }
}

/// An array of the first elements, one of the second, …; nulls where an array has no more.
fn zip(arrays: &[&[Dynamic]]) -> Dynamic {
    let length = arrays.iter().map(|array| array.len()).max().unwrap_or(0);
    // Each element is a byte with its comma at least, and most that are missing are nulls.
    if length.saturating_mul(arrays.len() * 2) > MAX_SIZE {
        return Dynamic::Null;
    }
    let row = |at: usize| {
        arrays
            .iter()
            .map(|array| array.get(at).cloned().unwrap_or_default())
            .collect()
    };
    Dynamic::array((0..length).map(|at| Dynamic::array(row(at))).collect())
}

/// Names and values in turn.
fn pack_type(arguments: &[Argument<'_>]) -> Result<ScalarType, Complaint> {
    if arguments.len() % 2 == 1 {
        let message = format!(
            "`pack` takes pairs of a name and a value; {} arguments can't be that",
            arguments.len()
        );
        return Err(Complaint::new(ComplaintKind::Count, message));
    }
    for (at, name) in arguments.iter().enumerate().step_by(2) {
        Parameter::String
            .check(name)
            .map_err(|complaint| complaint.at(at))?;
    }
    Ok(ScalarType::Dynamic)
}
