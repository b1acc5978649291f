//! The name that was probably meant.

/// What streams' names begin with, in small letters.
const PREFIXES: [&str; 2] = ["custom-", "microsoft-"];

/// Names over this many bytes are compared for equality only.
const COMPARED: usize = 200;

/// The candidate nearest to a name that was written wrongly, where one is near enough to be suggested.
///
/// A name that differs only in case, `_`, `-` or a stream's prefix is nearest of all; after that the number of edits decides:
/// at most a third of the name's characters.
///
/// ```
/// # use azlogs_dcr::nearest;
/// assert_eq!(nearest("Ammount", ["OrderId", "Amount"]), Some("Amount"));
/// assert_eq!(nearest("time_generated", ["TimeGenerated"]), Some("TimeGenerated"));
/// assert_eq!(nearest("AppLogs", ["Custom-AppLogs"]), Some("Custom-AppLogs"));
/// assert_eq!(nearest("Colour", ["OrderId", "Amount"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = letters(name);
    let length = wanted.chars().count();
    let allowed = (length / 3).max(1).min(length.saturating_sub(1));
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| Some((distance(&wanted, &letters(candidate))?, candidate)))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Whether a name is another but for its case, `_`, `-`, or one slip of the finger.
#[cfg(feature = "catalog")]
pub(crate) fn is_misspelt(name: &str, meant: &str) -> bool {
    distance(&letters(name), &letters(meant)).is_some_and(|distance| distance <= 1)
}

fn distance(left: &str, right: &str) -> Option<usize> {
    if left == right {
        Some(0)
    } else if left.len() > COMPARED || right.len() > COMPARED {
        None
    } else {
        Some(strsim::osa_distance(left, right))
    }
}

/// The name without what is easily got wrong.
fn letters(name: &str) -> String {
    let small = name.to_lowercase();
    PREFIXES
        .iter()
        .find_map(|prefix| small.strip_prefix(prefix))
        .unwrap_or(&small)
        .chars()
        .filter(|c| !matches!(c, '_' | '-'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_fewest_edits_win_and_the_first_of_equals() {
        assert_eq!(
            nearest("Statsu", ["Stat", "Status", "States"]),
            Some("Status")
        );
        assert_eq!(nearest("ab", ["aa", "bb"]), Some("aa"));
        assert_eq!(nearest("custom-app", ["Custom-App"]), Some("Custom-App"));
    }

    #[test]
    fn nothing_near_is_nothing() {
        assert_eq!(nearest("x", []), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("Custom-A", ["Custom-B"]), None);
        assert_eq!(nearest("Duration", ["User", "Method"]), None);
    }

    #[test]
    fn long_names_cost_nothing() {
        let long = "a".repeat(1_000_000);
        assert_eq!(nearest(&long, ["aaa", &"b".repeat(1_000_000)]), None);
    }
}
