//! A column's key, as it stands in a row's JSON.

use std::fmt::Write as _;

/// `,"Name":` with whatever JSON needs escaped. The comma belongs to it so that a row is written without a branch a column.
pub(crate) fn json_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 4);
    key.push_str(",\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => key.extend(['\\', c]),
            '\0'..='\u{1f}' => {
                let _ = write!(key, "\\u{:04x}", u32::from(c));
            }
            c => key.push(c),
        }
    }
    key.push_str("\":");
    key
}

#[cfg(test)]
mod tests {
    use super::json_key;

    #[test]
    fn a_name_is_escaped_as_json_needs_it() {
        assert_eq!(json_key("Status"), r#","Status":"#);
        assert_eq!(json_key("a\"b\\c\n"), r#","a\"b\\c\u000a":"#);
        assert_eq!(json_key("Größe"), r#","Größe":"#);
    }
}
