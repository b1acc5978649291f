use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Money {
    amount: f64,
}

fn main() {
    azlogs::to_json(&Money { amount: 1.0 }).unwrap();
}
