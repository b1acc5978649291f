//! What holds of any expression over any values: it doesn't panic, and gives what the checker has promised.

use std::fmt::Write as _;

use azlogs_kql::{Column, Dynamic, MAX_SIZE, ScalarType, Value, check};
use proptest::prelude::*;

use crate::cases::now;

/// Columns, each named by the letter that stands for its type below.
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

/// Ways to make a value of a type from others. `#s` stands for any string, and so on.
const FORMS: [(&str, &[&str]); 9] = [
    (
        "b",
        &[
            "true",
            "bool(null)",
            "(#l < #l)",
            "(#r >= #l)",
            "(#d > #d)",
            "(#t <= #t)",
            "(#s == #s)",
            "(#y != #s)",
            "(#y == #l)",
            "(#g == #g)",
            "(#y < #r)",
            "(#b and #b)",
            "(#b or #b)",
            "not(#b)",
            "isnull(#y)",
            "isnotnull(#l)",
            "isempty(#s)",
            "isnotempty(#y)",
            "(#s has #s)",
            "(#s !has_cs #s)",
            "(#s contains #s)",
            "(#y !contains_cs #s)",
            "(#s startswith #s)",
            "(#s !endswith_cs #s)",
            "(#s =~ #s)",
            "(#s matches regex #s)",
            "(#s matches regex 'a+|b')",
            "(#s in (#s, 'a', #y))",
            "(#l !in (#l, 1, 2))",
            "tobool(#s)",
            "tobool(#y)",
            "isnan(#r)",
            "isinf(#r)",
            "isfinite(#l)",
            "iff(#b, #b, #b)",
        ],
    ),
    (
        "i",
        &[
            "int(7)",
            "int(null)",
            "toint(#s)",
            "toint(#r)",
            "toint(#y)",
            "toint(#d)",
            "dayofmonth(#d)",
            "dayofyear(#d)",
            "getyear(#d)",
            "getmonth(#d)",
            "hourofday(#d)",
            "weekofyear(#d)",
            "datetime_part('nanosecond', #d)",
            "datetime_part('week_of_year', #d)",
            "round(#i, -1)",
            "ceiling(#i)",
            "max_of(#i, #i)",
        ],
    ),
    (
        "l",
        &[
            "9223372036854775807",
            "(-1)",
            "long(null)",
            "(#l + #i)",
            "(#l - #l)",
            "(#i * #l)",
            "(#l / #l)",
            "(#i % #i)",
            "(-(#l))",
            "tolong(#s)",
            "tolong(#r)",
            "tolong(#y)",
            "strlen(#s)",
            "countof(#s, #s)",
            "countof(#s, 'a.', 'regex')",
            "indexof(#s, #s, #i, #l)",
            "indexof(#s, #s)",
            "array_length(#y)",
            "binary_and(#l, #i)",
            "binary_or(#l, #l)",
            "binary_xor(#l, #l)",
            "binary_not(#l)",
            "binary_shift_left(#l, #i)",
            "binary_shift_right(#l, #l)",
            "datetime_diff('week', #d, #d)",
            "datetime_diff('nanosecond', #d, #d)",
            "datetime_diff('month', #d, #d)",
            "bin(#l, #i)",
            "abs(#l)",
            "round(#l, -3)",
            "extract('(a)', 1, #s, typeof(long))",
            "iff(#b, #l, #i)",
            "(#y + #i)",
            "min_of(#l, #i)",
        ],
    ),
    (
        "r",
        &[
            "1.5",
            "real(nan)",
            "real(null)",
            "(#r + #l)",
            "(#r - #r)",
            "(#r * #i)",
            "(#r / #r)",
            "(#r % #r)",
            "(#t / #t)",
            "(#d / #t)",
            "toreal(#s)",
            "todouble(#y)",
            "exp(#r)",
            "exp2(#r)",
            "exp10(#r)",
            "log(#r)",
            "log2(#r)",
            "log10(#r)",
            "pow(#r, #r)",
            "sign(#r)",
            "abs(#r)",
            "round(#r, 2)",
            "round(#r, 400)",
            "ceiling(#r)",
            "bin(#r, #r)",
            "floor(#l, #r)",
            "case(#b, #r, #b, #l, #i)",
        ],
    ),
    (
        "s",
        &[
            "'a'",
            "''",
            "tostring(#y)",
            "tostring(#r)",
            "tostring(#d)",
            "tostring(#t)",
            "tostring(#g)",
            "strcat(#s, #l, #y, #t)",
            "strcat_delim(#s, #s, #r, #b)",
            "substring(#s, #i, #l)",
            "substring(#s, #l)",
            "tolower(#s)",
            "toupper(#y)",
            "extract('(a|b)(c)?', #i, #s)",
            "replace('a', @'\\0\\0', #s)",
            "base64_encodestring(#s)",
            "base64_decodestring(#s)",
            "hash_sha256(#s)",
            "hash_sha256(#d)",
            "gettype(#y)",
            "iff(#b, #s, #s)",
            "iff(#b, #s, #y)",
            "max_of(#s, #s)",
        ],
    ),
    (
        "d",
        &[
            "datetime(2024-02-29)",
            "datetime(null)",
            "now()",
            "now(#t)",
            "ago(#t)",
            "(#d + #t)",
            "(#d - #t)",
            "(#t + #d)",
            "(#d * #r)",
            "(#d % #l)",
            "todatetime(#s)",
            "todatetime(#l)",
            "todatetime(#y)",
            "datetime_add('month', #l, #d)",
            "datetime_add('nanosecond', #l, #d)",
            "datetime_add('week', #l, #d)",
            "startofday(#d, #l)",
            "startofweek(#d)",
            "startofmonth(#d, #l)",
            "startofyear(#d, #i)",
            "endofday(#d)",
            "endofweek(#d, #l)",
            "endofmonth(#d, #i)",
            "endofyear(#d, #l)",
            "bin(#d, #t)",
            "bin(#d, #d)",
            "make_datetime(#l, #i, #i)",
            "make_datetime(#i, #i, #i, #l, #l, #r)",
            "min_of(#d, #d)",
        ],
    ),
    (
        "t",
        &[
            "1h",
            "(-1tick)",
            "time(null)",
            "(#t + #t)",
            "(#t - #t)",
            "(#t * #r)",
            "(#l * #t)",
            "(#t / #l)",
            "(#t / #r)",
            "(#t % #t)",
            "(#d - #d)",
            "(#d % #t)",
            "(-(#t))",
            "(#t * #t)",
            "totimespan(#s)",
            "totimespan(#l)",
            "totimespan(#y)",
            "dayofweek(#d)",
            "make_timespan(#l, #i)",
            "make_timespan(#l, #i, #i, #i)",
            "abs(#t)",
            "bin(#t, #t)",
            "(#y - #t)",
        ],
    ),
    (
        "g",
        &[
            "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)",
            "guid(null)",
            "toguid(#s)",
            "toguid(#y)",
            "iff(#b, #g, #y)",
        ],
    ),
    (
        // `parse_json` around what makes an array or a bag: most functions want text where they take a dynamic value.
        "y",
        &[
            "parse_json(#s)",
            "todynamic(#s)",
            "parse_json('[1,{\"a\":2},null]')",
            "parse_json(pack('a', #y, 'b', #r))",
            "parse_json(pack(#s, #l, tostring(#y), #d))",
            "parse_json(pack_array(#y, #y, #s, #t, #g, #b))",
            "parse_json(array_concat(#y, #y))",
            "parse_json(zip(#y, #y))",
            "parse_json(split(#s, #s))",
            "parse_json(split(#s, 'a', #l))",
            "parse_json(extract_all('(a)|(b)', #s))",
            "parse_json(extract_all('(a)(b)?', #y, #s))",
            "parse_json(parse_xml(#s))",
            "parse_cef_dictionary(#s)",
            "geo_location(#s)",
            "#y[0]",
            "#y[-1]",
            "#y.a",
            "#y[#s]",
            "#y[#l]",
            "(#y + #y)",
            "(#y % #y)",
            "iff(#b, #s, #l)",
            "iff(#b, #y, #y)",
        ],
    ),
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

/// Doubling a value again and again doesn't fill the memory.
#[test]
fn values_stay_within_their_bounds() {
    let doubled = |first: &str, step: &str, times: usize| {
        let text = format!(
            "print v = {first}{}",
            format!(" | extend v = {step}").repeat(times)
        );
        let checked = check(&text, &[]).expect("it's within the subset");
        checked
            .plan()
            .rows(now())
            .expect("no row is large")
            .remove(0)
            .remove(0)
    };
    let text = doubled("'0123456789'", "strcat(v, v)", 25);
    assert!(matches!(&text, Value::String(text) if text.len() == MAX_SIZE));
    // What becomes too large is dropped, and then there's room again.
    for (first, step, times) in [
        ("pack_array(1, 2)", "pack_array(v, v)", 22),
        ("pack('a', 1)", "pack('a', v, 'b', v)", 22),
        ("pack_array(1, 2)", "array_concat(v, v)", 22),
        ("pack_array(1, 2)", "zip(v, v, v, pack_array(v))", 22),
        ("'abcdefgh'", "replace('a', 'aaaaaaaa', v)", 8),
        ("'abcdefgh'", "base64_encodestring(strcat(v, v))", 22),
    ] {
        assert!(
            doubled(first, step, times).to_string().len() <= MAX_SIZE,
            "{step}"
        );
    }
}

/// Values aren't nested deeper than JSON is read, so that nothing that walks through them can run out of stack.
#[test]
fn values_are_nested_in_bounds() {
    let text = format!(
        "print v = pack_array(1){}",
        " | extend v = pack_array(v)".repeat(500)
    );
    let rows = check(&text, &[])
        .expect("it's within the subset")
        .plan()
        .rows(now())
        .expect("no row is large");
    assert!(
        rows[0][0]
            .to_string()
            .chars()
            .take_while(|character| *character == '[')
            .count()
            <= 128
    );
}

/// Many large values beside each other are an error of the row, not of the process.
#[test]
fn a_row_that_becomes_too_large_is_an_error() {
    let large = "strcat(a, a, a, a, a, a, a, a, a, a)";
    let text = format!(
        "print a = '0123456789'{} | extend {}",
        " | extend a = ".to_owned()
            + large
            + " | extend a = "
            + large
            + " | extend a = "
            + large
            + " | extend a = "
            + large
            + " | extend a = "
            + large,
        (0..80)
            .map(|at| format!("c{at} = strcat(a, {at})"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let checked = check(&text, &[]).expect("it's within the subset");
    assert_eq!(checked.plan().rows(now()), Err(azlogs_kql::TooLarge));
}

/// Functions that call each other twice, over and over, are refused before they run for ever.
#[test]
fn functions_without_end_are_refused() {
    let mut text = String::from("let f0 = (x: long) { x + x }; ");
    for at in 1..60 {
        write!(
            text,
            "let f{at} = (x: long) {{ f{}(x) + f{}(x) }}; ",
            at - 1,
            at - 1
        )
        .expect("a string takes all");
    }
    text.push_str("source | extend v = f59(l)");
    let problems = check(&text, &columns()).expect_err("too much work");
    assert!(
        problems
            .iter()
            .any(|problem| problem.kind == azlogs_kql::Kind::TooComplex),
        "{problems:?}"
    );
}

/// A chain of functions is as deep as it's long.
#[test]
fn functions_that_go_too_deep_are_refused() {
    let chain = |length: usize| {
        let mut text = String::from("let f0 = (x: long) { x + 1 }; ");
        for at in 1..length {
            write!(text, "let f{at} = (x: long) {{ f{}(x) }}; ", at - 1)
                .expect("a string takes all");
        }
        write!(text, "print v = f{}(1)", length - 1).expect("a string takes all");
        check(&text, &[])
    };
    let checked = chain(350).expect("deep, but not too deep");
    assert_eq!(
        checked.plan().rows(now()).expect("no row is large")[0][0],
        Value::Long(2)
    );
    let problems = chain(900).expect_err("too deep");
    assert!(
        problems
            .iter()
            .any(|problem| problem.kind == azlogs_kql::Kind::TooComplex),
        "{problems:?}"
    );
}

/// Long sums are no deep trees, or are refused.
#[test]
fn a_long_sum_is_no_danger() {
    let text = format!("print v = 1{}", " + 1".repeat(10_000));
    if let Ok(checked) = check(&text, &[]) {
        assert_eq!(
            checked.plan().rows(now()).expect("no row is large")[0][0],
            Value::Long(10_001)
        );
    }
}
