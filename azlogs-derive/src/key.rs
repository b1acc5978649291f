//! A column's key, as it stands in a row's JSON.

use std::fmt::Write as _;

use proc_macro2::Literal;

/// The key as azlogs copies it, `azlogs/src/row/key.rs`: with room after it, and in the last byte how much.
pub(crate) fn ready_key(name: &str) -> Literal {
    let mut key = json_key(name).into_bytes();
    let len = key.len();
    let room = match len {
        ..16 => 16,
        16..32 => 32,
        _ => (len + 1).next_multiple_of(64),
    };
    key.resize(room - 1, 0);
    key.extend(u8::try_from(room - len));
    Literal::byte_string(&key)
}

/// `,"Name":` with whatever JSON needs escaped. The comma belongs to it so that a row is written without a branch a column.
fn json_key(name: &str) -> String {
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
    use super::{json_key, ready_key};

    #[test]
    fn a_name_is_escaped_as_json_needs_it() {
        assert_eq!(json_key("Status"), r#","Status":"#);
        assert_eq!(json_key("a\"b\\c\n"), r#","a\"b\\c\u000a":"#);
        assert_eq!(json_key("Größe"), r#","Größe":"#);
    }

    #[test]
    fn a_key_has_room_for_what_it_is_copied_by() {
        assert_eq!(
            ready_key("Status").to_string(),
            r#"b",\"Status\":\0\0\0\0\0\x06""#
        );
        for len in 0..300 {
            let key = ready_key(&"x".repeat(len));
            let key: syn::LitByteStr = syn::parse_quote!(#key);
            let bytes = key.value();
            let pad = usize::from(*bytes.last().unwrap());
            assert_eq!(bytes.len() - pad, len + 4);
            assert!(matches!(bytes.len(), 16 | 32) || bytes.len().is_multiple_of(64));
        }
    }
}
