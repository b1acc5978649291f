//! Options of streams and columns, as one writes them on a command line.

use std::str::FromStr;

/// `STREAM/COLUMN`. A stream's name has no slash, since it stands in a URL's path; a column's may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StreamColumn {
    pub(super) stream: String,
    pub(super) column: String,
}

/// `STREAM/COLUMN=TEXT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StreamColumnText {
    pub(super) stream: String,
    pub(super) column: String,
    pub(super) text: String,
}

/// `STREAM=TEXT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StreamText {
    pub(super) stream: String,
    pub(super) text: String,
}

/// `DCR=NAME`, of which the name has no `=`: a path may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RuleName {
    pub(super) rule: String,
    pub(super) name: String,
}

impl FromStr for StreamColumn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (stream, column) = split(text.split_once('/'), "write STREAM/COLUMN")?;
        Ok(Self { stream, column })
    }
}

impl FromStr for StreamColumnText {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = "write STREAM/COLUMN=VALUE";
        let (stream, rest) = split(text.split_once('/'), wanted)?;
        let (column, text) = split(rest.split_once('='), wanted)?;
        Ok(Self {
            stream,
            column,
            text,
        })
    }
}

impl FromStr for StreamText {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (stream, text) = split(text.split_once('='), "write STREAM=VALUE")?;
        Ok(Self { stream, text })
    }
}

impl FromStr for RuleName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (rule, name) = split(text.rsplit_once('='), "write DCR=NAME")?;
        Ok(Self { rule, name })
    }
}

fn split(halves: Option<(&str, &str)>, wanted: &str) -> Result<(String, String), String> {
    match halves {
        Some((left, right)) if !left.is_empty() && !right.is_empty() => {
            Ok((left.to_owned(), right.to_owned()))
        }
        _ => Err(wanted.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_may_have_slashes_and_a_type_equals_signs() {
        let option: StreamColumnText = "Custom-X/a/b=Foo<Item = u8>".parse().unwrap();
        assert_eq!(
            (option.stream.as_str(), option.column.as_str()),
            ("Custom-X", "a/b")
        );
        assert_eq!(option.text, "Foo<Item = u8>");
    }

    #[test]
    fn a_path_may_have_equals_signs() {
        let option: RuleName = "a=b.json=requests".parse().unwrap();
        assert_eq!(
            (option.rule.as_str(), option.name.as_str()),
            ("a=b.json", "requests")
        );
    }

    #[test]
    fn halves_are_not_empty() {
        for bad in ["", "/", "Custom-X", "Custom-X/", "/Method"] {
            assert!(bad.parse::<StreamColumn>().is_err(), "{bad}");
        }
        assert!("=x".parse::<StreamText>().is_err());
    }
}
