//! Functions of lists, sets and maps.

use super::super::operation::is_same;
use crate::Quoted;
use crate::template::functions::{Call, list, text_of};
use crate::value::{Data, Key, Member, Value};
use crate::why::Wrong;

pub(super) fn concat(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut all = Vec::new();
    for index in 0..call.arguments.len() {
        let items = call.items(index)?;
        call.spend(items.len() as u64)?;
        all.extend_from_slice(items);
    }
    call.made_array(all)
}

pub(super) fn coalesce_list(call: &Call<'_>) -> Result<Value, Wrong> {
    for index in 0..call.arguments.len() {
        if !call.items(index)?.is_empty() {
            return Ok(call.argument(index)?.clone());
        }
    }
    Err(call.wrong("is given empty lists only"))
}

pub(super) fn element(call: &Call<'_>) -> Result<Value, Wrong> {
    let items = call.items(0)?;
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let index = call.integer(1)?.checked_rem_euclid(length);
    match index.and_then(|index| items.get(usize::try_from(index).ok()?)) {
        Some(item) => Ok(item.clone()),
        None => Err(call.wrong("takes a list that isn't empty")),
    }
}

/// Lists in lists as one list, however deep they are.
pub(super) fn flatten(call: &Call<'_>) -> Result<Value, Wrong> {
    fn add(call: &Call<'_>, items: &[Value], flat: &mut Vec<Value>) -> Result<(), Wrong> {
        call.spend(items.len() as u64)?;
        for item in items {
            match item.items() {
                Some(inner) => add(call, inner, flat)?,
                None => flat.push(item.clone()),
            }
        }
        Ok(())
    }
    let mut flat = Vec::new();
    add(call, call.items(0)?, &mut flat)?;
    call.made_array(flat)
}

pub(super) fn lookup(call: &Call<'_>) -> Result<Value, Wrong> {
    call.members(0)?;
    let (map, key) = (call.argument(0)?, call.text(1)?);
    call.budget.looked_through(map, call.span)?;
    match map.get(key).or_else(|| call.arguments.get(2)) {
        Some(value) => Ok(value.clone()),
        None => Err(call.wrong(format!("finds nothing at {}", Quoted(key)))),
    }
}

pub(super) fn merge(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut merged: Vec<Member> = Vec::new();
    for (index, argument) in call.arguments.iter().enumerate() {
        if matches!(argument.data, Data::Null) {
            continue;
        }
        for member in call.members(index)? {
            call.spend(1 + merged.len() as u64 / 16)?;
            let same = |own: &&mut Member| own.key.text == member.key.text;
            match merged.iter_mut().find(same) {
                Some(own) => *own = member.clone(),
                None => merged.push(member.clone()),
            }
        }
    }
    call.made_object(merged)
}

pub(super) fn one(call: &Call<'_>) -> Result<Value, Wrong> {
    match call.items(0)? {
        [] => call.made(Data::Null),
        [only] => Ok(only.clone()),
        _ => Err(call.wrong("takes a list of up to one element")),
    }
}

pub(super) fn reverse(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_array(call.items(0)?.iter().rev().cloned().collect())
}

pub(super) fn slice(call: &Call<'_>) -> Result<Value, Wrong> {
    let items = call.items(0)?;
    let bound = |index| call.integer(index).map(|at| usize::try_from(at).ok());
    match (bound(1)?, bound(2)?) {
        (Some(start), Some(end)) if start <= end && end <= items.len() => {
            call.made_array(items[start..end].to_vec())
        }
        _ => Err(call.wrong("begins or ends outside of the list")),
    }
}

/// In the order of the keys.
pub(super) fn values(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut members: Vec<&Member> = call.members(0)?.iter().collect();
    members.sort_by(|left, right| left.key.text.cmp(&right.key.text));
    let values = members.into_iter().map(|member| member.value.clone());
    call.made_array(values.collect())
}

pub(super) fn zipmap(call: &Call<'_>) -> Result<Value, Wrong> {
    let (keys, values) = (call.items(0)?, call.items(1)?);
    if keys.len() != values.len() {
        return Err(call.wrong("takes as many keys as values"));
    }
    let mut members = Vec::with_capacity(keys.len());
    for (key, value) in keys.iter().zip(values) {
        let Some(text) = text_of(key) else {
            return Err(call.wrong(format!("takes strings for keys, and not {}", key.kind())));
        };
        let key = Key {
            text: text.into(),
            span: key.span,
            why: None,
        };
        let value = value.clone();
        members.push(Member { key, value });
    }
    call.made_object(members)
}

pub(super) fn compact(call: &Call<'_>) -> Result<Value, Wrong> {
    let kept = call.items(0)?.iter().filter(|item| {
        let is_empty = item.as_text() == Some("") || matches!(item.data, Data::Null);
        !is_empty
    });
    call.made_array(kept.cloned().collect())
}

pub(super) fn distinct(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_array(list::distinct(call, call.items(0)?)?)
}

pub(super) fn sort(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_array(sorted(call.items(0)?.to_vec()))
}

/// Text in its order; what isn't text stays as it is.
pub(super) fn sorted(mut items: Vec<Value>) -> Vec<Value> {
    items.sort_by(|left, right| left.as_text().cmp(&right.as_text()));
    items
}

/// From a start, 0 where it isn't given, up to an end, by steps of one where they aren't given.
pub(super) fn range(call: &Call<'_>) -> Result<Value, Wrong> {
    let (start, end) = match call.arguments.len() {
        1 => (0, call.integer(0)?),
        _ => (call.integer(0)?, call.integer(1)?),
    };
    let towards = if start <= end { 1 } else { -1 };
    let step = match call.arguments.len() {
        3 => call.integer(2)?,
        _ => towards,
    };
    if step.signum() != towards {
        return Err(call.wrong("steps away from its end"));
    }
    let distance = i128::from(end) - i128::from(start);
    let count = distance
        .unsigned_abs()
        .div_ceil(u128::from(step.unsigned_abs()));
    if count > 1024 {
        return Err(call.wrong("makes up to 1024 numbers"));
    }
    let next = |number: &i64| number.checked_add(step);
    let numbers = std::iter::successors(Some(start), next).zip(0..count);
    let numbers = numbers.map(|(number, _)| Value::new(call.span, Data::Integer(number)));
    call.made_array(numbers.collect())
}

pub(super) fn chunk_list(call: &Call<'_>) -> Result<Value, Wrong> {
    let items = call.items(0)?;
    let Some(size) = usize::try_from(call.integer(1)?)
        .ok()
        .filter(|&size| size > 0)
    else {
        return Err(call.wrong("takes a size over 0"));
    };
    let chunks = items.chunks(size);
    call.made_array(
        chunks
            .map(|chunk| Value::array(call.span, chunk.to_vec()))
            .collect(),
    )
}

/// The place of the first element that is the same.
pub(super) fn index(call: &Call<'_>) -> Result<Value, Wrong> {
    let (items, wanted) = (call.items(0)?, call.argument(1)?);
    call.spend(items.len() as u64)?;
    match items.iter().position(|item| is_same(item, wanted)) {
        Some(at) => call.made_integer(i64::try_from(at).ok()),
        None => Err(call.wrong("finds no such element")),
    }
}

pub(super) fn all_true(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_bool(call.items(0)?.iter().all(is_true))
}

pub(super) fn any_true(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_bool(call.items(0)?.iter().any(is_true))
}

fn is_true(value: &Value) -> bool {
    matches!(value.data, Data::Boolean(true)) || value.as_text() == Some("true")
}
