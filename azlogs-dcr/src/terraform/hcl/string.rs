//! Text with interpolations and directives.

use std::rc::Rc;

use hcl_edit::template::{Directive, Element, ForDirective, IfDirective, Strip, Template};

use super::evaluate::Module;
use super::for_expr::pairs;
use super::parse::span;
use super::scope::Env;
use crate::evaluation::{Outcome, known};
use crate::template::functions::text_of;
use crate::value::{Data, Span, Value};
use crate::why::{Why, Wrong};

impl Module<'_> {
    pub(super) fn string(&self, template: &Template, at: Span, env: &Env) -> Outcome {
        // A single interpolation is its value, and no text.
        if let Some(Element::Interpolation(only)) = template.as_single_element() {
            return self.evaluate(&only.expr, env);
        }
        let mut text = String::new();
        self.write(template, &mut text, at, env)?;
        Ok(self.budget.made(Value::text(at, text))?)
    }

    fn write(
        &self,
        template: &Template,
        out: &mut String,
        at: Span,
        env: &Env,
    ) -> Result<(), Rc<Why>> {
        let mut strips = false;
        let mut elements = template.iter().peekable();
        while let Some(element) = elements.next() {
            match element {
                Element::Literal(literal) => {
                    let mut text = literal.value().as_str();
                    if strips {
                        text = text.trim_start();
                    }
                    if elements
                        .peek()
                        .is_some_and(|next| strip(next).strip_start())
                    {
                        text = text.trim_end();
                    }
                    out.push_str(text);
                }
                Element::Interpolation(interpolation) => {
                    let value = known(self.evaluate(&interpolation.expr, env)?)?;
                    let text = match value.data {
                        // As Terraform writes them, and not as Azure Resource Manager does.
                        Data::Boolean(value) => Some(value.to_string()),
                        _ => text_of(&value),
                    };
                    let Some(text) = text else {
                        let message = format!("text can't hold {}", value.kind());
                        return Err(Wrong::new(span(&interpolation.expr), message).into());
                    };
                    out.push_str(&text);
                }
                Element::Directive(directive) => match directive.as_ref() {
                    Directive::If(directive) => self.write_if(directive, out, at, env)?,
                    Directive::For(directive) => self.write_for(directive, out, at, env)?,
                },
            }
            strips = strip(element).strip_end();
            self.budget.spend(1, at)?;
        }
        self.budget.spend(out.len() as u64 / 16, at)?;
        Ok(())
    }

    fn write_if(
        &self,
        directive: &IfDirective,
        out: &mut String,
        at: Span,
        env: &Env,
    ) -> Result<(), Rc<Why>> {
        if self.truth(&directive.if_expr.cond_expr, env)? {
            return self.write(&directive.if_expr.template, out, at, env);
        }
        match &directive.else_expr {
            Some(otherwise) => self.write(&otherwise.template, out, at, env),
            None => Ok(()),
        }
    }

    fn write_for(
        &self,
        directive: &ForDirective,
        out: &mut String,
        at: Span,
        env: &Env,
    ) -> Result<(), Rc<Why>> {
        let intro = &directive.for_expr;
        let collection = self.known(&intro.collection_expr, env)?;
        for (key, value) in pairs(&collection, span(&intro.collection_expr))? {
            let mut env = env.with(intro.value_var.as_str(), value);
            if let Some(name) = &intro.key_var {
                env = env.with(name.as_str(), key);
            }
            self.write(&intro.template, out, at, &env)?;
        }
        Ok(())
    }
}

/// Which white space an element takes away around it.
fn strip(element: &Element) -> Strip {
    match element {
        Element::Interpolation(interpolation) => interpolation.strip,
        Element::Literal(_) | Element::Directive(_) => Strip::None,
    }
}
