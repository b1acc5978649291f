//! What differs between two versions of a rule, and what it takes to go from one to the other.
//!
//! A rule stands between a table and those who send rows, and each of the three changes at a moment of its own. So most
//! changes lose rows or columns for a while, unless they are made in order: a new column is first in the table, then in the
//! rule, then in the rows.
//!
//! ```
//! use azlogs_dcr_gen::Document;
//! use azlogs_dcr_gen::diff::{ChangeClass, Phase, diff};
//!
//! let old = Document::parse("old.json", br#"{ "Custom-App": { "columns": [ { "name": "Status", "type": "int" } ] } }"#);
//! let new = Document::parse("new.json", br#"{ "Custom-App": { "columns": [
//!     { "name": "Status", "type": "int" }, { "name": "Path", "type": "string" }
//! ] } }"#);
//!
//! let changes = diff(&old, &new);
//! assert_eq!(changes[0].message, "column `Path` (string) of stream `Custom-App` is new");
//! assert_eq!(changes[0].class, ChangeClass::Ordered);
//! let phases: Vec<Phase> = changes[0].steps.iter().map(|step| step.phase).collect();
//! assert_eq!(phases, [Phase::Tables, Phase::Rule, Phase::Producers]);
//! ```

mod change;
mod columns;
mod flows;
mod kql;
mod outputs;
mod pairs;
mod rules;
mod streams;
mod tables;

use azlogs_dcr::Document;

use self::change::Changes;
pub use self::change::{Change, ChangeClass, Phase, Step};

/// The changes from one document to another, the impossible ones first, then those in an order, then the safe ones.
///
/// Rules are compared by name, or by what else they have in common; streams and columns as well, so that one which is called
/// otherwise isn't one that is gone and another that is new. What a document doesn't say is no change: a template has no
/// immutable id, and what Azure shows has one.
pub fn diff(old: &Document, new: &Document) -> Vec<Change> {
    let mut changes = Changes::new(old.file(), new.file());
    rules::compare(old.rules(), new.rules(), &mut changes);
    changes.finish()
}
