//! Text that something else has to fill in before it means anything.

/// What placeholders begin and end with.
const MARKS: [(&str, &str); 2] = [("{{", "}}"), ("${", "}")];

/// Whether the text is an expression or placeholder instead of a value.
///
/// - `[parameters('x')]`: an Azure Resource Manager template's expression; `[[` begins an escaped bracket, which is none.
///   Source: "Syntax and expressions in Azure Resource Manager templates", "Escape characters".
/// - `{{x}}`: a placeholder of Microsoft Sentinel's connector definitions.
/// - `${x}`: an interpolation of Bicep or Terraform.
pub fn is_unresolved(text: &str) -> bool {
    let is_expression = text.starts_with('[') && text.ends_with(']') && !text.starts_with("[[");
    is_expression || has_placeholder(text)
}

/// Whether the text, which is no expression, waits for something else to fill it in.
pub(crate) fn has_placeholder(text: &str) -> bool {
    // Most texts have no brace, and to look for one takes the least.
    let may_hold = text.contains('{');
    may_hold
        && MARKS
            .into_iter()
            .any(|(open, close)| holds(text, open, close))
}

/// The name in a text's first placeholder; `None` where more than a name stands in it.
pub(crate) fn placeholder(text: &str) -> Option<&str> {
    MARKS.into_iter().find_map(|(open, close)| {
        let (_, rest) = text.split_once(open)?;
        named(rest.split_once(close)?.0)
    })
}

/// The text with each placeholder filled for which `value` has one.
pub(crate) fn fill<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '$']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let filled = MARKS.into_iter().find_map(|(open, close)| {
            let (inner, after) = from.strip_prefix(open)?.split_once(close)?;
            Some((value(named(inner)?)?, after))
        });
        let (text, after) = filled.unwrap_or_else(|| from.split_at(1));
        out.push_str(text);
        rest = after;
    }
    out + rest
}

/// What a placeholder is named, by itself or as one of Terraform's variables; `None` where it is more than a name.
fn named(text: &str) -> Option<&str> {
    let text = text.trim();
    let name = text.strip_prefix("var.").unwrap_or(text);
    let is_part = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    (!name.is_empty() && name.chars().all(is_part)).then_some(name)
}

fn holds(text: &str, open: &str, close: &str) -> bool {
    text.split_once(open)
        .is_some_and(|(_, rest)| rest.contains(close))
}

#[cfg(test)]
mod tests {
    use super::is_unresolved;

    #[test]
    fn expressions_and_placeholders_are_unresolved() {
        for text in [
            "[parameters('x')]",
            "[format('Custom-{0}', variables('n')[0])]",
            "{{workspaceResourceId}}",
            "Custom-{{name}}_CL",
            "Custom-${tableName}",
        ] {
            assert!(is_unresolved(text), "{text}");
        }
    }

    #[test]
    fn plain_text_and_escaped_brackets_are_resolved() {
        for text in [
            "",
            "Custom-X",
            "[[literal]",
            "[half",
            "{{half",
            "}} {{",
            "${half",
            "source | extend a = b[0]",
        ] {
            assert!(!is_unresolved(text), "{text}");
        }
    }
}
