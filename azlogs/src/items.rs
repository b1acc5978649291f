//! Finding the items of a JSON array and the members of a JSON object without parsing them.

/// The items between the brackets of a JSON array, or the members between the braces of an object, as slices of its text.
///
/// The text has to be JSON already: this only finds the commas that stand outside of strings and inner brackets.
#[derive(Clone, Debug)]
pub(crate) struct Items<'a> {
    /// What is left between the brackets.
    text: &'a [u8],
}

impl<'a> Items<'a> {
    /// Of `[a,b]` or `{"a":1,"b":2}`: what stands between the outermost brackets.
    pub(crate) fn of(text: &'a [u8]) -> Self {
        let inner = text.trim_ascii();
        Self::between(
            inner
                .get(1..inner.len().saturating_sub(1))
                .unwrap_or_default(),
        )
    }

    /// Of `a,b`: the text between the brackets.
    pub(crate) fn between(text: &'a [u8]) -> Self {
        Self { text }
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.text.trim_ascii().is_empty() {
            return None;
        }
        let end = item_end(self.text);
        let item = &self.text[..end];
        self.text = self.text.get(end + 1..).unwrap_or_default();
        Some(item)
    }
}

/// Where the item at the beginning of `text` ends: at the next comma that is the outer array's, or at the end.
fn item_end(text: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b'"' => at = string_end(text, at),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The place of the quote that closes the string opened at `start`.
pub(crate) fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < text.len() {
        match text[at] {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn json() -> impl Strategy<Value = Value> {
        let text = r#"[a"\\,\[\]{}é😀]{0,6}"#;
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            text.prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((text, inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_items_of_an_array_are_found_whatever_they_hold(items in prop::collection::vec(json(), 0..6)) {
            let text = serde_json::to_vec(&items).unwrap();
            let found = Items::of(&text).map(|item| serde_json::from_slice::<Value>(item).unwrap()).collect::<Vec<_>>();
            prop_assert_eq!(found, items);
        }

        #[test]
        fn text_that_is_no_json_ends_too(text in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Items::of(&text).count() <= text.len());
            prop_assert!(Items::between(&text).count() <= text.len());
        }
    }

    #[test]
    fn space_between_the_brackets_is_no_item() {
        assert_eq!(Items::of(b" [ \n ] ").count(), 0);
        assert_eq!(Items::of(b"{}").count(), 0);
        assert_eq!(Items::of(b"").count(), 0);
        assert_eq!(Items::of(b"[").count(), 0);
    }
}
