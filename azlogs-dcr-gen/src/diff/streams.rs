//! What has changed about the streams of a rule.

use std::collections::HashMap;

use azlogs_dcr::{Quoted, Rule, Stream, nearest};

use super::change::{ChangeClass, Changes, Phase};
use super::columns;
use super::outputs;
use super::pairs::Pairs;
use super::tables::Tables;

/// The streams of the old rule that the new one has too, with what they are called there.
pub(super) type Kept<'a> = HashMap<&'a str, &'a str>;

pub(super) fn compare<'a>(old: &'a Rule, new: &'a Rule, changes: &mut Changes<'_>) -> Kept<'a> {
    let mut pairs = Pairs::by(&old.streams, &new.streams, |old, new| old.name == new.name);
    let renamed = pairs.pair_left(renamed);
    for (before, now) in &renamed {
        report_renamed(before, now, &Tables::of(new, &now.name), old, changes);
    }
    let kept: Vec<_> = pairs.both.into_iter().chain(renamed).collect();
    for (before, now) in &kept {
        let tables = Tables::of(new, &now.name);
        let keeps_type = |column: &str| outputs::keep_type((old, before), (new, now), column);
        columns::compare(before, now, &tables, keeps_type, changes);
    }
    for stream in pairs.added {
        let name = Quoted(&stream.name);
        changes.push(
            changes
                .new_at(
                    &stream.place,
                    ChangeClass::Ordered,
                    format!("stream {name} is new"),
                )
                .steps(
                    Phase::Tables,
                    Tables::of(new, &stream.name).are_needed(Some(old)),
                )
                .step(Phase::Rule, format!("declare stream {name}, and its flow"))
                .step(Phase::Producers, format!("send to stream {name}")),
        );
    }
    for stream in pairs.gone {
        let name = Quoted(&stream.name);
        changes.push(
            changes
                .old_at(
                    &stream.place,
                    ChangeClass::Ordered,
                    format!("stream {name} is gone"),
                )
                .step(
                    Phase::Producers,
                    format!("send to stream {name} no more: it would be refused"),
                )
                .step(
                    Phase::RuleCleanup,
                    format!("drop stream {name}, and its flow"),
                ),
        );
    }
    let names = kept.into_iter();
    names
        .map(|(old, new)| (old.name.as_str(), new.name.as_str()))
        .collect()
}

fn report_renamed(
    old: &Stream,
    new: &Stream,
    tables: &Tables<'_>,
    old_rule: &Rule,
    changes: &mut Changes<'_>,
) {
    let (before, now) = (Quoted(&old.name), Quoted(&new.name));
    changes.push(
        changes
            .new_at(
                &new.place,
                ChangeClass::Ordered,
                format!("stream {before} is called {now} now"),
            )
            .steps(Phase::Tables, tables.are_created(old_rule))
            .step(
                Phase::Rule,
                format!("declare stream {now} and its flow beside {before}"),
            )
            .step(
                Phase::Producers,
                format!("send to stream {now} instead of {before}"),
            )
            .step(
                Phase::RuleCleanup,
                format!("drop stream {before}, and its flow"),
            ),
    );
}

/// A stream with at least half of the columns in common that is called nearly the same, or else one with the very same columns.
fn renamed(old: &Stream, added: &[&Stream]) -> Option<usize> {
    let alike = added.iter().filter(|new| {
        let most = old.columns.len().max(new.columns.len());
        most > 0 && 2 * in_common(old, new) >= most
    });
    let near = nearest(&old.name, alike.map(|stream| stream.name.as_str()));
    if let Some(near) = near {
        return added.iter().position(|stream| stream.name == near);
    }
    added.iter().position(|new| {
        let count = new.columns.len();
        count > 0 && count == old.columns.len() && count == in_common(old, new)
    })
}

fn in_common(old: &Stream, new: &Stream) -> usize {
    let types: HashMap<_, _> = old
        .columns
        .iter()
        .map(|column| (column.name.as_str(), column.column_type))
        .collect();
    let columns = new.columns.iter();
    columns
        .filter(|column| types.get(column.name.as_str()) == Some(&column.column_type))
        .count()
}
