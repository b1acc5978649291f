//! What would grow without end is cut, dropped or refused.

use std::fmt::Write as _;

use azlogs_kql::{Column, Kind, MAX_SIZE, Problem, ScalarType, Value, check};

use crate::cases::now;

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
    let problems = check(&text, &[Column::new("l", ScalarType::Long)]).expect_err("too much work");
    assert_too_complex(&problems);
}

fn assert_too_complex(problems: &[Problem]) {
    let mut kinds = problems.iter().map(|problem| problem.kind);
    assert!(kinds.any(|kind| kind == Kind::TooComplex), "{problems:?}");
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
    assert_too_complex(&problems);
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

/// What is known of dynamic values is shared, not copied, and is compared only so far.
#[test]
fn what_is_known_of_values_stays_small() {
    let nested = |name: &str| {
        let steps = format!(" | extend {name} = pack('a', {name}, 'b', {name})").repeat(500);
        format!(" | extend {name} = pack('a', {name}1){steps}")
    };
    let text = format!(
        "print p1 = 1, q1 = 2{}{} | extend n = iff(true, p, q).a",
        nested("p"),
        nested("q")
    );
    let checked = check(&text, &[]).expect("it's within the subset");
    assert_eq!(checked.columns().len(), 5);
}
