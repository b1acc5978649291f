//! What compiles, what doesn't, and in which words the compiler says so.
//!
//! A file's name is the sentence that it shows. In `fail/` the folders are kinds of mistake, and beside each file is what
//! the compiler says. Part of that are the compiler's own words, here those of Rust 1.95: `TRYBUILD=overwrite cargo test
//! -p azlogs-ui-tests` writes them anew.

#[test]
fn rows_that_agree_with_their_rule_compile_and_others_say_why_not() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    cases.compile_fail("fail/*/*.rs");
}
