//! Functions of arrays, most of which take texts and objects as well.

use std::collections::HashSet;

use super::Call;
use crate::value::{Data, Member, Value};
use crate::why::Wrong;

/// The most elements that `range` makes.
///
/// Source: "Array functions for ARM templates", `range`.
const RANGE: i64 = 10_000;

pub(crate) fn array(call: &Call<'_>) -> Result<Value, Wrong> {
    let value = call.argument(0)?;
    match value.items() {
        Some(_) => Ok(value.clone()),
        None => call.made_array(vec![value.clone()]),
    }
}

pub(crate) fn create_array(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_array(call.arguments.clone())
}

pub(crate) fn first(call: &Call<'_>) -> Result<Value, Wrong> {
    edge(call, <[Value]>::first, |text| text.chars().next())
}

pub(crate) fn last(call: &Call<'_>) -> Result<Value, Wrong> {
    edge(call, <[Value]>::last, |text| text.chars().next_back())
}

fn edge(
    call: &Call<'_>,
    of_items: fn(&[Value]) -> Option<&Value>,
    of_text: fn(&str) -> Option<char>,
) -> Result<Value, Wrong> {
    let value = call.argument(0)?;
    if let Some(items) = value.items() {
        return match of_items(items) {
            Some(item) => Ok(item.clone()),
            None => call.made(Data::Null),
        };
    }
    match value.as_text() {
        Some(text) => call.made_text(of_text(text).map(String::from).unwrap_or_default()),
        None => Err(call.misfit(0, "an array or a string")),
    }
}

pub(crate) fn index_from_end(call: &Call<'_>) -> Result<Value, Wrong> {
    match from_end(call)? {
        Some(item) => Ok(item),
        None => Err(call.wrong("finds no element there")),
    }
}

pub(crate) fn try_index_from_end(call: &Call<'_>) -> Result<Value, Wrong> {
    match from_end(call)? {
        Some(item) => Ok(item),
        None => call.made(Data::Null),
    }
}

fn from_end(call: &Call<'_>) -> Result<Option<Value>, Wrong> {
    let items = call.items(0)?;
    let place = usize::try_from(call.integer(1)?).ok();
    let at = place.and_then(|place| items.len().checked_sub(place));
    Ok(at.and_then(|at| items.get(at)).cloned())
}

pub(crate) fn length(call: &Call<'_>) -> Result<Value, Wrong> {
    let value = call.argument(0)?;
    let length = match &value.data {
        Data::Array(array) => array.items.len(),
        Data::Object(object) => object.members.len(),
        Data::Text(text) => text.chars().count(),
        _ => return Err(call.misfit(0, "an array, a string or an object")),
    };
    call.made_integer(i64::try_from(length).ok())
}

pub(crate) fn empty(call: &Call<'_>) -> Result<Value, Wrong> {
    let is_empty = match &call.argument(0)?.data {
        Data::Null => true,
        Data::Array(array) => array.items.is_empty(),
        Data::Object(object) => object.members.is_empty(),
        Data::Text(text) => text.is_empty(),
        _ => return Err(call.misfit(0, "an array, a string or an object")),
    };
    call.made_bool(is_empty)
}

pub(crate) fn contains(call: &Call<'_>) -> Result<Value, Wrong> {
    let (value, wanted) = (call.argument(0)?, call.argument(1)?);
    match &value.data {
        Data::Array(array) => {
            let wanted = call.json(wanted)?;
            for item in &array.items {
                if call.json(item)? == wanted {
                    return call.made_bool(true);
                }
            }
            call.made_bool(false)
        }
        Data::Object(object) => {
            call.spend(object.members.len() as u64)?;
            let found = value.get(&call.written(wanted)?).is_some();
            call.made_bool(found)
        }
        Data::Text(text) => {
            call.spend(text.len() as u64)?;
            call.made_bool(text.contains(call.text(1)?))
        }
        _ => Err(call.misfit(0, "an array, a string or an object")),
    }
}

pub(crate) fn index_of(call: &Call<'_>) -> Result<Value, Wrong> {
    position(call, |text, wanted| text.find(wanted), <[usize]>::first)
}

pub(crate) fn last_index_of(call: &Call<'_>) -> Result<Value, Wrong> {
    position(call, |text, wanted| text.rfind(wanted), <[usize]>::last)
}

