use azlogs::LogRecord;

#[derive(LogRecord)]
#[log_record(group, rename_all = "PascalCase")]
struct Money {
    amount: f64,
}

fn main() {
    take_row(Money { amount: 1.0 });
}

fn take_row<T: LogRecord>(_: T) {}
