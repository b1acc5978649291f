//! When the output is coloured.

use std::ffi::OsString;

use clap::ValueEnum;

/// When the output is coloured.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Also into files and pipes
    Always,
    /// Not even on a terminal
    Never,
}

impl ColorChoice {
    /// What the arguments ask for, before they are parsed: help, and what is wrong with the arguments, are written while they are.
    pub(super) fn asked_for(arguments: impl IntoIterator<Item = OsString>) -> Self {
        const OPTION: &str = "--color";
        let mut choice = Self::default();
        let mut arguments = arguments
            .into_iter()
            .take_while(|argument| argument != "--");
        while let Some(argument) = arguments.next() {
            let Some(argument) = argument.to_str() else {
                continue;
            };
            let value = match argument.strip_prefix(OPTION) {
                Some("") => arguments.next().and_then(|value| value.into_string().ok()),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None => None,
            };
            choice = value
                .and_then(|value| Self::from_str(&value, false).ok())
                .unwrap_or(choice);
        }
        choice
    }

    /// Makes it hold for all that is written from now on.
    pub(super) fn apply(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

#[cfg(test)]
mod tests {
    use super::ColorChoice;

    #[test]
    fn arguments_are_looked_through_for_it() {
        let asked_for = |line: &str| {
            let arguments = line.split(' ').map(Into::into);
            format!("{:?}", ColorChoice::asked_for(arguments))
        };
        assert_eq!(asked_for("check a.json"), "Auto");
        assert_eq!(asked_for("--color always check --help"), "Always");
        assert_eq!(asked_for("check --help --color=never"), "Never");
        assert_eq!(asked_for("--color never --color=purple --help"), "Never");
        assert_eq!(asked_for("check -- --color=always"), "Auto");
        assert_eq!(asked_for("check --color"), "Auto");
        assert_eq!(asked_for("check --colors=never"), "Auto");
    }
}
