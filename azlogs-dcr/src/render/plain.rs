//! Without colour or source: for `compile_error!`, and wherever lines are enough.

use crate::{Diagnostic, Place};

impl Diagnostic {
    /// Several lines: the message with its code, the place, and what to do.
    ///
    /// ```text
    /// stream `Custom-Orders` has no column `Ammount` [AZL0102]
    ///   --> infra/dcr.json:4:7
    ///   = help: did you mean `Amount`?
    /// ```
    pub fn to_plain(&self) -> String {
        let mut out = format!("{} [{}]", self.message, self.code.as_str());
        match &self.place {
            Some(place) => push_line(&mut out, "  --> ", &self.position(place)),
            None if !self.file.is_empty() => push_line(&mut out, "  --> ", &self.file),
            None => {}
        }
        if let Some(related) = &self.related {
            let note = format!("{}: {}", related.value, self.position(&related.place));
            push_line(&mut out, "  = note: ", &note);
        }
        if let Some(refused) = self.refused() {
            push_line(&mut out, "  = note: ", &refused);
        }
        if let Some(help) = &self.help {
            push_line(&mut out, "  = help: ", help);
        }
        out
    }

    /// `file:line:column`, which terminals and editors make a link of.
    fn position(&self, place: &Place) -> String {
        format!("{}:{}:{}", self.file, place.line, place.column)
    }
}

fn push_line(out: &mut String, label: &str, text: &str) {
    for part in ["\n", label, text] {
        out.push_str(part);
    }
}
