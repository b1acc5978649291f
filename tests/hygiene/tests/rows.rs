//! What the rows of the strict crate become, and that its rule's file is watched.

use std::time::SystemTime;

use azlogs_hygiene_tests::{plain, shadowing};
use telemetry::{LogRecord, to_json};

#[test]
fn a_row_under_strict_lints_is_whole() {
    #[allow(deprecated)]
    let request = plain::Request {
        time_generated: SystemTime::UNIX_EPOCH,
        path: "/",
        status: None::<i32>,
        size: 7,
        tags: vec![plain::Tag { text: "a" }],
        headers: vec![plain::Tag { text: "b" }],
        state: plain::State::AllGood,
        source: plain::Source {
            host: "web".to_owned(),
        },
        old: Some(true),
        ignored: (),
    };
    assert_eq!(
        to_json(&request).unwrap(),
        concat!(
            r#"{"TimeGenerated":"1970-01-01T00:00:00.0000000Z","Path":"/","Status":null,"Size":7,"#,
            r#""Tags":[{"text":"a"}],"Headers":"[{\"text\":\"b\"}]","State":"all_good","Host":"web","Old":true}"#
        )
    );
    let natural = plain::Natural {
        path: plain::Path::root(),
        source: plain::Source {
            host: String::new(),
        },
    };
    assert_eq!(to_json(&natural).unwrap(), r#"{"Path":"","Host":""}"#);
    assert_eq!(to_json(&plain::Empty {}).unwrap(), "{}");
}

/// The traits that say where a column is declared are the strict crate's own code. It has a prelude, unlike the one above.
mod strict {
    #![deny(
        warnings,
        missing_docs,
        rust_2018_idioms,
        single_use_lifetimes,
        unreachable_pub,
        unused_lifetimes,
        unused_qualifications,
        clippy::all,
        clippy::pedantic,
        clippy::nursery
    )]
    #![allow(
        clippy::redundant_pub_crate,
        reason = "it is the opposite of unreachable_pub"
    )]

    use std::time::SystemTime;

    use azlogs_hygiene_tests::plain::{Path, State};
    use telemetry::LogRecord;

    #[derive(LogRecord)]
    #[log_record(
        crate = "::telemetry",
        dcr = "dcr.json",
        stream = "Custom-Requests",
        rename_all = "PascalCase"
    )]
    pub(super) struct Request<'a> {
        pub(super) time_generated: SystemTime,
        pub(super) path: Path,
        #[log_record(null)]
        pub(super) state: Option<&'a State>,
        #[log_record(with = "length")]
        pub(super) size: &'a str,
        pub(super) r#old: Switch,
    }

    pub(super) type Switch = bool;

    fn length(text: &str) -> Option<i64> {
        i64::try_from(text.len()).ok()
    }
}

#[test]
fn a_row_of_types_that_only_the_compiler_knows_is_whole() {
    let request = strict::Request {
        time_generated: SystemTime::UNIX_EPOCH,
        path: plain::Path::root(),
        state: None,
        size: "seven",
        old: false,
    };
    assert_eq!(
        to_json(&request).unwrap(),
        r#"{"TimeGenerated":"1970-01-01T00:00:00.0000000Z","Path":"","State":null,"Size":5,"Old":false}"#
    );
}

#[test]
fn names_of_the_users_own_are_not_taken_for_others() {
    let row = shadowing::Row {
        text: shadowing::String("t"),
        number: shadowing::u8(1),
        choice: shadowing::Result::Ok,
        list: [1, 2],
        group: shadowing::Option { truth: true },
    };
    assert_eq!(
        to_json(&row).unwrap(),
        r#"{"Text":"t","Number":1,"Choice":"Ok","List":[1,2],"Truth":true}"#
    );
}

/// What cargo looks at to decide whether a crate is to be compiled again.
#[test]
fn a_change_of_the_rule_compiles_the_row_again() {
    #[derive(LogRecord)]
    #[log_record(crate = "telemetry", dcr = "dcr.json", stream = "Custom-Requests")]
    struct Row {
        #[log_record(column = "Path")]
        path: &'static str,
    }

    assert_eq!(to_json(&Row { path: "/" }).unwrap(), r#"{"Path":"/"}"#);
    let depends_on = std::env::current_exe().unwrap().with_extension("d");
    let depends_on = std::fs::read_to_string(depends_on).unwrap();
    let watched = |line: &str| line.ends_with("dcr.json:");
    assert!(depends_on.lines().any(watched), "{depends_on}");
}
