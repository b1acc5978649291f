use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Requests")]
struct Request {
    id: String,
    #[log_record(column = "user agent")]
    user_agent: String,
    #[log_record(column = "_internal")]
    internal: String,
    the_name_of_this_field_is_longer_than_a_column_name_may_be: String,
}

#[derive(LogRecord)]
#[log_record(group)]
struct Names {
    #[log_record(column = "Größe")]
    size: i32,
}

fn main() {}