/// Where an element or, in any case, a part of a text is; -1 where it isn't.
fn position(
    call: &Call<'_>,
    in_text: fn(&str, &str) -> Option<usize>,
    chosen: fn(&[usize]) -> Option<&usize>,
) -> Result<Value, Wrong> {
    let found = if let Some(items) = call.argument(0)?.items() {
        let wanted = call.json(call.argument(1)?)?;
        let mut places = Vec::new();
        for (place, item) in items.iter().enumerate() {
            if call.json(item)? == wanted {
                places.push(place);
            }
        }
        chosen(&places).copied()
    } else {
        let (text, wanted) = (call.text(0)?.to_lowercase(), call.text(1)?.to_lowercase());
        call.spend(text.len() as u64)?;
        in_text(&text, &wanted).map(|at| text[..at].chars().count())
    };
    call.made_integer(found.map_or(Some(-1), |at| i64::try_from(at).ok()))
}

pub(crate) fn take(call: &Call<'_>) -> Result<Value, Wrong> {
    part(
        call,
        |items, count| &items[..count],
        |chars, count| chars[..count].iter().collect(),
    )
}

pub(crate) fn skip(call: &Call<'_>) -> Result<Value, Wrong> {
    part(
        call,
        |items, count| &items[count..],
        |chars, count| chars[count..].iter().collect(),
    )
}

fn part(
    call: &Call<'_>,
    of_items: fn(&[Value], usize) -> &[Value],
    of_text: fn(&[char], usize) -> String,
) -> Result<Value, Wrong> {
    let count = usize::try_from(call.integer(1)?.max(0)).unwrap_or(usize::MAX);
    let value = call.argument(0)?;
    if let Some(items) = value.items() {
        return call.made_array(of_items(items, count.min(items.len())).to_vec());
    }
    let Some(text) = value.as_text() else {
        return Err(call.misfit(0, "an array or a string"));
    };
    call.spend(text.len() as u64)?;
    let chars: Vec<char> = text.chars().collect();
    call.made_text(of_text(&chars, count.min(chars.len())))
}

pub(crate) fn range(call: &Call<'_>) -> Result<Value, Wrong> {
    let (start, count) = (call.integer(0)?, call.integer(1)?);
    let end = start.checked_add(count);
    let (true, Some(end)) = ((0..=RANGE).contains(&count), end) else {
        return Err(call.wrong(format!("makes 0 to {RANGE} integers, and not {count}")));
    };
    let integers = (start..end).map(|integer| Value::new(call.span, Data::Integer(integer)));
    call.made_array(integers.collect())
}

pub(crate) fn flatten(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut flat = Vec::new();
    for item in call.items(0)? {
        let Some(inner) = item.items() else {
            return Err(call.wrong(format!(
                "takes an array of arrays, and not of {}",
                item.kind()
            )));
        };
        call.spend(inner.len() as u64)?;
        flat.extend_from_slice(inner);
    }
    call.made_array(flat)
}

/// What all arrays, or all objects, have.
pub(crate) fn intersection(call: &Call<'_>) -> Result<Value, Wrong> {
    if call.argument(0)?.members().is_some() {
        return shared_members(call);
    }
    let mut kept = distinct(call, call.items(0)?)?;
    for index in 1..call.arguments.len() {
        let mut others = HashSet::new();
        for item in call.items(index)? {
            others.insert(call.json(item)?);
        }
        let mut both = Vec::new();
        for item in kept {
            if others.contains(&call.json(&item)?) {
                both.push(item);
            }
        }
        kept = both;
    }
    call.made_array(kept)
}

fn shared_members(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut kept: Vec<Member> = call.members(0)?.to_vec();
    for index in 1..call.arguments.len() {
        call.members(index)?;
        let other = call.argument(index)?;
        let mut both = Vec::new();
        for member in kept {
            call.spend(1)?;
            if let Some(value) = other.get(&member.key.text)
                && call.json(value)? == call.json(&member.value)?
            {
                both.push(member);
            }
        }
        kept = both;
    }
    call.made_object(kept)
}

/// Each of the elements once.
pub(crate) fn distinct(call: &Call<'_>, items: &[Value]) -> Result<Vec<Value>, Wrong> {
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    for item in items {
        if seen.insert(call.json(item)?) {
            kept.push(item.clone());
        }
    }
    Ok(kept)
}
