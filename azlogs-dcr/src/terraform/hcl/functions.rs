//! Terraform's functions, as far as they are used for names, columns and flows.
//!
//! Source: "Built-in Functions" in Terraform's documentation.

use std::ops::RangeInclusive;
use std::rc::Rc;

use hcl_edit::expr::{Expression, FuncCall};

use super::evaluate::Module;
use super::scope::Env;
use crate::evaluation::{Outcome, known};
use crate::template::functions::{Call, list, number, object, text, text_of};
use crate::value::{Data, Key, Member, Span, Value};
use crate::why::{Why, Wrong};
use crate::{Quoted, nearest};

const MANY: usize = usize::MAX;

struct Function {
    name: &'static str,
    count: RangeInclusive<usize>,
    /// Whether the arguments need to be known in all their parts.
    whole: bool,
    run: fn(&Call<'_>) -> Result<Value, Wrong>,
}

type Run = fn(&Call<'_>) -> Result<Value, Wrong>;

const fn whole(name: &'static str, count: RangeInclusive<usize>, run: Run) -> Function {
    Function {
        name,
        count,
        whole: true,
        run,
    }
}

const fn moving(name: &'static str, count: RangeInclusive<usize>, run: Run) -> Function {
    Function {
        whole: false,
        ..whole(name, count, run)
    }
}

static FUNCTIONS: [Function; 44] = [
    moving("coalescelist", 1..=MANY, coalesce_list),
    moving("concat", 0..=MANY, concat),
    moving("element", 2..=2, element),
    moving("flatten", 1..=1, flatten),
    moving("keys", 1..=1, object::keys),
    moving("length", 1..=1, list::length),
    moving("lookup", 2..=3, lookup),
    moving("merge", 0..=MANY, merge),
    moving("nonsensitive", 1..=1, same),
    moving("one", 1..=1, one),
    moving("reverse", 1..=1, reverse),
    moving("sensitive", 1..=1, same),
    moving("slice", 3..=3, slice),
    moving("tolist", 1..=1, same),
    moving("tomap", 1..=1, same),
    moving("values", 1..=1, values),
    moving("zipmap", 2..=2, zipmap),
    whole("abs", 1..=1, abs),
    whole("compact", 1..=1, compact),
    whole("contains", 2..=2, list::contains),
    whole("distinct", 1..=1, distinct),
    whole("endswith", 2..=2, ends_with),
    whole("format", 1..=MANY, format),
    whole("join", 2..=2, join),
    whole("jsondecode", 1..=1, text::json),
    whole("jsonencode", 1..=1, json_encode),
    whole("lower", 1..=1, text::to_lower),
    whole("max", 1..=MANY, number::max),
    whole("min", 1..=MANY, number::min),
    whole("range", 1..=2, range),
    whole("replace", 3..=3, replace),
    whole("setunion", 1..=MANY, set_union),
    whole("sort", 1..=1, sort),
    whole("split", 2..=2, split),
    whole("startswith", 2..=2, starts_with),
    whole("strcontains", 2..=2, str_contains),
    whole("substr", 3..=3, substr),
    whole("title", 1..=1, title),
    whole("toset", 1..=1, to_set),
    whole("tostring", 1..=1, to_string),
    whole("trimprefix", 2..=2, trim_prefix),
    whole("trimspace", 1..=1, text::trim),
    whole("trimsuffix", 2..=2, trim_suffix),
    whole("upper", 1..=1, text::to_upper),
];

impl Module<'_> {
    pub(super) fn call(&self, call: &FuncCall, at: Span, env: &Env) -> Outcome {
        let name = call.name.name.as_str();
        let arguments: Vec<&Expression> = call.args.iter().collect();
        match name {
            "try" => return self.first_good(&arguments, at, env),
            "can" => {
                let good = arguments
                    .iter()
                    .all(|argument| self.known(argument, env).is_ok());
                return Ok(Value::new(at, Data::Boolean(good)));
            }
            "coalesce" => return self.first_given(&arguments, at, env),
            _ => {}
        }
        let found = FUNCTIONS.iter().find(|function| function.name == name);
        let Some(function) = found.filter(|_| call.name.namespace.is_empty()) else {
            return Err(unknown(name, at));
        };
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let value = self.known(argument, env)?;
            if let Some(why) = value.why().filter(|_| function.whole) {
                return Err(Rc::clone(why));
            }
            values.push(value);
        }
        if call.args.expand_final()
            && let Some(last) = values.pop()
        {
            let Some(items) = last.items() else {
                let message = format!("`...` expands a list, and not {}", last.kind());
                return Err(Wrong::new(at, message).into());
            };
            self.budget.spend(items.len() as u64, at)?;
            values.extend_from_slice(items);
        }
        let call = Call {
            name: function.name,
            arguments: values,
            span: at,
            budget: &self.budget,
        };
        call.check_count(&function.count)?;
        Ok((function.run)(&call)?)
    }

