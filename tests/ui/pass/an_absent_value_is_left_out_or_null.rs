use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Requests", rename_all = "PascalCase")]
struct Request {
    path: Option<String>,
    #[log_record(skip_if_none)]
    agent: Option<String>,
    #[log_record(null)]
    user: Option<String>,
    #[log_record(dynamic)]
    tags: Option<Vec<u8>>,
    #[log_record(dynamic, null)]
    more_tags: Option<Vec<u8>>,
    #[log_record(json_string)]
    text: Option<Vec<u8>>,
    #[log_record(json_string, null)]
    more_text: Option<Vec<u8>>,
    #[log_record(with = "length", column_type = "int")]
    length: Option<String>,
    #[log_record(with = "length", column_type = "int", null)]
    other_length: Option<String>,
}

fn length(text: &Option<String>) -> Option<u16> {
    text.as_ref()?.len().try_into().ok()
}

fn main() {
    let mut request = Request {
        path: None,
        agent: None,
        user: None,
        tags: None,
        more_tags: None,
        text: None,
        more_text: None,
        length: None,
        other_length: None,
    };
    assert_eq!(
        azlogs::to_json(&request).unwrap(),
        r#"{"User":null,"MoreTags":null,"MoreText":null,"OtherLength":null}"#
    );
    request.length = Some("abc".to_owned());
    request.text = Some(vec![1, 2]);
    assert_eq!(
        azlogs::to_json(&request).unwrap(),
        r#"{"User":null,"MoreTags":null,"Text":"[1,2]","MoreText":null,"Length":3,"OtherLength":null}"#
    );
}
