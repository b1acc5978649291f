//! Sets: lists in which nothing is twice, and text is in its order.

use super::super::operation::is_same;
use super::collection::{concat, sorted};
use crate::budget::Budget;
use crate::template::functions::{Call, list};
use crate::value::{Span, Value};
use crate::why::Wrong;

/// The most combinations that are made.
const PRODUCT: usize = 10_000;

/// The set of these elements.
pub(in super::super) fn set_of(
    budget: &Budget,
    span: Span,
    items: &[Value],
) -> Result<Value, Wrong> {
    let call = Call {
        name: "toset",
        arguments: Vec::new(),
        span,
        budget,
    };
    made(&call, items)
}

fn made(call: &Call<'_>, items: &[Value]) -> Result<Value, Wrong> {
    call.made_array(sorted(list::distinct(call, items)?))
}

pub(super) fn to_set(call: &Call<'_>) -> Result<Value, Wrong> {
    made(call, call.items(0)?)
}

pub(super) fn union(call: &Call<'_>) -> Result<Value, Wrong> {
    made(call, concat(call)?.items().unwrap_or_default())
}

pub(super) fn intersection(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut kept = call.items(0)?.to_vec();
    for index in 1..call.arguments.len() {
        let others = call.items(index)?;
        kept = only(call, &kept, others, true)?;
    }
    made(call, &kept)
}

pub(super) fn subtract(call: &Call<'_>) -> Result<Value, Wrong> {
    made(call, &only(call, call.items(0)?, call.items(1)?, false)?)
}

/// The elements that are among others, or aren't.
fn only(
    call: &Call<'_>,
    items: &[Value],
    others: &[Value],
    are_among: bool,
) -> Result<Vec<Value>, Wrong> {
    call.spend(items.len() as u64 * (1 + others.len() as u64 / 8))?;
    let is_among = |item: &&Value| others.iter().any(|other| is_same(item, other)) == are_among;
    Ok(items.iter().filter(is_among).cloned().collect())
}

/// Each combination of elements, the last list's changing first.
pub(super) fn product(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut combinations = vec![Vec::new()];
    for index in 0..call.arguments.len() {
        let items = call.items(index)?;
        if combinations.len().saturating_mul(items.len()) > PRODUCT {
            return Err(call.wrong(format!("makes up to {PRODUCT} combinations")));
        }
        let longer = combinations.iter().flat_map(|before: &Vec<Value>| {
            let with = |item: &Value| [before.as_slice(), std::slice::from_ref(item)].concat();
            items.iter().map(with)
        });
        combinations = longer.collect();
        call.spend(combinations.len() as u64 * (1 + index as u64))?;
    }
    let all = combinations.into_iter();
    call.made_array(all.map(|items| Value::array(call.span, items)).collect())
}
