//! Functions of lists, sets and maps.

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

pub(super) fn set_union(call: &Call<'_>) -> Result<Value, Wrong> {
    let all = concat(call)?;
    call.made_array(sorted(list::distinct(
        call,
        all.items().unwrap_or_default(),
    )?))
}

pub(super) fn to_set(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_array(sorted(list::distinct(call, call.items(0)?)?))
}

pub(super) fn sort(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_array(sorted(call.items(0)?.to_vec()))
}

/// Text in its order; what isn't text stays as it is.
fn sorted(mut items: Vec<Value>) -> Vec<Value> {
    items.sort_by(|left, right| left.as_text().cmp(&right.as_text()));
    items
}

pub(super) fn range(call: &Call<'_>) -> Result<Value, Wrong> {
    let (start, end) = match call.arguments.len() {
        1 => (0, call.integer(0)?),
        _ => (call.integer(0)?, call.integer(1)?),
    };
    if !(0..=1024).contains(&end.saturating_sub(start)) {
        return Err(call.wrong("makes up to 1024 numbers"));
    }
    let numbers = (start..end).map(|number| Value::new(call.span, Data::Integer(number)));
    call.made_array(numbers.collect())
}
