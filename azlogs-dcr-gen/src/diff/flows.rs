//! What has changed about the data flows of a rule.

use std::collections::BTreeSet;

use azlogs_dcr::{DataFlow, Place, Quoted, Rule};

use super::change::{ChangeClass, Changes, Phase};
use super::kql::{Likeness, likeness};
use super::outputs::{self, Outputs, Retyped};
use super::pairs::Pairs;
use super::streams::Kept;
use super::tables::{addition, creation, table_of};

/// A flow, as far as it is of streams that both versions have. The flows of other streams come and go with these.
struct Flow<'a> {
    flow: &'a DataFlow,
    /// What the streams are called in the new version.
    streams: BTreeSet<&'a str>,
}

pub(super) fn compare(old: &Rule, new: &Rule, kept: &Kept<'_>, changes: &mut Changes<'_>) {
    if old.data_flows.is_empty() || new.data_flows.is_empty() {
        // Declarations alone say nothing of flows, and a rule without flows does nothing.
        return;
    }
    let is_declared = |rule: &Rule, name: &str| rule.stream(name).is_some();
    let old_flows = flows(old, |name| match kept.get(name) {
        Some(now) => Some(*now),
        // A stream that isn't declared is Azure's own, and has one name.
        None => (!is_declared(old, name)).then_some(name),
    });
    let new_flows = flows(new, |name| {
        let is_kept = kept.values().any(|now| *now == name);
        (is_kept || !is_declared(new, name)).then_some(name)
    });
    let mut pairs = Pairs::by(&old_flows, &new_flows, |old, new| {
        old.streams == new.streams && output(old.flow) == output(new.flow)
    });
    let moved =
        pairs.pair_left(|old, added| added.iter().position(|new| new.streams == old.streams));
    for (before, now) in &moved {
        report_moved(before, now, old, changes);
    }
    for (before, now) in &pairs.both {
        let outputs = outputs::compare((old, before.flow), (new, now.flow));
        compare_transforms(before, now, outputs.as_ref(), changes);
        compare_destinations(before, now, changes);
    }
    for (before, now) in &moved {
        compare_transforms(before, now, None, changes);
        compare_destinations(before, now, changes);
    }
    for flow in pairs.added {
        let (streams, table) = (flow.streams(), table_of(flow.flow));
        changes.push(
            changes
                .new_at(
                    &flow.flow.place,
                    ChangeClass::Ordered,
                    format!("{streams} flows into {table} as well"),
                )
                .steps(Phase::Tables, creation(flow.flow, Some(old)))
                .step(
                    Phase::Rule,
                    format!("add the flow of {streams} into {table}"),
                ),
        );
    }
    for flow in pairs.gone {
        let (streams, table) = (flow.streams(), table_of(flow.flow));
        changes.push(
            changes
                .old_at(
                    &flow.flow.place,
                    ChangeClass::Ordered,
                    format!("{streams} flows no more into {table}"),
                )
                .step(
                    Phase::RuleCleanup,
                    format!("drop the flow of {streams} into {table}: the rows before stay"),
                ),
        );
    }
}

/// The flows of streams that `name` knows.
fn flows<'a>(rule: &'a Rule, name: impl Fn(&'a str) -> Option<&'a str>) -> Vec<Flow<'a>> {
    let flows = rule.data_flows.iter().map(|flow| Flow {
        flow,
        streams: flow
            .streams
            .iter()
            .filter_map(|it| name(&it.value))
            .collect(),
    });
    flows.filter(|flow| !flow.streams.is_empty()).collect()
}

/// The flow's output, which without being said is that of its stream.
fn output(flow: &DataFlow) -> Option<&str> {
    match &flow.output_stream {
        Some(output) => Some(&output.value),
        None => flow.table(),
    }
}

fn report_moved(old: &Flow<'_>, new: &Flow<'_>, old_rule: &Rule, changes: &mut Changes<'_>) {
    let (streams, before, now) = (new.streams(), table_of(old.flow), table_of(new.flow));
    let place = match &new.flow.output_stream {
        Some(output) => &output.place,
        None => &new.flow.place,
    };
    changes.push(
        changes
            .new_at(
                place,
                ChangeClass::Ordered,
                format!("{streams} flows into {now} now, and flowed into {before}"),
            )
            .steps(Phase::Tables, creation(new.flow, Some(old_rule)))
            .step(
                Phase::Rule,
                format!("let {streams} flow into {now}: the rows before stay in {before}"),
            ),
    );
}

