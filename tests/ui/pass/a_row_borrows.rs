use std::borrow::Cow;

use azlogs::{LogColumn, LogRecord};

#[derive(LogColumn)]
struct Path<'p>(&'p str);

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Source<'s> {
    host: &'s str,
}

#[derive(LogRecord)]
#[log_record(stream = "Custom-Requests", rename_all = "PascalCase")]
struct Request<'a, 'b: 'a>
where
    'a: 'a,
{
    path: Path<'a>,
    user: Option<&'b str>,
    agent: Cow<'a, str>,
    #[log_record(flatten)]
    source: &'a Source<'b>,
}

fn main() {
    let line = String::from("GET /a curl");
    let source = Source { host: "web" };
    let request = Request {
        path: Path(&line[4..6]),
        user: None,
        agent: Cow::Borrowed(&line[7..]),
        source: &source,
    };
    assert_eq!(
        azlogs::to_json(&request).unwrap(),
        r#"{"Path":"/a","Agent":"curl","Host":"web"}"#
    );
}
