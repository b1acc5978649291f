use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    #[log_record(dynamic, json_string)]
    details: Vec<u8>,
    #[log_record(dynamic, with = "text", column_type = "dynamic")]
    more: Vec<u8>,
    #[log_record(json_string, with = "text", column_type = "string")]
    yet_more: Vec<u8>,
}

fn text(_: &Vec<u8>) -> &'static str {
    ""
}

fn main() {}
