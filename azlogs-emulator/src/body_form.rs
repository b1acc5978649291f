//! Says what a body is that is no JSON array, for whoever wonders where the rows are.

use serde::de::IgnoredAny;
use serde_json::Deserializer;

/// Why none of the body's rows are read; `None` where it begins like an array.
pub(crate) fn why_not_rows(raw: &[u8]) -> Option<String> {
    let body = raw.trim_ascii();
    let reason = match body {
        [b'[', ..] => return None,
        [] => "the body is blank",
        [0x1f, 0x8b, ..] => {
            "the body is gzip where JSON belongs: it was packed twice, or Content-Encoding doesn't say gzip"
        }
        [0xef, 0xbb, 0xbf, ..] => "the body begins with a byte order mark",
        [b'{', ..] => objects(body),
        _ => match serde_json::from_slice::<IgnoredAny>(body) {
            Ok(_) => "the body is JSON, but neither an array nor an object",
            Err(_) => "the body isn't JSON",
        },
    };
    Some(format!("{reason}; rows are only read from a JSON array"))
}

fn objects(body: &[u8]) -> &'static str {
    let mut values = Deserializer::from_slice(body).into_iter::<IgnoredAny>();
    match (values.next(), values.next()) {
        (Some(Ok(_)), None) => "the body is a single object: put brackets around it",
        (Some(Ok(_)), Some(Ok(_))) => {
            "the body is several objects one after the other (NDJSON): put brackets around them, and commas between"
        }
        _ => "the body isn't JSON",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_told_from_the_others() {
        for (body, told) in [
            (&b" \n[1"[..], None),
            (b"[]", None),
            (b"  ", Some("blank")),
            (b"{\"a\":1}", Some("a single object")),
            (b"{\"a\":1}\n{\"a\":2}\n", Some("NDJSON")),
            (b"{\"Time\"=now}", Some("isn't JSON")),
            (b"\"rows\"", Some("neither an array nor an object")),
            (b"hello", Some("isn't JSON")),
            (b"\x1f\x8b\x08", Some("packed twice")),
            (b"\xef\xbb\xbf[]", Some("byte order mark")),
        ] {
            let reason = why_not_rows(body);
            match told {
                None => assert_eq!(reason, None),
                Some(told) => assert!(
                    reason.as_ref().is_some_and(|reason| reason.contains(told)),
                    "{body:?}: {reason:?}"
                ),
            }
        }
    }
}
