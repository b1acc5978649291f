//! What has changed about the columns of a stream.

use azlogs_dcr::{Column, Quoted, Stream, nearest};

use super::change::{ChangeClass, Changes, Phase};
use super::pairs::Pairs;
use super::tables::Tables;

/// `keeps_type` says whether a column comes to the tables with the type that it had.
pub(super) fn compare(
    old: &Stream,
    new: &Stream,
    tables: &Tables<'_>,
    keeps_type: impl Fn(&str) -> bool,
    changes: &mut Changes<'_>,
) {
    let stream = Quoted(&new.name);
    let mut pairs = Pairs::by(&old.columns, &new.columns, |old, new| old.name == new.name);
    for (old, new) in pairs.pair_left(renamed) {
        let (before, now) = (Quoted(&old.name), Quoted(&new.name));
        let message = format!("column {before} of stream {stream} is called {now} now");
        changes.push(
            changes
                .new_at(&new.place, ChangeClass::Ordered, message)
                .steps(Phase::Tables, tables.column_is_needed(new))
                .step(Phase::Rule, format!("declare column {now} beside {before}"))
                .step(
                    Phase::Producers,
                    format!("send column {now} instead of {before}"),
                )
                .step(Phase::RuleCleanup, format!("drop column {before}")),
        );
    }
    for (old, new) in &pairs.both {
        compare_column(
            old,
            new,
            &format!("of stream {stream}"),
            &keeps_type,
            changes,
        );
    }
    if !is_in_the_same_order(&pairs.both, old) {
        let message = format!("the columns of stream {stream} are in another order");
        changes.push(changes.new_at(&new.place, ChangeClass::Safe, message));
    }
    for column in pairs.added {
        let name = Quoted(&column.name);
        let message = format!(
            "column {name} ({}) of stream {stream} is new",
            column.column_type
        );
        changes.push(
            changes
                .new_at(&column.place, ChangeClass::Ordered, message)
                .steps(Phase::Tables, tables.column_is_needed(column))
                .step(Phase::Rule, format!("declare column {name}"))
                .step(Phase::Producers, format!("send column {name}")),
        );
    }
    for column in pairs.gone {
        let name = Quoted(&column.name);
        let message = format!("column {name} of stream {stream} is gone");
        changes.push(
            changes
                .old_at(&column.place, ChangeClass::Ordered, message)
                .step(
                    Phase::Producers,
                    format!("send column {name} no more: it would be dropped in silence"),
                )
                .step(Phase::RuleCleanup, format!("drop column {name}")),
        );
    }
}

fn compare_column(
    old: &Column,
    new: &Column,
    of_stream: &str,
    keeps_type: impl Fn(&str) -> bool,
    changes: &mut Changes<'_>,
) {
    let name = Quoted(&new.name);
    if old.column_type != new.column_type {
        let message = format!(
            "column {name} {of_stream} is of type {} now, and was of type {}",
            new.column_type, old.column_type
        );
        let place = &new.type_place;
        changes.push(if keeps_type(&new.name) {
            // The transform makes of it what it was.
            changes
                .new_at(place, ChangeClass::Ordered, message)
                .step(
                    Phase::Rule,
                    format!("declare column {name} as {}", new.column_type),
                )
                .step(
                    Phase::Producers,
                    format!("send column {name} as {}", new.column_type),
                )
        } else {
            changes.new_at(place, ChangeClass::Impossible, message).help(
                "a table's column keeps its type, and a flow of another type is refused: add a column of another name, \
                 or leave the stream's column as it is and make the other type in the transform",
            )
        });
    }
    if old.description != new.description {
        let message = format!("the description of column {name} {of_stream} is another");
        changes.push(changes.new_at(&new.place, ChangeClass::Safe, message));
    }
}

/// A column of the same type that is called nearly the same.
fn renamed(old: &Column, added: &[&Column]) -> Option<usize> {
    let candidates = added
        .iter()
        .filter(|new| new.column_type == old.column_type);
    let near = nearest(&old.name, candidates.map(|column| column.name.as_str()))?;
    added.iter().position(|column| column.name == near)
}

/// The pairs are in the order of the new version.
fn is_in_the_same_order(pairs: &[(&Column, &Column)], old: &Stream) -> bool {
    let index = |column: &Column| old.columns.iter().position(|it| it.name == column.name);
    pairs.is_sorted_by_key(|(old, _)| index(old))
}
