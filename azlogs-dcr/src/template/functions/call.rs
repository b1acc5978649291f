//! A call of a function, and its arguments as the function wants them.

use std::ops::RangeInclusive;
use std::rc::Rc;

use super::super::budget::Budget;
use crate::value::{Data, Member, Span, Value};
use crate::why::Wrong;

pub(in super::super) struct Call<'a> {
    pub(in super::super) name: &'static str,
    pub(in super::super) arguments: Vec<Value>,
    pub(in super::super) span: Span,
    pub(in super::super) budget: &'a Budget,
}

impl Call<'_> {
    /// Whether there are as many arguments as the function takes.
    pub(in super::super) fn check_count(&self, count: &RangeInclusive<usize>) -> Result<(), Wrong> {
        let given = self.arguments.len();
        if count.contains(&given) {
            return Ok(());
        }
        let wanted = match (*count.start(), *count.end()) {
            (least, usize::MAX) => format!("at least {least}"),
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least} to {most}"),
        };
        Err(self.wrong(format!("takes {wanted} arguments, and is given {given}")))
    }

    /// A mistake in the call; the message follows the function's name.
    pub(super) fn wrong(&self, message: impl AsRef<str>) -> Wrong {
        let message = format!("`{}` {}", self.name, message.as_ref());
        Wrong::new(self.span, message)
    }

    /// The argument isn't what the function takes.
    pub(super) fn misfit(&self, index: usize, wanted: &str) -> Wrong {
        let kind = self.arguments.get(index).map_or("nothing", Value::kind);
        self.wrong(format!("takes {wanted}, and not {kind}"))
    }

    pub(super) fn argument(&self, index: usize) -> Result<&Value, Wrong> {
        self.arguments
            .get(index)
            .ok_or_else(|| self.wrong("lacks an argument"))
    }

    pub(super) fn text(&self, index: usize) -> Result<&str, Wrong> {
        let text = self.argument(index)?.as_text();
        text.ok_or_else(|| self.misfit(index, "a string"))
    }

    pub(super) fn integer(&self, index: usize) -> Result<i64, Wrong> {
        match self.argument(index)?.data {
            Data::Integer(integer) => Ok(integer),
            _ => Err(self.misfit(index, "an integer")),
        }
    }

    pub(super) fn items(&self, index: usize) -> Result<&[Value], Wrong> {
        let items = self.argument(index)?.items();
        items.ok_or_else(|| self.misfit(index, "an array"))
    }

    pub(super) fn members(&self, index: usize) -> Result<&[Member], Wrong> {
        let members = self.argument(index)?.members();
        members.ok_or_else(|| self.misfit(index, "an object"))
    }

    pub(super) fn made(&self, data: Data) -> Result<Value, Wrong> {
        self.budget.made(Value::new(self.span, data))
    }

    pub(super) fn made_text(&self, text: impl Into<Rc<str>>) -> Result<Value, Wrong> {
        self.made(Data::Text(text.into()))
    }

    pub(super) fn made_bool(&self, value: bool) -> Result<Value, Wrong> {
        self.made(Data::Boolean(value))
    }

    pub(super) fn made_integer(&self, value: Option<i64>) -> Result<Value, Wrong> {
        match value {
            Some(value) => self.made(Data::Integer(value)),
            None => Err(self.wrong("comes to more than a 64-bit integer holds")),
        }
    }

    pub(super) fn made_array(&self, items: Vec<Value>) -> Result<Value, Wrong> {
        self.budget.made(Value::array(self.span, items))
    }

    pub(super) fn made_object(&self, members: Vec<Member>) -> Result<Value, Wrong> {
        self.budget.made(Value::object(self.span, members))
    }

    /// Takes work before it is done.
    pub(super) fn spend(&self, work: u64) -> Result<(), Wrong> {
        self.budget.spend(work, self.span)
    }
}
