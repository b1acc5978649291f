//! How long the service asks to wait before the next try.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// The first of the three headers that says a time. What can't be read counts as absent; a date in the past is no wait.
///
/// A date is by the service's clock, and so is the answer's own (`Date`, which RFC 9110 has every answer carry): the wait is what lies between
/// them. Our clock, which says `now`, is asked only where there's no other.
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| text(headers, name);
    let milliseconds =
        |name| number(text(name)?).map(|count| Duration::from_secs_f64(count / 1000.0));
    milliseconds("x-ms-retry-after-ms")
        .or_else(|| milliseconds("retry-after-ms"))
        .or_else(|| {
            let text = text("retry-after")?;
            let seconds = number(text).map(Duration::from_secs_f64);
            seconds.or_else(|| {
                let until = httpdate::parse_http_date(text).ok()?;
                let answered = self::text(headers, "date")
                    .and_then(|text| httpdate::parse_http_date(text).ok());
                Some(
                    until
                        .duration_since(answered.unwrap_or(now))
                        .unwrap_or_default(),
                )
            })
        })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// A count that isn't negative; one beyond all reason is cut to what a [`Duration`] holds.
fn number(text: &str) -> Option<f64> {
    let digits = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let count: f64 = text.parse().ok().filter(|_| digits)?;
    Some(count.min(1e14))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_is_a_wait_from_now_on_wherever_the_clock_was_put() {
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let mut headers = HeaderMap::new();
        headers.insert(
            "retry-after",
            httpdate::fmt_http_date(date).parse().unwrap(),
        );
        let hour = Duration::from_secs(3_600);
        assert_eq!(retry_after(&headers, date - hour), Some(hour));
        assert_eq!(retry_after(&headers, date + hour), Some(Duration::ZERO));
    }

    #[test]
    fn by_the_services_clock_it_is_the_same_wait_wherever_ours_was_put() {
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let century = Duration::from_secs(3_155_760_000);
        let wait = Duration::from_secs(20);
        let mut headers = HeaderMap::new();
        let mut set = |name, moment| {
            let text: HeaderValue = httpdate::fmt_http_date(moment).parse().unwrap();
            headers.insert(name, text);
        };
        set("date", date);
        set("retry-after", date + wait);
        for now in [SystemTime::UNIX_EPOCH, date, date + century] {
            assert_eq!(retry_after(&headers, now), Some(wait));
        }
        headers.insert("date", HeaderValue::from_static("yesterday"));
        assert_eq!(retry_after(&headers, date), Some(wait));
    }

    proptest! {
        #[test]
        fn whatever_the_headers_hold_there_is_a_time_or_none(
            values in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..30), 3),
            digits in "[0-9]{1,400}(\\.[0-9]{0,400})?",
        ) {
            let mut headers = HeaderMap::new();
            for (name, value) in ["x-ms-retry-after-ms", "retry-after-ms", "retry-after"].into_iter().zip(values) {
                if let Ok(value) = HeaderValue::from_bytes(&value) {
                    headers.insert(name, value);
                }
            }
            let _ = retry_after(&headers, SystemTime::now());
            headers.clear();
            headers.insert("retry-after", digits.parse().unwrap());
            prop_assert!(retry_after(&headers, SystemTime::now()).is_some());
        }
    }
}
