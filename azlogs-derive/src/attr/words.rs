//! Which words stand where.

use super::grammar::{Grammar, Word};

/// `#[log_record(…)]` on a struct.
pub(super) const ON_STRUCT: Grammar = Grammar {
    helper: "log_record",
    place: "a struct",
    words: STRUCT,
    elsewhere: (FIELD, "a field"),
};

/// `#[log_record(…)]` on a field.
pub(super) const ON_FIELD: Grammar = Grammar {
    helper: "log_record",
    place: "a field",
    words: FIELD,
    elsewhere: (STRUCT, "the struct"),
};

/// `#[log_column(…)]` on a newtype or an enum.
pub(super) const ON_TYPE: Grammar = Grammar {
    helper: "log_column",
    place: "a type",
    words: TYPE,
    elsewhere: (VARIANT, "a variant"),
};

/// `#[log_column(…)]` on a variant.
pub(super) const ON_VARIANT: Grammar = Grammar {
    helper: "log_column",
    place: "a variant",
    words: VARIANT,
    elsewhere: (TYPE, "the type"),
};

const STRUCT: &[Word] = &[
    Word("dcr", Some("infra/dcr.json")),
    Word("stream", Some("Custom-AppRequests")),
    Word("table", Some("infra/table.json")),
    Word("rename_all", Some("PascalCase")),
    Word("exhaustive", None),
    Word("group", None),
    Word("no_implicit_prelude", None),
    Word("crate", Some("azlogs")),
];

const FIELD: &[Word] = &[
    Word("column", Some("OrderId")),
    Word("column_type", Some("int")),
    Word("dynamic", None),
    Word("json_string", None),
    Word("with", Some("path::to_fn")),
    Word("row_id", None),
    Word("skip_if_none", None),
    Word("null", None),
    Word("flatten", None),
    Word("skip", None),
];

const TYPE: &[Word] = &[
    Word("rename_all", Some("snake_case")),
    Word("crate", Some("azlogs")),
];

const VARIANT: &[Word] = &[Word("rename", Some("not-found"))];
