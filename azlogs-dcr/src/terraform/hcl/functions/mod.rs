//! Terraform's functions, as far as they are used for names, columns and flows.
//!
//! Source: "Built-in Functions" in Terraform's documentation.

mod collection;
mod format;
mod sets;
mod single;
mod text;

pub(super) use sets::set_of;

use std::ops::RangeInclusive;
use std::rc::Rc;

use hcl_edit::expr::{Expression, FuncCall};

use super::evaluate::Module;
use super::scope::Env;
use crate::evaluation::{Outcome, known};
use crate::template::functions::{self as shared, Call};
use crate::value::{Data, Span, Value};
use crate::why::{Why, Wrong};
use crate::{Quoted, nearest};

const MANY: usize = usize::MAX;

struct Function {
    name: &'static str,
    count: RangeInclusive<usize>,
    /// Whether the arguments need to be known in all their parts.
    whole: bool,
    run: Run,
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

static FUNCTIONS: [Function; 56] = [
    moving("chunklist", 2..=2, collection::chunk_list),
    moving("coalescelist", 1..=MANY, collection::coalesce_list),
    moving("concat", 0..=MANY, collection::concat),
    moving("element", 2..=2, collection::element),
    moving("flatten", 1..=1, collection::flatten),
    moving("keys", 1..=1, shared::object::keys),
    moving("length", 1..=1, shared::list::length),
    moving("lookup", 2..=3, collection::lookup),
    moving("merge", 0..=MANY, collection::merge),
    moving("nonsensitive", 1..=1, single::same),
    moving("one", 1..=1, collection::one),
    moving("reverse", 1..=1, collection::reverse),
    moving("sensitive", 1..=1, single::same),
    moving("slice", 3..=3, collection::slice),
    moving("tolist", 1..=1, single::same),
    moving("tomap", 1..=1, single::same),
    moving("values", 1..=1, collection::values),
    moving("zipmap", 2..=2, collection::zipmap),
    whole("abs", 1..=1, single::abs),
    whole("alltrue", 1..=1, collection::all_true),
    whole("anytrue", 1..=1, collection::any_true),
    whole("chomp", 1..=1, text::chomp),
    whole("compact", 1..=1, collection::compact),
    whole("contains", 2..=2, shared::list::contains),
    whole("distinct", 1..=1, collection::distinct),
    whole("endswith", 2..=2, text::ends_with),
    whole("format", 1..=MANY, format::format),
    whole("formatlist", 1..=MANY, format::format_list),
    whole("index", 2..=2, collection::index),
    whole("join", 2..=2, text::join),
    whole("jsondecode", 1..=1, shared::text::json),
    whole("jsonencode", 1..=1, single::json_encode),
    whole("lower", 1..=1, shared::text::to_lower),
    whole("max", 1..=MANY, shared::number::max),
    whole("min", 1..=MANY, shared::number::min),
    whole("range", 1..=3, collection::range),
    whole("replace", 3..=3, text::replace),
    whole("setintersection", 1..=MANY, sets::intersection),
    whole("setproduct", 2..=MANY, sets::product),
    whole("setsubtract", 2..=2, sets::subtract),
    whole("setunion", 1..=MANY, sets::union),
    whole("sort", 1..=1, collection::sort),
    whole("split", 2..=2, text::split),
    whole("startswith", 2..=2, text::starts_with),
    whole("strcontains", 2..=2, text::str_contains),
    whole("substr", 3..=3, text::substr),
    whole("title", 1..=1, text::title),
    whole("tobool", 1..=1, single::to_bool),
    whole("tonumber", 1..=1, single::to_number),
    whole("toset", 1..=1, sets::to_set),
    whole("tostring", 1..=1, single::to_string),
    whole("trim", 2..=2, text::trim),
    whole("trimprefix", 2..=2, text::trim_prefix),
    whole("trimspace", 1..=1, shared::text::trim),
    whole("trimsuffix", 2..=2, text::trim_suffix),
    whole("upper", 1..=1, text::upper),
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