/// `outputs` is what comes to one table before and now, where that is known.
fn compare_transforms(
    old: &Flow<'_>,
    new: &Flow<'_>,
    outputs: Option<&Outputs>,
    changes: &mut Changes<'_>,
) {
    let (streams, table) = (new.streams(), table_of(new.flow));
    let message = match likeness(old.flow, new.flow) {
        Likeness::Same => return,
        Likeness::LaidOutOtherwise => {
            let message = format!("the transform of {streams} into {table} is laid out otherwise");
            changes.push(changes.new_at(place_of_transform(new.flow), ChangeClass::Safe, message));
            return;
        }
        Likeness::Another if new.flow.is_pass_through() => {
            format!("{streams} flows into {table} as it is now, and went through a transform")
        }
        Likeness::Another if old.flow.is_pass_through() => {
            format!("{streams} flows into {table} through a transform now")
        }
        Likeness::Another => format!("the transform of {streams} into {table} is another"),
    };
    let needed = match outputs {
        Some(outputs) => {
            report_retyped(new, outputs, changes);
            let added = outputs.added.iter();
            added
                .map(|(name, column_type)| addition(new.flow, name, column_type))
                .collect()
        }
        None => vec![format!(
            "give {table} each column that comes out of the flow, of the same type: others are dropped or refused"
        )],
    };
    changes.push(
        changes
            .new_at(place_of_transform(new.flow), ChangeClass::Ordered, message)
            .steps(Phase::Tables, needed)
            .step(Phase::Rule, format!("deploy the transform into {table}")),
    );
}

/// Columns that the transform brings to the table as another type.
fn report_retyped(new: &Flow<'_>, outputs: &Outputs, changes: &mut Changes<'_>) {
    let table = table_of(new.flow);
    for Retyped {
        name, before, now, ..
    } in &outputs.retyped
    {
        let message = format!(
            "column {} comes to {table} as {now} now, and came as {before}",
            Quoted(name)
        );
        changes.push(
            changes
                .new_at(place_of_transform(new.flow), ChangeClass::Impossible, message)
                .help(
                    "a table's column keeps its type, and a flow of another type is refused: let the transform make a column \
                     of another name, or the type that the table has",
                ),
        );
    }
}

fn place_of_transform(flow: &DataFlow) -> &Place {
    let transform = flow
        .transform_kql
        .as_ref()
        .or(flow.named_transform.as_ref());
    transform.map_or(&flow.place, |transform| &transform.place)
}

fn compare_destinations(old: &Flow<'_>, new: &Flow<'_>, changes: &mut Changes<'_>) {
    let (before, now) = (destinations(old.flow), destinations(new.flow));
    if before == now {
        return;
    }
    let (streams, table) = (new.streams(), table_of(new.flow));
    let listed = |names: &BTreeSet<&str>| {
        let names: Vec<_> = names.iter().map(|name| Quoted(name).to_string()).collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    };
    let (before, now) = (listed(&before), listed(&now));
    changes.push(
        changes
            .new_at(
                &new.flow.place,
                ChangeClass::Ordered,
                format!("the flow of {streams} into {table} goes to destination {now} now, and went to {before}"),
            )
            .step(
                Phase::Tables,
                format!("make sure that {table} is in the workspace of destination {now}"),
            )
            .step(
                Phase::Rule,
                format!("let {streams} flow to destination {now}"),
            ),
    );
}

fn destinations(flow: &DataFlow) -> BTreeSet<&str> {
    let names = flow.destinations.iter();
    names.map(|name| name.value.as_str()).collect()
}

impl Flow<'_> {
    /// ``stream `A` ``, or several of them.
    fn streams(&self) -> String {
        let names: Vec<_> = self
            .streams
            .iter()
            .map(|name| Quoted(name).to_string())
            .collect();
        match names.as_slice() {
            [name] => format!("stream {name}"),
            names => format!("each of streams {}", names.join(", ")),
        }
    }
}
