//! A document's content, before it is written in one of the languages.

/// A value. Objects keep the order in which they were made, so that the same input gives the same text.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    /// Text that means nothing to the language.
    Text(String),
    /// A number.
    Number(u32),
    /// An expression in the language that is written, such as `parameters('ruleName')`.
    Expression(String),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(Vec<(String, Self)>),
}

impl Tree {
    /// Text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An expression.
    pub(super) fn expression(expression: impl Into<String>) -> Self {
        Self::Expression(expression.into())
    }

    /// A list of texts.
    pub(super) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// An object of these members; those without a value are left out.
    pub(super) fn object<K: Into<String>>(
        members: impl IntoIterator<Item = (K, Option<Self>)>,
    ) -> Self {
        let members = members.into_iter();
        Self::Object(
            members
                .filter_map(|(key, value)| Some((key.into(), value?)))
                .collect(),
        )
    }

    /// Whether the value has no parts, so that it fits on a line with others.
    pub(super) const fn is_scalar(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Number(_) | Self::Expression(_))
    }

    /// The parts, with the keys that those of an object have.
    pub(super) fn parts(&self) -> Vec<(Option<&str>, &Self)> {
        match self {
            Self::List(items) => items.iter().map(|item| (None, item)).collect(),
            Self::Object(members) => members
                .iter()
                .map(|(key, value)| (Some(key.as_str()), value))
                .collect(),
            Self::Text(_) | Self::Number(_) | Self::Expression(_) => Vec::new(),
        }
    }

    /// The brackets around the parts.
    pub(super) const fn brackets(&self) -> (char, char) {
        match self {
            Self::List(_) => ('[', ']'),
            _ => ('{', '}'),
        }
    }

    /// Whether the value has no parts that have parts.
    pub(super) fn is_flat(&self) -> bool {
        match self {
            Self::List(items) => items.iter().all(Self::is_scalar),
            Self::Object(members) => members.iter().all(|(_, value)| value.is_scalar()),
            _ => true,
        }
    }
}

/// Two spaces for each level.
pub(super) fn indent(out: &mut String, level: usize) {
    for _ in 0..level {
        out.push_str("  ");
    }
}

/// Whether a name can be a key as it is, in Bicep and in Terraform.
pub(super) fn is_word(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
