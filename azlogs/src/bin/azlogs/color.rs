//! When the output is coloured.

use std::ffi::OsString;

use clap::ColorChoice;

/// What `--color` says on a command line that may be wrong.
pub(crate) fn on(words: impl Iterator<Item = OsString>) -> ColorChoice {
    let mut words = words.take_while(|word| word != "--");
    while let Some(word) = words.next() {
        let value = match word.to_str().and_then(|word| word.strip_prefix("--color")) {
            Some("") => words.next().and_then(|value| value.into_string().ok()),
            Some(value) => value.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        if let Some(value) = value {
            return value.parse().unwrap_or_default();
        }
    }
    ColorChoice::default()
}

/// Makes it hold for all that is written from now on.
pub(crate) fn apply(choice: ColorChoice) {
    let choice = match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colour_is_found_on_any_command_line() {
        for (line, expected) in [
            ("", ColorChoice::Auto),
            ("send --color always", ColorChoice::Always),
            ("--color=never --help", ColorChoice::Never),
            ("--oops --color always", ColorChoice::Always),
            ("--color", ColorChoice::Auto),
            ("--color pink", ColorChoice::Auto),
            ("--colors --color=always", ColorChoice::Always),
            ("-- --color=always", ColorChoice::Auto),
        ] {
            let words = line.split_whitespace().map(OsString::from);
            assert_eq!(on(words), expected, "{line}");
        }
    }
}
