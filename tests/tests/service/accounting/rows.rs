//! Rows of all sizes, some of which can't be written.

use azlogs::LogRecord;
use proptest::prelude::*;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use crate::support::rows::noise;

#[derive(Clone, Debug, LogRecord)]
#[log_record(
    dcr = "dcr/cases.json",
    stream = "Custom-Numbered",
    rename_all = "PascalCase"
)]
pub(crate) struct Row {
    number: i64,
    text: String,
    #[log_record(dynamic)]
    detail: Option<Unwritable>,
}

/// What makes a row one that can't be written.
#[derive(Clone, Debug)]
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("it has no JSON form"))
    }
}

impl Row {
    pub(crate) fn is_writable(&self) -> bool {
        self.detail.is_none()
    }
}

/// Any rows, each with its place as its number.
pub(super) fn rows() -> impl Strategy<Value = Vec<Row>> {
    let length = prop_oneof![8 => 0_usize..80, 2 => 0_usize..800, 1 => 0_usize..6_000];
    let row = (length, any::<Option<u64>>(), prop::bool::weighted(0.03));
    prop::collection::vec(row, 0..160).prop_map(|rows| {
        let rows = rows.into_iter().zip(0..);
        rows.map(|((length, seed, unwritable), number)| Row {
            number,
            text: match seed {
                Some(seed) => noise(length, &mut fastrand::Rng::with_seed(seed)),
                None => "x".repeat(length),
            },
            detail: unwritable.then_some(Unwritable),
        })
        .collect()
    })
}
