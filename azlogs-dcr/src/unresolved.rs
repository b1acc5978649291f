//! Text that something else has to fill in before it means anything.

/// Whether the text is an expression or placeholder instead of a value.
///
/// - `[parameters('x')]`: an Azure Resource Manager template's expression; `[[` begins an escaped bracket, which is none.
///   Source: "Syntax and expressions in Azure Resource Manager templates", "Escape characters".
/// - `{{x}}`: a placeholder of Microsoft Sentinel's connector definitions.
/// - `${x}`: an interpolation of Bicep or Terraform.
pub fn is_unresolved(text: &str) -> bool {
    let is_expression = text.starts_with('[') && text.ends_with(']') && !text.starts_with("[[");
    is_expression || holds(text, "{{", "}}") || holds(text, "${", "}")
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
