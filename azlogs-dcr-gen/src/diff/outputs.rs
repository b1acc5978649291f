//! What comes out of flows, before and now.

use azlogs_dcr::{DataFlow, Rule, Stream};
use azlogs_kql::dcr::columns_out;
use azlogs_kql::{OutputColumn, ScalarType};

/// A column that comes to a table as another type than before.
pub(super) struct Retyped {
    pub(super) name: String,
    pub(super) before: &'static str,
    pub(super) now: &'static str,
    /// The columns of the stream from which it is made.
    reads: Vec<String>,
}

/// What a table gets otherwise than before.
pub(super) struct Outputs {
    pub(super) added: Vec<(String, &'static str)>,
    pub(super) retyped: Vec<Retyped>,
}

/// What comes out of two versions of a flow; none where one of them isn't known, or takes several streams.
pub(super) fn compare(
    (old_rule, old): (&Rule, &DataFlow),
    (new_rule, new): (&Rule, &DataFlow),
) -> Option<Outputs> {
    let before = of(old_rule, old)?;
    let (mut added, mut retyped) = (Vec::new(), Vec::new());
    for column in of(new_rule, new)? {
        let now = type_of(&column);
        match before.iter().find(|before| before.name == column.name) {
            None => added.push((column.name, now)),
            Some(before) if type_of(before) == now => {}
            Some(before) => retyped.push(Retyped {
                before: type_of(before),
                name: column.name,
                reads: column.reads,
                now,
            }),
        }
    }
    Some(Outputs { added, retyped })
}

/// Whether it is known of all tables of a stream that what is made of the column comes to them as the type that it was.
pub(super) fn keep_type(
    (old_rule, old): (&Rule, &Stream),
    (new_rule, new): (&Rule, &Stream),
    column: &str,
) -> bool {
    let is_of_it = |retyped: &Retyped| retyped.reads.iter().any(|read| read == column);
    let mut flows = new_rule.flows_of(&new.name).peekable();
    flows.peek().is_some()
        && flows.all(|flow| {
            let mut before = old_rule.flows_of(&old.name);
            let same = before.find(|before| before.table() == flow.table());
            same.is_none_or(|before| {
                compare((old_rule, before), (new_rule, flow))
                    .is_some_and(|outputs| !outputs.retyped.iter().any(is_of_it))
            })
        })
}

fn of(rule: &Rule, flow: &DataFlow) -> Option<Vec<OutputColumn>> {
    match flow.streams.as_slice() {
        [stream] => columns_out(rule, flow, &stream.value),
        _ => None,
    }
}

/// The type as a table calls it.
fn type_of(column: &OutputColumn) -> &'static str {
    match column.r#type {
        ScalarType::Bool => "boolean",
        other => other.as_str(),
    }
}
