//! Functions of objects.

use std::collections::HashMap;
use std::rc::Rc;

use super::Call;
use super::list::distinct;
use crate::value::{Data, Key, Member, Value};
use crate::why::Wrong;

/// `createObject('key', value, …)`.
pub(crate) fn create_object(call: &Call<'_>) -> Result<Value, Wrong> {
    let (pairs, odd) = call.arguments.as_chunks::<2>();
    if !odd.is_empty() {
        return Err(call.wrong("takes keys and values by turns, and the last key has no value"));
    }
    let mut members = Vec::with_capacity(pairs.len());
    for (index, [key, value]) in pairs.iter().enumerate() {
        let (text, why) = match &key.data {
            Data::Text(text) => (Rc::clone(text), None),
            Data::Unresolved(unresolved) => (
                Rc::clone(&unresolved.text),
                Some(Rc::clone(&unresolved.why)),
            ),
            _ => return Err(call.misfit(2 * index, "a string for a key")),
        };
        let key = Key {
            text,
            span: key.span,
            why,
        };
        members.push(Member {
            key,
            value: value.clone(),
        });
    }
    call.made_object(members)
}

/// The members as objects with `key` and `value`, in the order of their keys.
pub(crate) fn items(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut members: Vec<&Member> = call.members(0)?.iter().collect();
    call.spend(members.len() as u64 * 4)?;
    members.sort_by_key(|member| member.key.text.to_lowercase());
    let items = members.into_iter().map(|member| {
        let key = Value::new(member.key.span, Data::Text(Rc::clone(&member.key.text)));
        let named = |name: &str, value: Value| Member {
            key: Key {
                text: name.into(),
                span: member.key.span,
                why: None,
            },
            value,
        };
        let pair = vec![named("key", key), named("value", member.value.clone())];
        Value::object(member.key.span, pair)
    });
    call.made_array(items.collect())
}

pub(crate) fn keys(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut keys: Vec<Value> = call
        .members(0)?
        .iter()
        .map(|member| Value::new(member.key.span, Data::Text(Rc::clone(&member.key.text))))
        .collect();
    call.spend(keys.len() as u64)?;
    keys.sort_by_key(|key| key.as_text().map(str::to_lowercase));
    call.made_array(keys)
}

/// What lies at the keys and indexes, or null where nothing does.
pub(crate) fn try_get(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut value = call.argument(0)?.clone();
    for (index, key) in call.arguments.iter().enumerate().skip(1) {
        call.budget.looked_through(&value, call.span)?;
        let next = match &key.data {
            Data::Text(key) => value.get(key),
            Data::Integer(at) => {
                let at = usize::try_from(*at).ok();
                at.and_then(|at| value.items()?.get(at))
            }
            _ => return Err(call.misfit(index, "keys and indexes")),
        };
        match next {
            Some(next) => value = next.clone(),
            None => return call.made(Data::Null),
        }
    }
    Ok(value)
}

/// Each of the elements of all arrays once, or the members of all objects, where the last one counts.
pub(crate) fn union(call: &Call<'_>) -> Result<Value, Wrong> {
    if call.argument(0)?.items().is_some() {
        let mut all = Vec::new();
        for index in 0..call.arguments.len() {
            let items = call.items(index)?;
            call.spend(items.len() as u64)?;
            all.extend_from_slice(items);
        }
        return call.made_array(distinct(call, &all)?);
    }
    let mut merged = Vec::new();
    for index in 0..call.arguments.len() {
        merged = merge(call, merged, call.members(index)?, true)?;
    }
    call.made_object(merged)
}

/// The members of all objects of an array, without looking into them.
pub(crate) fn shallow_merge(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut merged = Vec::new();
    for item in call.items(0)? {
        let Some(members) = item.members() else {
            return Err(call.wrong(format!(
                "takes an array of objects, and not of {}",
                item.kind()
            )));
        };
        merged = merge(call, merged, members, false)?;
    }
    call.made_object(merged)
}

fn merge(
    call: &Call<'_>,
    mut merged: Vec<Member>,
    more: &[Member],
    deep: bool,
) -> Result<Vec<Member>, Wrong> {
    call.spend((merged.len() + more.len()) as u64)?;
    let folded = |member: &Member| member.key.text.to_lowercase();
    let mut places: HashMap<String, usize> = merged.iter().map(folded).zip(0..).collect();
    for member in more {
        let Some(&at) = places.get(&folded(member)) else {
            places.insert(folded(member), merged.len());
            merged.push(member.clone());
            continue;
        };
        let old = &mut merged[at];
        old.value = match (old.value.members(), member.value.members()) {
            (Some(left), Some(right)) if deep => {
                call.made_object(merge(call, left.to_vec(), right, deep)?)?
            }
            _ => member.value.clone(),
        };
    }
    Ok(merged)
}