    /// The first that can be evaluated. What only Terraform knows decides nothing.
    fn first_good(&self, arguments: &[&Expression], at: Span, env: &Env) -> Outcome {
        for argument in arguments {
            match self.known(argument, env) {
                Err(why) if matches!(*why, Why::Wrong(_)) => {}
                outcome => return outcome,
            }
        }
        Err(Wrong::new(at, "none of the values of `try` can be evaluated").into())
    }

    /// The first that is neither null nor empty.
    fn first_given(&self, arguments: &[&Expression], at: Span, env: &Env) -> Outcome {
        for argument in arguments {
            let value = known(self.evaluate(argument, env)?)?;
            if !matches!(value.data, Data::Null) && value.as_text() != Some("") {
                return Ok(value);
            }
        }
        Err(Wrong::new(at, "all of the values of `coalesce` are null").into())
    }
}

fn unknown(name: &str, at: Span) -> Rc<Why> {
    let names = FUNCTIONS.iter().map(|function| function.name);
    let message = format!("the function {} isn't evaluated here", Quoted(name));
    let help = nearest(name, names).map(|near| format!("did you mean {}?", Quoted(near)));
    let otherwise = "write its result in its place, or give what `terraform show -json` prints";
    let help = help.unwrap_or_else(|| otherwise.to_owned());
    Wrong::new(at, message).help(Some(help)).into()
}

fn same(call: &Call<'_>) -> Result<Value, Wrong> {
    Ok(call.argument(0)?.clone())
}

fn concat(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut all = Vec::new();
    for index in 0..call.arguments.len() {
        let items = call.items(index)?;
        call.spend(items.len() as u64)?;
        all.extend_from_slice(items);
    }
    call.made_array(all)
}

fn coalesce_list(call: &Call<'_>) -> Result<Value, Wrong> {
    for index in 0..call.arguments.len() {
        if !call.items(index)?.is_empty() {
            return Ok(call.argument(index)?.clone());
        }
    }
    Err(call.wrong("is given empty lists only"))
}

fn element(call: &Call<'_>) -> Result<Value, Wrong> {
    let items = call.items(0)?;
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let index = call.integer(1)?.checked_rem_euclid(length);
    match index.and_then(|index| items.get(usize::try_from(index).ok()?)) {
        Some(item) => Ok(item.clone()),
        None => Err(call.wrong("takes a list that isn't empty")),
    }
}

