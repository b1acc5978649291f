//! Durations as a person writes them: `30s`, `500ms`, `2m`, `1.5`.

use std::time::Duration;

/// Reads a duration; a number alone is seconds.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let end = text
        .find(|character: char| !character.is_ascii_digit() && character != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let seconds = match unit.trim_start() {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err(wrong(text)),
    };
    let number: f64 = number.parse().map_err(|_| wrong(text))?;
    Duration::try_from_secs_f64(number * seconds).map_err(|_| wrong(text))
}

fn wrong(text: &str) -> String {
    format!("`{text}` is no duration: write `30s`, `500ms`, `2m` or `1h`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_and_seconds_are_the_default() {
        for (text, milliseconds) in [
            ("30s", 30_000),
            ("500ms", 500),
            ("2m", 120_000),
            ("1h", 3_600_000),
            ("1.5", 1_500),
            ("0", 0),
        ] {
            assert_eq!(
                parse(text),
                Ok(Duration::from_millis(milliseconds)),
                "{text}"
            );
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "s",
            "-1s",
            "1 day",
            "1.2.3s",
            "NaN",
            "1e3",
            "99999999999999999999999h",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
