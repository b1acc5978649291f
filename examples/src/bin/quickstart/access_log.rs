//! Lines of a web server's access log, in common or combined log format.

use std::fmt;
use std::io::{self, BufRead, Read};
use std::sync::LazyLock;

use regex::{Captures, Regex};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// The longest line that is read. Servers take request lines and headers of 8 KiB or so.
pub const LINE_LIMIT: usize = 64 * 1024;

/// One request that the web server answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub client_address: String,
    pub user_name: Option<String>,
    pub time: OffsetDateTime,
    pub method: Option<String>,
    /// The path; the whole request line where the client sent none that the server understood.
    pub path: String,
    pub protocol: Option<String>,
    pub status: i32,
    pub bytes_sent: Option<i64>,
    pub referrer: Option<String>,
    pub user_agent: Option<String>,
}

/// Why a line is no request.
#[derive(Debug)]
pub enum LineError {
    Format,
    Time(String),
    Number(String),
    TooLong,
    Read(io::Error),
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format => f.write_str("not in common or combined log format"),
            Self::Time(text) => write!(f, "`{text}` is no time such as 21/Nov/2026:06:25:01 +0100"),
            Self::Number(text) => write!(f, "`{text}` is too large a number"),
            Self::TooLong => write!(f, "longer than {LINE_LIMIT} bytes"),
            Self::Read(error) => write!(f, "cannot read on: {error}"),
        }
    }
}

/// The lines of a log and their numbers, one at a time, so that a log of any size fits in memory. Empty lines are
/// passed over; bytes that aren't UTF-8 become U+FFFD.
pub fn lines(mut log: impl BufRead) -> impl Iterator<Item = (usize, Result<Request, LineError>)> {
    let mut line = Vec::new();
    let mut number = 0;
    let mut failed = false;
    std::iter::from_fn(move || {
        while !failed {
            line.clear();
            number += 1;
            match read_line(&mut log, &mut line) {
                Ok(0) => return None,
                Ok(length) if length > LINE_LIMIT => {
                    return Some((number, Err(LineError::TooLong)));
                }
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Some((number, parse(String::from_utf8_lossy(&line).trim_end()))),
                Err(error) => {
                    failed = true;
                    return Some((number, Err(LineError::Read(error))));
                }
            }
        }
        None
    })
}

/// Reads a line, and gives its length. Of a longer one than the limit the rest is passed over, so that a file without
/// line ends fits in memory, too.
fn read_line(log: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let most = LINE_LIMIT + 1;
    let length = log.by_ref().take(most as u64).read_until(b'\n', line)?;
    if length == most && !line.ends_with(b"\n") {
        log.skip_until(b'\n')?;
    }
    Ok(length)
}

/// Reads one line.
pub fn parse(line: &str) -> Result<Request, LineError> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"(?x) ^ (?<client>\S+) \s \S+ \s (?<user>\S+) \s \[ (?<time>[^\]]+) \] \s
               " (?<request>(?:[^"\\]|\\.)*) " \s (?<status>\d{3}) \s (?<bytes>\d+|-)
               (?: \s " (?<referrer>(?:[^"\\]|\\.)*) " \s " (?<agent>(?:[^"\\]|\\.)*) " )? "#,
        )
        .expect("a constant pattern, which the tests below use")
    });
    request(&LINE.captures(line).ok_or(LineError::Format)?)
}

fn request(line: &Captures<'_>) -> Result<Request, LineError> {
    let request = unescape(&line["request"]);
    let mut words = request.split(' ');
    let (method, path, protocol) = match (words.next(), words.next(), words.next(), words.next()) {
        (Some(method), Some(path), Some(protocol), None) => (
            Some(method.to_owned()),
            path.to_owned(),
            Some(protocol.to_owned()),
        ),
        _ => (None, request.clone(), None),
    };
    Ok(Request {
        client_address: line["client"].to_owned(),
        user_name: present(&line["user"]),
        time: time(&line["time"])?,
        method,
        path,
        protocol,
        status: number(&line["status"])?,
        bytes_sent: match &line["bytes"] {
            "-" => None,
            digits => Some(number(digits)?),
        },
        referrer: line
            .name("referrer")
            .and_then(|text| present(text.as_str())),
        user_agent: line.name("agent").and_then(|text| present(text.as_str())),
    })
}

