//! Ids of requests: the service's own are random, the client's are put into one form.

/// A random id in the form `8-4-4-4-12`.
pub(crate) fn random() -> String {
    let digits = format!("{:032x}", fastrand::u128(..));
    // Version 4, variant 1, as the service's are.
    dashed(&format!(
        "{}4{}8{}",
        &digits[..12],
        &digits[13..16],
        &digits[17..]
    ))
}

/// An id in the form that the service echoes: lower case, with dashes, without braces. `None` where it is no GUID.
pub(crate) fn normalised(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'))
        .unwrap_or(text);
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let is_guid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let dashed = is_guid.then(|| dashed(&digits.to_ascii_lowercase()))?;
    (!text.contains('-') || text.eq_ignore_ascii_case(&dashed)).then_some(dashed)
}

/// Puts the dashes into 32 digits.
fn dashed(digits: &str) -> String {
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clients_id_is_echoed_in_one_form() {
        let dashed = "0f8fad5b-d9cb-469f-a165-70867728950e";
        for text in [
            dashed,
            "0F8FAD5BD9CB469FA16570867728950E",
            "{0F8FAD5B-D9CB-469F-A165-70867728950E}",
            " 0f8fad5b-d9cb-469f-a165-70867728950e ",
        ] {
            assert_eq!(normalised(text).as_deref(), Some(dashed), "{text}");
        }
        for text in [
            "",
            "42",
            "0f8fad5b-d9cb-469f-a165-70867728950",
            "0f8-fad5bd9cb469fa16570867728950e",
            "ééééééééééééééééé",
        ] {
            assert_eq!(normalised(text), None, "{text}");
        }
    }

    #[test]
    fn random_ids_are_guids_and_differ() {
        let id = random();
        assert_eq!(normalised(&id).as_deref(), Some(id.as_str()));
        assert_ne!(id, random());
    }
}
