//! What holds of any expression over any values: it doesn't panic, and gives what the checker has promised.

use std::fmt::Write as _;

use azlogs_kql::{Column, Dynamic, ScalarType, Value, check};
use proptest::prelude::*;

use crate::cases::now;
use crate::forms::FORMS;

/// Columns, each named by the letter that stands for its type in [`FORMS`].
const COLUMNS: [(&str, ScalarType); 9] = [
    ("b", ScalarType::Bool),
    ("i", ScalarType::Int),
    ("l", ScalarType::Long),
    ("r", ScalarType::Real),
    ("s", ScalarType::String),
    ("d", ScalarType::DateTime),
    ("t", ScalarType::Timespan),
    ("g", ScalarType::Guid),
    ("y", ScalarType::Dynamic),
];

/// Writes an expression of a type, making choices by the numbers.
fn write(r#type: &str, depth: usize, choices: &mut impl Iterator<Item = usize>, out: &mut String) {
    let forms = FORMS
        .iter()
        .find(|(name, _)| *name == r#type)
        .expect("a type")
        .1;
    let choice = choices.next().unwrap_or(0);
    if depth == 0 || choice.is_multiple_of(5) {
        return out.push_str(r#type);
    }
    let mut parts = forms[choice / 5 % forms.len()].split('#');
    out.push_str(parts.next().expect("a part"));
    for part in parts {
        let (r#type, rest) = part.split_at(1);
        write(r#type, depth - 1, choices, out);
        out.push_str(rest);
    }
}

fn value(r#type: ScalarType) -> BoxedStrategy<Value> {
    let last = 3_155_378_975_999_999_999_i64;
    let present = match r#type {
        ScalarType::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        ScalarType::Int => prop_oneof![-3..10_i32, any::<i32>()]
            .prop_map(Value::Int)
            .boxed(),
        ScalarType::Long => prop_oneof![-3..10_i64, any::<i64>()]
            .prop_map(Value::Long)
            .boxed(),
        ScalarType::Real => prop_oneof![-3.0..10.0, any::<f64>()]
            .prop_map(Value::Real)
            .boxed(),
        ScalarType::DateTime => (0..=last).prop_map(Value::DateTime).boxed(),
        ScalarType::Timespan => any::<i64>().prop_map(Value::Timespan).boxed(),
        ScalarType::Guid => any::<[u8; 16]>().prop_map(Value::Guid).boxed(),
        ScalarType::Dynamic => text()
            .prop_map(|json| Dynamic::parse(&json).map_or(Value::Null, Value::from))
            .boxed(),
        _ => return text().prop_map(|text| Value::text(&text)).boxed(),
    };
    prop_oneof![1 => Just(Value::Null), 5 => present].boxed()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[abc ,ä😀]{0,8}",
        any::<String>(),
        Just("2024-02-29T12:00:00Z".to_owned()),
        Just("-1.02:03:04.5".to_owned()),
        Just("0x7f".to_owned()),
        Just("(a+)+$".to_owned()),
        Just(r#"{"a":[1,2.5,{"a":"b"}],"b":null}"#.to_owned()),
        Just("[1,\"2\",[3]]".to_owned()),
        Just("<a b='c'>d<e/></a>".to_owned()),
        Just("CEF:0|a|b|c|d|e|f|a=b c=d".to_owned()),
    ]
}

fn row() -> impl Strategy<Value = Vec<Value>> {
    COLUMNS
        .iter()
        .map(|(_, r#type)| value(*r#type))
        .collect::<Vec<_>>()
}

fn columns() -> Vec<Column> {
    COLUMNS
        .iter()
        .map(|(name, r#type)| Column::new(*name, *r#type))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_expression_gives_what_was_promised(
        choices in prop::collection::vec(any::<u16>().prop_map(usize::from), 40),
        rows in prop::collection::vec(row(), 3),
    ) {
        let mut choices = choices.into_iter();
        let mut text = String::from("source | project ");
        for (at, (r#type, _)) in COLUMNS.iter().enumerate() {
            write!(text, "{}v{at} = ", if at == 0 { "" } else { ", " }).expect("a string takes all");
            write(r#type, 3, &mut choices, &mut text);
        }
        let checked = check(&text, &columns());
        let checked = checked.unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
        for row in rows {
            let found = checked.plan().run(&row, now()).expect("no row is large").expect("nothing is filtered");
            for ((value, column), (_, r#type)) in found.iter().zip(checked.columns()).zip(COLUMNS) {
                prop_assert_eq!(column.r#type, r#type, "{}", text);
                prop_assert!(value.is_of(r#type), "{}: {:?}", text, value);
                // A value can also be written, and read again as what it is.
                let again = Value::from_json(&value.to_json(), r#type);
                prop_assert!(again.is_of(r#type));
                if matches!(r#type, ScalarType::Guid | ScalarType::DateTime | ScalarType::Long | ScalarType::Bool) {
                    prop_assert_eq!(&again, value);
                }
            }
        }
    }

    #[test]
    fn a_moment_reads_back_as_it_is_printed(ticks in 0..=3_155_378_975_999_999_999_i64) {
        let moment = Value::DateTime(ticks);
        prop_assert_eq!(Value::from_json(&moment.to_json(), ScalarType::DateTime), moment);
    }

    #[test]
    fn a_timespan_reads_back_as_it_is_printed(ticks in -i64::MAX..=i64::MAX) {
        let span = Value::Timespan(ticks);
        prop_assert_eq!(Value::from_json(&span.to_json(), ScalarType::Timespan), span);
    }

    #[test]
    fn any_text_can_be_tried_as_any_type(text in any::<String>()) {
        for r#type in ScalarType::ALL {
            prop_assert!(Value::from_json(&text.as_str().into(), r#type).is_of(r#type));
        }
    }
}