fn time(text: &str) -> Result<OffsetDateTime, LineError> {
    const FORMAT: &[BorrowedFormatItem<'_>] = format_description!(
        "[day]/[month repr:short]/[year]:[hour]:[minute]:[second] [offset_hour sign:mandatory][offset_minute]"
    );
    OffsetDateTime::parse(text, FORMAT).map_err(|_| LineError::Time(text.to_owned()))
}

fn number<N: std::str::FromStr>(digits: &str) -> Result<N, LineError> {
    digits
        .parse()
        .map_err(|_| LineError::Number(digits.to_owned()))
}

/// The log writes `-` for what isn't there.
fn present(text: &str) -> Option<String> {
    (text != "-").then(|| unescape(text))
}

/// Servers write `\"` and `\\`; other escapes (`\x16`) stand for bytes that are no text, and stay.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match (character, rest.peek()) {
            ('\\', Some(&escaped @ ('"' | '\\'))) => {
                rest.next();
                plain.push(escaped);
            }
            _ => plain.push(character),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_combined_line_is_read_whole() {
        let request = parse(
            r#"203.0.113.9 - frank [10/Oct/2000:13:55:36 -0700] "GET /a?b=c HTTP/1.0" 200 2326 "http://example.com/" "Mozilla/4.08 (\"x\")""#,
        )
        .unwrap();
        assert_eq!(
            request,
            Request {
                client_address: "203.0.113.9".into(),
                user_name: Some("frank".into()),
                time: datetime!(2000-10-10 13:55:36 -7),
                method: Some("GET".into()),
                path: "/a?b=c".into(),
                protocol: Some("HTTP/1.0".into()),
                status: 200,
                bytes_sent: Some(2326),
                referrer: Some("http://example.com/".into()),
                user_agent: Some(r#"Mozilla/4.08 ("x")"#.into()),
            }
        );
    }

    #[test]
    fn a_common_line_lacks_referrer_and_agent() {
        let request = parse(r#"::1 - - [10/Oct/2000:13:55:36 +0000] "-" 408 -"#).unwrap();
        assert_eq!((request.path.as_str(), request.method), ("-", None));
        assert_eq!(
            (request.bytes_sent, request.referrer, request.user_agent),
            (None, None, None)
        );
    }

    #[test]
    fn what_is_no_line_says_why() {
        let error = |line| parse(line).unwrap_err().to_string();
        assert_eq!(error("cut off"), "not in common or combined log format");
        assert!(
            error(r#"::1 - - [31/Feb/2026:00:00:00 +0000] "-" 408 -"#).starts_with("`31/Feb/2026")
        );
        assert!(
            error(r#"::1 - - [10/Oct/2000:13:55:36 +0000] "-" 408 99999999999999999999"#)
                .starts_with("`99999999999999999999` is too large")
        );
    }

    #[test]
    fn what_is_too_long_for_a_line_is_passed_over_to_its_end() {
        let line = r#"::1 - - [10/Oct/2000:13:55:36 +0000] "GET /b HTTP/1.1" 200 1"#;
        let longest = format!("{line} {}", "x".repeat(LINE_LIMIT - line.len() - 2));
        let log = format!("{longest}\n{}\n{line}", "x".repeat(3 * LINE_LIMIT));
        let read: Vec<_> = lines(log.as_bytes()).collect();
        assert!(
            matches!(
                &read[..],
                [(1, Ok(first)), (2, Err(LineError::TooLong)), (3, Ok(last))] if first == last
            ),
            "{read:?}"
        );
    }

    #[test]
    fn a_log_is_read_past_its_bad_lines() {
        let log = b"\n::1 - - [10/Oct/2000:13:55:36 +0000] \"GET /\xff HTTP/1.1\" 200 1\r\nbad\n\n";
        let read: Vec<_> = lines(&log[..]).collect();
        assert_eq!(read.len(), 2);
        assert!(matches!(&read[0], (2, Ok(request)) if request.path == "/\u{fffd}"));
        assert!(matches!(&read[1], (3, Err(LineError::Format))));
    }
}
