//! Faults as text, for the command line, and as JSON, for the control API. Both have the same keys.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde_json::Value;

use super::{Fault, FaultAnswer, FaultError, Moment, What, When, parse_duration};

/// The keys, for whoever wrote another one.
const KEYS: &str = "status, code, message, body, header, retry-after, reset, hang, garbage, slow, accept-then, gather; nth, \
                    every, first, share, seed, for; delay";

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut draft = Draft::default();
        for pair in text
            .split(',')
            .map(str::trim)
            .filter(|pair| !pair.is_empty())
        {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            draft.put(key.trim(), value.trim())?;
        }
        draft.finish()
    }
}

impl Fault {
    /// Reads one order: an object with the keys of the text form (`_` does for `-`, and `headers` may be an object),
    /// or the text form in a string.
    pub(crate) fn from_json(json: &Value) -> Result<Self, FaultError> {
        let pairs = match json {
            Value::String(text) => return text.parse(),
            Value::Object(pairs) => pairs,
            _ => {
                return Err(FaultError(
                    "a fault is a JSON object or a string".to_owned(),
                ));
            }
        };
        let mut draft = Draft::default();
        for (key, value) in pairs {
            let key = key.replace('_', "-");
            match value {
                Value::Object(headers) if key == "headers" => {
                    for (name, value) in headers {
                        draft.put("header", &format!("{name}:{}", plain(value)))?;
                    }
                }
                Value::Bool(true) => draft.put(&key, "")?,
                value => draft.put(&key, &plain(value))?,
            }
        }
        draft.finish()
    }
}

/// A JSON string's text, and any other value's JSON.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// What was read so far.
#[derive(Default)]
struct Draft {
    when: Option<When>,
    what: Option<What>,
    delay: Duration,
    seed: u64,
    code: Option<String>,
    message: Option<String>,
    body: Option<String>,
    headers: Vec<(String, String)>,
}

impl Draft {
    fn put(&mut self, key: &str, value: &str) -> Result<(), FaultError> {
        match key {
            "status" => self.what(What::Answer(FaultAnswer::status(number(key, value)?)))?,
            "reset" => self.what(What::Reset(moment(value)?))?,
            "hang" => self.what(What::Hang)?,
            "garbage" => self.what(What::Garbage)?,
            "gather" => self.what(What::Gather(number(key, value)?))?,
            "accept-then" => self.what(match value {
                "hang" | "timeout" => What::AcceptThenHang,
                "reset" => What::AcceptThenReset,
                _ => return Err(choice(key, value, "`hang` or `reset`")),
            })?,
            "slow" => {
                self.delay = duration(key, value)?;
                self.what(What::Serve)?;
            }
            "delay" => self.delay = duration(key, value)?,
            "code" => self.code = Some(value.to_owned()),
            "message" => self.message = Some(value.to_owned()),
            "body" => self.body = Some(value.to_owned()),
            "retry-after" => self
                .headers
                .push(("Retry-After".to_owned(), value.to_owned())),
            "header" => {
                let (name, value) = value
                    .split_once(':')
                    .ok_or_else(|| choice(key, value, "`Name:Value`"))?;
                self.headers
                    .push((name.trim().to_owned(), value.trim().to_owned()));
            }
            "nth" => self.when(When::Nth(number(key, value)?))?,
            "every" => self.when(When::Every(number(key, value)?))?,
            "first" => self.when(When::First(number(key, value)?))?,
            "for" => self.when(When::For(duration(key, value)?))?,
            "share" => {
                let share = number(key, value)?;
                self.when(When::Share { share, seed: 0 })?;
            }
            "seed" => self.seed = number(key, value)?,
            _ => {
                return Err(FaultError(format!(
                    "`{key}` is no key of a fault: there are {KEYS}"
                )));
            }
        }
        Ok(())
    }

    fn what(&mut self, what: What) -> Result<(), FaultError> {
        match self.what.replace(what) {
            None => Ok(()),
            Some(_) => Err(FaultError(
                "two things can't happen to one request".to_owned(),
            )),
        }
    }

    fn when(&mut self, when: When) -> Result<(), FaultError> {
        match self.when.replace(when) {
            None => Ok(()),
            Some(_) => Err(FaultError(
                "only one of `nth`, `every`, `first`, `share` and `for` can be said of a fault"
                    .to_owned(),
            )),
        }
    }

    fn finish(self) -> Result<Fault, FaultError> {
        let mut what = match self.what {
            Some(what) => what,
            None if self.delay > Duration::ZERO => What::Serve,
            None => {
                return Err(FaultError(
                    "nothing happens: add one of `status=503`, `reset=middle`, `hang`, `garbage`, `slow=2s`, \
                     `accept-then=hang`, `gather=5`"
                        .to_owned(),
                ));
            }
        };
        let says_more = self.code.is_some()
            || self.message.is_some()
            || self.body.is_some()
            || !self.headers.is_empty();
        match &mut what {
            What::Answer(answer) => {
                answer.code = self.code;
                answer.message = self.message;
                answer.body = self.body;
                answer.headers = self.headers;
            }
            _ if says_more => {
                return Err(FaultError(
                    "`code`, `message`, `body`, `header` and `retry-after` need a `status`"
                        .to_owned(),
                ));
            }
            _ => {}
        }
        let when = match self.when.unwrap_or(When::Always) {
            When::Share { share, .. } => When::Share {
                share,
                seed: self.seed,
            },
            when => when,
        };
        Ok(Fault::new(when, what).delay(self.delay))
    }
}

