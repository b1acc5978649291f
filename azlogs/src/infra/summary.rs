//! Documentation as a description.

use azlogs_dcr::DESCRIPTION_MAX;

/// The first paragraph on one line, cut at a word where it is longer than a rule's description may be: of a table and its
/// columns no limit is documented. `None` where there is none.
pub(super) fn summary(docs: &str) -> Option<String> {
    let paragraph = docs
        .trim_start()
        .lines()
        .take_while(|line| !line.trim().is_empty());
    let words = paragraph.flat_map(str::split_whitespace);
    let mut text = String::new();
    let mut length = 0;
    for word in words {
        let space = usize::from(!text.is_empty());
        let longer = length + space + word.chars().count();
        if longer > DESCRIPTION_MAX - 1 {
            if text.is_empty() {
                text.extend(word.chars().take(DESCRIPTION_MAX - 1));
            }
            text.push('…');
            break;
        }
        if space == 1 {
            text.push(' ');
        }
        text.push_str(word);
        length = longer;
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn a_description_is_the_first_paragraph_on_one_line() {
        assert_eq!(
            summary("\n The  host,\n by name.\n\nMore.").as_deref(),
            Some("The host, by name.")
        );
        assert_eq!(summary(" \n "), None);
    }

    #[test]
    fn a_long_paragraph_is_cut_at_a_word() {
        let long = "äbcd ".repeat(60);
        let short = summary(&long).unwrap();
        assert_eq!(
            short,
            format!("{}…", long.trim_end().chars().take(254).collect::<String>())
        );
        assert_eq!(summary(&"ä".repeat(300)).unwrap().chars().count(), 256);
        let exact = "ä".repeat(255);
        assert_eq!(summary(&exact), Some(exact));
    }
}
