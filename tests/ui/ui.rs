//! What compiles, what doesn't, and in which words the compiler says so.

#[test]
fn rows_that_agree_with_their_rule_compile_and_others_say_why_not() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    cases.compile_fail("fail/*/*.rs");
}
