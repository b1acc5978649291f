//! `rename_all`: the spelling of names, with serde's eight rules and serde's results.

/// A rule that turns the names of fields or variants into names of columns or texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RenameRule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl RenameRule {
    /// Every rule.
    pub(crate) const ALL: [Self; 8] = [
        Self::Pascal,
        Self::Camel,
        Self::Snake,
        Self::ScreamingSnake,
        Self::Kebab,
        Self::ScreamingKebab,
        Self::Lower,
        Self::Upper,
    ];

    /// The name as an attribute writes it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Lower => "lowercase",
            Self::Upper => "UPPERCASE",
            Self::Pascal => "PascalCase",
            Self::Camel => "camelCase",
            Self::Snake => "snake_case",
            Self::ScreamingSnake => "SCREAMING_SNAKE_CASE",
            Self::Kebab => "kebab-case",
            Self::ScreamingKebab => "SCREAMING-KEBAB-CASE",
        }
    }

    /// The rule of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == name)
    }

    /// Renames a field, whose own name is taken to be in `snake_case`.
    pub(crate) fn apply_to_field(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => pascal_from_snake(field),
            Self::Camel => lower_first(&pascal_from_snake(field)),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// Renames a variant, whose own name is taken to be in `PascalCase`.
    pub(crate) fn apply_to_variant(self, variant: &str) -> String {
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => lower_first(variant),
            Self::Snake => snake_from_pascal(variant),
            Self::ScreamingSnake => snake_from_pascal(variant).to_ascii_uppercase(),
            Self::Kebab => snake_from_pascal(variant).replace('_', "-"),
            Self::ScreamingKebab => snake_from_pascal(variant)
                .to_ascii_uppercase()
                .replace('_', "-"),
        }
    }
}

fn pascal_from_snake(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut chars = word.chars();
            let first = chars.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(chars)
        })
        .collect()
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}

fn snake_from_pascal(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (i, c) in name.char_indices() {
        if i > 0 && c.is_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::RenameRule;

    /// What serde's documentation and tests say the rules make of these names.
    #[test]
    fn fields_are_renamed_as_serde_does() {
        let cases = [
            ("lowercase", "very_tasty", "very_tasty"),
            ("UPPERCASE", "very_tasty", "VERY_TASTY"),
            ("PascalCase", "very_tasty", "VeryTasty"),
            ("camelCase", "very_tasty", "veryTasty"),
            ("snake_case", "very_tasty", "very_tasty"),
            ("SCREAMING_SNAKE_CASE", "very_tasty", "VERY_TASTY"),
            ("kebab-case", "very_tasty", "very-tasty"),
            ("SCREAMING-KEBAB-CASE", "very_tasty", "VERY-TASTY"),
            ("PascalCase", "_z42__a", "Z42A"),
            ("camelCase", "ünïcode_name", "ünïcodeName"),
        ];
        for (rule, field, column) in cases {
            let rule = RenameRule::from_name(rule).unwrap();
            assert_eq!(rule.apply_to_field(field), column, "{rule:?}");
        }
    }

    #[test]
    fn variants_are_renamed_as_serde_does() {
        let cases = [
            ("lowercase", "VeryTasty", "verytasty"),
            ("UPPERCASE", "VeryTasty", "VERYTASTY"),
            ("PascalCase", "VeryTasty", "VeryTasty"),
            ("camelCase", "VeryTasty", "veryTasty"),
            ("snake_case", "VeryTasty", "very_tasty"),
            ("SCREAMING_SNAKE_CASE", "VeryTasty", "VERY_TASTY"),
            ("kebab-case", "VeryTasty", "very-tasty"),
            ("SCREAMING-KEBAB-CASE", "VeryTasty", "VERY-TASTY"),
            ("snake_case", "A", "a"),
        ];
        for (rule, variant, text) in cases {
            let rule = RenameRule::from_name(rule).unwrap();
            assert_eq!(rule.apply_to_variant(variant), text, "{rule:?}");
        }
    }

    #[test]
    fn names_without_letters_stay_names() {
        for rule in RenameRule::ALL {
            rule.apply_to_field("_");
            rule.apply_to_field("");
            rule.apply_to_variant("");
        }
    }
}
