//! A call of a function, and its arguments as the function wants them.

use std::ops::RangeInclusive;
use std::rc::Rc;

use crate::budget::Budget;
use crate::value::{Data, Member, Span, Value};
use crate::why::Wrong;

pub(crate) struct Call<'a> {
    pub(crate) name: &'static str,
    pub(crate) arguments: Vec<Value>,
    pub(crate) span: Span,
    pub(crate) budget: &'a Budget,
}

impl Call<'_> {
    /// Whether there are as many arguments as the function takes.
    pub(crate) fn check_count(&self, count: &RangeInclusive<usize>) -> Result<(), Wrong> {
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
    pub(crate) fn wrong(&self, message: impl AsRef<str>) -> Wrong {
        let message = format!("`{}` {}", self.name, message.as_ref());
        Wrong::new(self.span, message)
    }

    /// The argument isn't what the function takes.
    pub(crate) fn misfit(&self, index: usize, wanted: &str) -> Wrong {
        let kind = self.arguments.get(index).map_or("nothing", Value::kind);
        self.wrong(format!("takes {wanted}, and not {kind}"))
    }

    pub(crate) fn argument(&self, index: usize) -> Result<&Value, Wrong> {
        self.arguments
            .get(index)
            .ok_or_else(|| self.wrong("lacks an argument"))
    }

    pub(crate) fn text(&self, index: usize) -> Result<&str, Wrong> {
        let text = self.argument(index)?.as_text();
        text.ok_or_else(|| self.misfit(index, "a string"))
    }

    pub(crate) fn integer(&self, index: usize) -> Result<i64, Wrong> {
        match self.argument(index)?.data {
            Data::Integer(integer) => Ok(integer),
            _ => Err(self.misfit(index, "an integer")),
        }
    }

    pub(crate) fn items(&self, index: usize) -> Result<&[Value], Wrong> {
        let items = self.argument(index)?.items();
        items.ok_or_else(|| self.misfit(index, "an array"))
    }

    pub(crate) fn members(&self, index: usize) -> Result<&[Member], Wrong> {
        let members = self.argument(index)?.members();
        members.ok_or_else(|| self.misfit(index, "an object"))
    }

    pub(crate) fn made(&self, data: Data) -> Result<Value, Wrong> {
        self.budget.made(Value::new(self.span, data))
    }

    pub(crate) fn made_text(&self, text: impl Into<Rc<str>>) -> Result<Value, Wrong> {
        self.made(Data::Text(text.into()))
    }

    pub(crate) fn made_bool(&self, value: bool) -> Result<Value, Wrong> {
        self.made(Data::Boolean(value))
    }

    pub(crate) fn made_integer(&self, value: Option<i64>) -> Result<Value, Wrong> {
        match value {
            Some(value) => self.made(Data::Integer(value)),
            None => Err(self.wrong("comes to more than a 64-bit integer holds")),
        }
    }

    pub(crate) fn made_array(&self, items: Vec<Value>) -> Result<Value, Wrong> {
        self.budget.made(Value::array(self.span, items))
    }

    pub(crate) fn made_object(&self, members: Vec<Member>) -> Result<Value, Wrong> {
        self.budget.made(Value::object(self.span, members))
    }

    /// Takes work before it is done.
    pub(crate) fn spend(&self, work: u64) -> Result<(), Wrong> {
        self.budget.spend(work, self.span)
    }
}
