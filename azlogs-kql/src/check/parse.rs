//! `parse`: which columns a pattern captures.

use std::collections::HashSet;
use std::sync::Arc;

use super::Checker;
use super::scope::ScopeColumn;
use super::typed::{self, Step};
use crate::problem::{Kind, Problem};
use crate::shape::Shape;
use crate::syntax::ast::{self, ParseKind, ParsePart};
use crate::types::ScalarType;

/// How many columns one `parse` can have.
///
/// Source: "Supported KQL features in Azure Monitor transformations", Parse operator.
const MAX_PARSED: usize = 10;

impl Checker<'_> {
    pub(super) fn parse(&mut self, parse: &ast::Parse) -> Option<Vec<Step>> {
        let outer = std::mem::take(&mut self.reads);
        let subject = self.scalar(&parse.subject);
        let reads = std::mem::replace(&mut self.reads, outer);
        let mut pattern = Vec::new();
        let mut captured: HashSet<&str> = HashSet::new();
        for part in &parse.pattern {
            pattern.push(match part {
                ParsePart::Star(_) => typed::ParsePart::Star,
                ParsePart::Text(text, span) => typed::ParsePart::Text(text.clone(), *span),
                ParsePart::Column { name, r#type } => {
                    if !captured.insert(&name.text) {
                        self.declared_twice(&name.text, name.span);
                    }
                    if captured.len() == MAX_PARSED + 1 {
                        let message =
                            format!("a `parse` of a transformation can have {MAX_PARSED} columns");
                        self.error_with(
                            Kind::Refused,
                            name.span,
                            message,
                            "Split it into several.",
                        );
                    }
                    let r#type = r#type.unwrap_or(ScalarType::String);
                    let column = ScopeColumn {
                        name: name.text.clone(),
                        r#type: Some(r#type),
                        shape: Shape::Any,
                        reads: reads.clone(),
                        copy_of: None,
                    };
                    typed::ParsePart::Column {
                        column: self.set_column(column)?,
                        r#type,
                    }
                }
            });
        }
        let flags = parse.flags.as_ref();
        self.check_flags(parse.kind, flags);
        let parse = typed::Parse {
            kind: parse.kind,
            flags: flags.map(|flags| flags.text.clone()).unwrap_or_default(),
            subject: subject?.expression,
            pattern,
            width: self.row.as_ref()?.width(),
        };
        Some(vec![Step::Parse(Arc::new(parse))])
    }

    /// A column of the row, in the place of the one that has its name, or behind the others.
    fn set_column(&mut self, column: ScopeColumn) -> Option<usize> {
        let row = self.row.as_mut()?;
        match row.find(&column.name) {
            Some(place) => {
                row.replace(place, column);
                Some(place)
            }
            None => Some(row.push(column)),
        }
    }

    fn check_flags(&mut self, kind: ParseKind, flags: Option<&ast::Name>) {
        let Some(flags) = flags else { return };
        if kind != ParseKind::Regex {
            let message = "flags count only with `kind=regex`";
            self.problems
                .push(Problem::warning(Kind::Value, flags.span, message));
        }
        if let Some(flag) = flags.text.chars().find(|flag| !"Uimsx".contains(*flag)) {
            let help =
                "Flags are U (ungreedy), i (any case), m (lines), s (`.` takes line ends too).";
            self.error_with(
                Kind::Value,
                flags.span,
                format!("`{flag}` is no flag"),
                help,
            );
        }
    }
}
