//! What columns and streams may be called.

use crate::Quoted;

/// The most characters a table's column name may have.
///
/// Source: "Add or delete tables and columns in Azure Monitor Logs", "Add or delete a custom column".
pub const COLUMN_NAME_MAX: usize = 45;

/// The fewest, from the same page.
const COLUMN_NAME_MIN: usize = 2;

/// Names that every table already has or that the service keeps for itself. Case matters: `type` is free, `Type` isn't.
///
/// Source: "Add or delete tables and columns in Azure Monitor Logs", "Add or delete a custom column"; some of them also
/// "Logs Ingestion API in Azure Monitor".
pub const RESERVED_COLUMNS: [&str; 13] = [
    "BilledSize",
    "InvalidTimeGenerated",
    "IsBillable",
    "TenantId",
    "Title",
    "Type",
    "UniqueId",
    "_ItemId",
    "_ResourceGroup",
    "_ResourceId",
    "_SubscriptionId",
    "_TimeReceived",
    "id",
];

/// Why a table can't have a column of that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnNameError {
    /// Shorter than two characters, or longer than [`COLUMN_NAME_MAX`].
    #[error(
        "a column name has {COLUMN_NAME_MIN} to {COLUMN_NAME_MAX} characters, and this has {0}"
    )]
    Length(usize),
    /// It doesn't begin with a letter from A to Z or a to z.
    #[error("a column name begins with a letter from A to Z or a to z, and not with {}", Quoted(.0.encode_utf8(&mut [0; 4])))]
    Begin(char),
    /// It holds something else than letters from A to Z or a to z, digits and `_`.
    #[error("a column name is made of letters from A to Z or a to z, digits and `_`, and has no {}", Quoted(.0.encode_utf8(&mut [0; 4])))]
    Character(char),
    /// It is one of [`RESERVED_COLUMNS`].
    #[error("the name is reserved")]
    Reserved,
}

/// Whether a custom table can have a column of that name.
///
/// This binds tables. A stream's column may be called anything, as long as a transform renames it on the way to the table.
///
/// # Errors
///
/// Which of the rules the name breaks.
pub fn check_column_name(name: &str) -> Result<(), ColumnNameError> {
    if RESERVED_COLUMNS.contains(&name) {
        return Err(ColumnNameError::Reserved);
    }
    if let Some(first) = name.chars().next().filter(|c| !c.is_ascii_alphabetic()) {
        return Err(ColumnNameError::Begin(first));
    }
    if let Some(other) = name
        .chars()
        .find(|&c| !c.is_ascii_alphanumeric() && c != '_')
    {
        return Err(ColumnNameError::Character(other));
    }
    if !(COLUMN_NAME_MIN..=COLUMN_NAME_MAX).contains(&name.len()) {
        return Err(ColumnNameError::Length(name.len()));
    }
    Ok(())
}

/// Why a stream can't have that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StreamNameError {
    /// It begins with neither `Custom-` nor `Microsoft-`, or ends there.
    #[error("a stream's name is `Custom-` or `Microsoft-` and something after it")]
    Prefix,
    /// It holds white space, a control character, or one that divides a URL.
    #[error("a stream's name has no {}", Quoted(.0.encode_utf8(&mut [0; 4])))]
    Character(char),
}

/// Whether a stream can have that name.
///
/// Source: "Structure of a data collection rule", "Stream declarations": a declared stream "must begin with *Custom-*";
/// "Data flow properties": a standard table's is `Microsoft-[tableName]`. That the name has to stand in a URL's path bars
/// white space, `/`, `\`, `?`, `#` and `%`.
///
/// # Errors
///
/// Which of the rules the name breaks.
pub fn check_stream_name(name: &str) -> Result<(), StreamNameError> {
    let divides = |c: char| c.is_whitespace() || c.is_control() || "/\\?#%".contains(c);
    if let Some(other) = name.chars().find(|&c| divides(c)) {
        return Err(StreamNameError::Character(other));
    }
    match without_prefix(name) {
        Some(rest) if !rest.is_empty() => Ok(()),
        _ => Err(StreamNameError::Prefix),
    }
}

/// What follows `Custom-` or `Microsoft-` in a stream's name.
pub(crate) fn without_prefix(stream: &str) -> Option<&str> {
    stream
        .strip_prefix("Custom-")
        .or_else(|| stream.strip_prefix("Microsoft-"))
}

#[cfg(test)]
mod tests {
    use super::{ColumnNameError, StreamNameError, check_column_name, check_stream_name};

    #[test]
    fn a_column_name_is_a_letter_and_then_letters_digits_and_underscores() {
        for good in ["TimeGenerated", "a1", "A_", "type", &"x".repeat(45)] {
            assert_eq!(check_column_name(good), Ok(()), "{good}");
        }
        assert_eq!(check_column_name("_x"), Err(ColumnNameError::Begin('_')));
        assert_eq!(check_column_name("1x"), Err(ColumnNameError::Begin('1')));
        assert_eq!(check_column_name("Ärger"), Err(ColumnNameError::Begin('Ä')));
        assert_eq!(
            check_column_name("a-b"),
            Err(ColumnNameError::Character('-'))
        );
        assert_eq!(
            check_column_name("id.orig_h"),
            Err(ColumnNameError::Character('.'))
        );
        assert_eq!(
            check_column_name("Größe"),
            Err(ColumnNameError::Character('ö'))
        );
    }

    #[test]
    fn a_column_name_has_two_to_forty_five_characters() {
        assert_eq!(check_column_name(""), Err(ColumnNameError::Length(0)));
        assert_eq!(check_column_name("x"), Err(ColumnNameError::Length(1)));
        assert_eq!(
            check_column_name(&"x".repeat(46)),
            Err(ColumnNameError::Length(46))
        );
    }

    #[test]
    fn reserved_names_are_reserved_in_their_own_case_only() {
        for reserved in super::RESERVED_COLUMNS {
            assert_eq!(check_column_name(reserved), Err(ColumnNameError::Reserved));
        }
        assert_eq!(check_column_name("Id"), Ok(()));
        assert_eq!(check_column_name("tenantid"), Ok(()));
    }

    #[test]
    fn a_stream_name_has_a_prefix_and_more() {
        for good in [
            "Custom-AppRequests",
            "Custom-Json-stream",
            "Microsoft-Syslog",
            "Custom-a.b",
        ] {
            assert_eq!(check_stream_name(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "myTable",
            "Custom-",
            "custom-X",
            "Custom_X",
            "Microsoft-",
        ] {
            assert_eq!(
                check_stream_name(bad),
                Err(StreamNameError::Prefix),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_stream_name_stands_in_a_path() {
        for (bad, character) in [
            ("Custom-a b", ' '),
            ("Custom-a/b", '/'),
            ("Custom-a\n", '\n'),
            ("Custom-%41", '%'),
        ] {
            assert_eq!(
                check_stream_name(bad),
                Err(StreamNameError::Character(character))
            );
        }
    }

    #[test]
    fn errors_say_which_character() {
        assert_eq!(
            check_column_name("a b").unwrap_err().to_string(),
            "a column name is made of letters from A to Z or a to z, digits and `_`, and has no ` `"
        );
    }
}