/// Lists in lists as one list, however deep they are.
fn flatten(call: &Call<'_>) -> Result<Value, Wrong> {
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

fn lookup(call: &Call<'_>) -> Result<Value, Wrong> {
    call.members(0)?;
    let (map, key) = (call.argument(0)?, call.text(1)?);
    call.budget.looked_through(map, call.span)?;
    match map.get(key).or_else(|| call.arguments.get(2)) {
        Some(value) => Ok(value.clone()),
        None => Err(call.wrong(format!("finds nothing at {}", Quoted(key)))),
    }
}

fn merge(call: &Call<'_>) -> Result<Value, Wrong> {
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

fn one(call: &Call<'_>) -> Result<Value, Wrong> {
    match call.items(0)? {
        [] => call.made(Data::Null),
        [only] => Ok(only.clone()),
        _ => Err(call.wrong("takes a list of up to one element")),
    }
}

fn reverse(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_array(call.items(0)?.iter().rev().cloned().collect())
}

fn slice(call: &Call<'_>) -> Result<Value, Wrong> {
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
fn values(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut members: Vec<&Member> = call.members(0)?.iter().collect();
    members.sort_by(|left, right| left.key.text.cmp(&right.key.text));
    let values = members.into_iter().map(|member| member.value.clone());
    call.made_array(values.collect())
}

fn zipmap(call: &Call<'_>) -> Result<Value, Wrong> {
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

fn abs(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_integer(call.integer(0)?.checked_abs())
}

fn compact(call: &Call<'_>) -> Result<Value, Wrong> {
    let kept = call.items(0)?.iter().filter(|item| {
        let is_empty = item.as_text() == Some("") || matches!(item.data, Data::Null);
        !is_empty
    });
    call.made_array(kept.cloned().collect())
}

fn distinct(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_array(list::distinct(call, call.items(0)?)?)
}

fn set_union(call: &Call<'_>) -> Result<Value, Wrong> {
    let all = concat(call)?;
    call.made_array(sorted(list::distinct(
        call,
        all.items().unwrap_or_default(),
    )?))
}

fn to_set(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_array(sorted(list::distinct(call, call.items(0)?)?))
}

fn sort(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_array(sorted(call.items(0)?.to_vec()))
}

/// Text in its order; what isn't text stays as it is.
fn sorted(mut items: Vec<Value>) -> Vec<Value> {
    items.sort_by(|left, right| left.as_text().cmp(&right.as_text()));
    items
}

fn starts_with(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_bool(call.text(0)?.starts_with(call.text(1)?))
}

fn ends_with(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_bool(call.text(0)?.ends_with(call.text(1)?))
}

fn str_contains(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_bool(call.text(0)?.contains(call.text(1)?))
}

fn trim_prefix(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    call.made_text(text.strip_prefix(call.text(1)?).unwrap_or(text))
}

fn trim_suffix(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    call.made_text(text.strip_suffix(call.text(1)?).unwrap_or(text))
}

fn json_encode(call: &Call<'_>) -> Result<Value, Wrong> {
    call.made_text(call.json(call.argument(0)?)?)
}

fn range(call: &Call<'_>) -> Result<Value, Wrong> {
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

/// A part of a text by another; a pattern between slashes isn't looked for.
fn replace(call: &Call<'_>) -> Result<Value, Wrong> {
    let pattern = call.text(1)?;
    if pattern.len() > 1 && pattern.starts_with('/') && pattern.ends_with('/') {
        return Err(call.wrong("with a regular expression isn't evaluated here"));
    }
    text::replace(call)
}

fn split(call: &Call<'_>) -> Result<Value, Wrong> {
    turned(call, text::split)
}

fn join(call: &Call<'_>) -> Result<Value, Wrong> {
    turned(call, text::join)
}

/// With the two arguments in the other order.
fn turned(call: &Call<'_>, run: Run) -> Result<Value, Wrong> {
    let mut arguments = call.arguments.clone();
    arguments.reverse();
    run(&Call {
        name: call.name,
        arguments,
        span: call.span,
        budget: call.budget,
    })
}

/// As much as there is; all to the end where the length is negative.
fn substr(call: &Call<'_>) -> Result<Value, Wrong> {
    let text = call.text(0)?;
    call.spend(text.len() as u64)?;
    let Ok(start) = usize::try_from(call.integer(1)?) else {
        return Err(call.wrong("with a negative offset isn't evaluated here"));
    };
    let length = usize::try_from(call.integer(2)?).unwrap_or(usize::MAX);
    let part: String = text.chars().skip(start).take(length).collect();
    call.made_text(part)
}

fn title(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut begins = true;
    let mut out = String::new();
    for c in call.text(0)?.chars() {
        if begins {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        begins = !c.is_alphanumeric();
    }
    call.made_text(out)
}

fn to_string(call: &Call<'_>) -> Result<Value, Wrong> {
    match &call.argument(0)?.data {
        Data::Boolean(value) => call.made_text(value.to_string()),
        _ => match text_of(call.argument(0)?) {
            Some(text) => call.made_text(text),
            None => Err(call.misfit(0, "a string, a number or a boolean")),
        },
    }
}

/// With `%s`, `%d`, `%v`, `%q` and `%%`.
fn format(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut rest = call.text(0)?;
    let mut values = call.arguments.iter().skip(1);
    let mut out = String::new();
    while let Some((before, verb)) = rest.split_once('%') {
        out.push_str(before);
        let zeros = verb.len() - verb.trim_start_matches('0').len();
        let digits = verb[zeros..].len()
            - verb[zeros..]
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        let width: usize = verb[zeros..zeros + digits].parse().unwrap_or_default();
        let verb = &verb[zeros + digits..];
        let Some(kind) = verb.chars().next() else {
            return Err(call.wrong("is given a format that ends in `%`"));
        };
        rest = &verb[kind.len_utf8()..];
        let text = match kind {
            '%' => "%".to_owned(),
            's' | 'd' | 'v' | 'q' => {
                let Some(value) = values.next() else {
                    return Err(call.wrong("is given fewer values than its format has"));
                };
                let text = match &value.data {
                    Data::Boolean(value) => value.to_string(),
                    _ => call.written(value)?,
                };
                if kind == 'q' {
                    format!("\"{text}\"")
                } else {
                    text
                }
            }
            other => {
                let message = format!("with {} isn't evaluated here", Quoted(&format!("%{other}")));
                return Err(call.wrong(message));
            }
        };
        let missing = width.min(1000).saturating_sub(text.chars().count());
        out.extend(std::iter::repeat_n(
            if zeros > 0 { '0' } else { ' ' },
            missing,
        ));
        call.spend((text.len() + missing) as u64)?;
        out.push_str(&text);
    }
    out.push_str(rest);
    call.made_text(out)
}
