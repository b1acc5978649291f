//! The keys of a JSON path, as places in a document have it.

/// Whether a path is another, or leads on from it.
pub(crate) fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The keys and indices of a path, from its beginning: `$.a['b c'][2]` has `a`, `b c` and `2`.
pub(crate) fn keys(path: &str) -> impl Iterator<Item = String> {
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    std::iter::from_fn(move || {
        let (key, tail) = first_key(rest)?;
        rest = tail;
        Some(key)
    })
}

fn first_key(path: &str) -> Option<(String, &str)> {
    if let Some(quoted) = path.strip_prefix("['") {
        return quoted_key(quoted);
    }
    if let Some(index) = path.strip_prefix('[') {
        let (index, tail) = index.split_once(']')?;
        return Some((index.to_owned(), tail));
    }
    let plain = path.strip_prefix('.')?;
    let end = plain.find(['.', '[']).unwrap_or(plain.len());
    let (key, tail) = plain.split_at(end);
    Some((key.to_owned(), tail))
}

/// The key before `']`. A quote and a backslash in it follow a backslash.
fn quoted_key(path: &str) -> Option<(String, &str)> {
    let mut key = String::new();
    let mut chars = path.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\'' => return Some((key, path[at..].strip_prefix("']")?)),
            '\\' => key.push(chars.next()?.1),
            _ => key.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_within, keys};

    #[test]
    fn a_path_has_keys_and_indices() {
        for (path, expected) in [
            ("$", &[] as &[&str]),
            ("$.a['b c'][2].d", &["a", "b c", "2", "d"]),
            (r"$['it\'s \\'].x", &[r"it's \", "x"]),
            ("$['['].b", &["[", "b"]),
            ("$['unfinished", &[]),
        ] {
            assert_eq!(keys(path).collect::<Vec<_>>(), expected, "{path}");
        }
    }

    #[test]
    fn a_path_leads_from_another_only_at_a_key() {
        assert!(is_within("$.a['b c'].d", "$.a['b c']"));
        assert!(is_within("$.a", "$.a"));
        assert!(!is_within("$.ab", "$.a"));
    }
}