fn number<N: FromStr>(key: &str, value: &str) -> Result<N, FaultError> {
    value.parse().map_err(|_| choice(key, value, "a number"))
}

fn duration(key: &str, value: &str) -> Result<Duration, FaultError> {
    parse_duration(value).map_err(|reason| FaultError(format!("`{key}`: {reason}")))
}

fn moment(value: &str) -> Result<Moment, FaultError> {
    match value {
        "before" => Ok(Moment::BeforeBody),
        "middle" => Ok(Moment::MiddleOfBody),
        "after" | "" => Ok(Moment::AfterBody),
        _ => Err(choice("reset", value, "`before`, `middle` or `after`")),
    }
}

fn choice(key: &str, value: &str, expected: &str) -> FaultError {
    FaultError(format!("`{key}` is {expected}, not `{value}`"))
}

/// The text form, short of what an answer says.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Answer(answer) => write!(f, "status={}", answer.status)?,
            What::Reset(Moment::BeforeBody) => f.write_str("reset=before")?,
            What::Reset(Moment::MiddleOfBody) => f.write_str("reset=middle")?,
            What::Reset(Moment::AfterBody) => f.write_str("reset=after")?,
            What::Hang => f.write_str("hang")?,
            What::Garbage => f.write_str("garbage")?,
            What::Serve => write!(f, "slow={:?}", self.delay)?,
            What::AcceptThenHang => f.write_str("accept-then=hang")?,
            What::AcceptThenReset => f.write_str("accept-then=reset")?,
            What::Gather(enough) => write!(f, "gather={enough}")?,
        }
        match self.when {
            When::Always => {}
            When::Nth(n) => write!(f, ",nth={n}")?,
            When::Every(n) => write!(f, ",every={n}")?,
            When::First(n) => write!(f, ",first={n}")?,
            When::For(duration) => write!(f, ",for={duration:?}")?,
            When::Share { share, seed } => write!(f, ",share={share},seed={seed}")?,
        }
        if self.delay > Duration::ZERO && self.what != What::Serve {
            write!(f, ",delay={:?}", self.delay)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Fault {
        text.parse()
            .unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn text_and_json_say_the_same() {
        for (text, json) in [
            (
                "status=429,every=3,retry-after=1",
                json!({"status": 429, "every": 3, "retry_after": 1}),
            ),
            (
                "status=503,code=Busy,message=later,header=X-A:b:c,nth=2,delay=1s",
                json!({"status": 503, "code": "Busy", "message": "later", "headers": {"X-A": "b:c"}, "nth": 2, "delay": "1s"}),
            ),
            ("hang,first=2", json!({"hang": true, "first": 2})),
            (
                "slow=200ms,share=0.5,seed=9",
                json!({"slow": "200ms", "share": 0.5, "seed": 9}),
            ),
            (
                "reset=middle,for=30s",
                json!({"reset": "middle", "for": "30s"}),
            ),
            ("accept-then=reset", json!({"accept-then": "reset"})),
            ("garbage,nth=4", json!({"garbage": true, "nth": 4})),
            ("gather=5", json!("gather=5")),
        ] {
            assert_eq!(Fault::from_json(&json), Ok(read(text)), "{text}");
        }
    }

    #[test]
    fn a_fault_prints_as_what_it_is_read_from() {
        for text in [
            "status=503,every=3",
            "reset=before,nth=1",
            "hang,first=2,delay=1s",
            "slow=200ms",
            "accept-then=hang,for=30s",
            "accept-then=reset,share=0.5,seed=9",
            "garbage,every=2",
            "gather=5",
        ] {
            assert_eq!(read(text).to_string(), text);
        }
    }

    #[test]
    fn a_mistake_is_told_with_what_there_is() {
        for (text, told) in [
            ("", "nothing happens"),
            ("every=3", "nothing happens"),
            (
                "stauts=503",
                "`stauts` is no key of a fault: there are status",
            ),
            ("status=many", "`status` is a number, not `many`"),
            ("status=503,hang", "two things can't happen"),
            ("hang,nth=1,every=2", "only one of"),
            ("hang,retry-after=1", "need a `status`"),
            ("reset=never", "`before`, `middle` or `after`"),
            ("slow=soon", "`soon` is no duration"),
            ("status=503,header=nothing", "`Name:Value`"),
        ] {
            let error = text.parse::<Fault>().unwrap_err().to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
    }
}
