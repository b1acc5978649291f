use azlogs::{ColumnType, LogColumn, LogRecord};

#[derive(LogColumn)]
struct OrderId(String);

#[derive(LogColumn)]
struct Score(Option<f64>);

#[derive(LogColumn)]
struct Nested(Score);

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    order_id: OrderId,
    score: Nested,
    other_score: Nested,
}

fn main() {
    let order = Order {
        order_id: OrderId("A7".to_owned()),
        score: Nested(Score(None)),
        other_score: Nested(Score(Some(0.5))),
    };
    assert_eq!(
        azlogs::to_json(&order).unwrap(),
        r#"{"OrderId":"A7","OtherScore":0.5}"#
    );
    let types = <Order as LogRecord>::SCHEMA
        .columns()
        .map(|column| column.column_type);
    assert!(types.eq([ColumnType::String, ColumnType::Real, ColumnType::Real]));
}
