//! Which rules two documents have in common, and what has changed about each as a whole.

use azlogs_dcr::{Located, Quoted, Rule};

use super::change::{ChangeClass, Changes, Phase};
use super::pairs::Pairs;
use super::tables::Tables;
use super::{flows, streams};

/// What has to be done so that a rule may be sent to.
const ROLE: &str = "give the senders the role Monitoring Metrics Publisher on it";

pub(super) fn compare(old: &[Rule], new: &[Rule], changes: &mut Changes<'_>) {
    let are_single = old.len() <= 1 && new.len() <= 1;
    let mut pairs = Pairs::by(old, new, |old, new| {
        are_single || name(old).is_some_and(|it| name(new) == Some(it))
    });
    let alike = pairs.pair_left(|old, added| added.iter().position(|new| is_the_same(old, new)));
    let nameless = pairs.pair_left(|old, added| {
        let place = added.iter().position(|new| new.name.is_none());
        place.filter(|_| old.name.is_none())
    });
    for (before, now) in pairs.both.into_iter().chain(alike).chain(nameless) {
        if !are_single {
            changes.of_rule(called(now));
        }
        compare_rule(before, now, changes);
    }
    changes.of_rule(String::new());
    for rule in pairs.added {
        report_added(rule, changes);
    }
    for rule in pairs.gone {
        report_gone(rule, changes);
    }
}

fn report_added(rule: &Rule, changes: &mut Changes<'_>) {
    let name = called(rule);
    let streams = rule.streams.iter();
    let tables = streams.flat_map(|stream| Tables::of(rule, &stream.name).are_needed(None));
    changes.push(
        changes
            .new_at(&rule.place, ChangeClass::Ordered, format!("{name} is new"))
            .steps(Phase::Tables, tables)
            .step(Phase::Rule, format!("deploy {name}, and {ROLE}"))
            .step(Phase::Producers, format!("send to {name}")),
    );
}

fn report_gone(rule: &Rule, changes: &mut Changes<'_>) {
    let name = called(rule);
    changes.push(
        changes
            .old_at(&rule.place, ChangeClass::Ordered, format!("{name} is gone"))
            .step(Phase::Producers, format!("send to {name} no more"))
            .step(Phase::RuleCleanup, format!("delete {name}")),
    );
}

/// Whether two rules of different names are one: they have one immutable id, or a stream in common.
fn is_the_same(old: &Rule, new: &Rule) -> bool {
    match (&old.immutable_id, &new.immutable_id) {
        (Some(old), Some(new)) => old.value == new.value,
        _ => old
            .streams
            .iter()
            .any(|stream| new.stream(&stream.name).is_some()),
    }
}

fn called(rule: &Rule) -> String {
    match &rule.name {
        Some(name) => format!("rule {}", Quoted(&name.value)),
        None => format!("the rule at line {}", rule.place.line),
    }
}

fn compare_rule(old: &Rule, new: &Rule, changes: &mut Changes<'_>) {
    let is_another = compare_identity(old, new, changes);
    if !is_another {
        compare_kind(old, new, changes);
    }
    compare_endpoints(old, new, changes);
    let kept = streams::compare(old, new, changes);
    flows::compare(old, new, &kept, changes);
}

/// A rule is known to those who send by the id that Azure gave it. Under another name it is another rule.
fn compare_identity(old: &Rule, new: &Rule, changes: &mut Changes<'_>) -> bool {
    let ids = (&old.immutable_id, &new.immutable_id);
    let (message, place) = match (ids, (&old.name, &new.name)) {
        ((Some(before), Some(now)), _) if before.value != now.value => (
            format!(
                "the rule's immutable id is {} now, and was {}",
                Quoted(now.value.as_str()),
                Quoted(before.value.as_str())
            ),
            &now.place,
        ),
        ((Some(_), Some(_)), _) => return false,
        (_, (Some(before), Some(now))) if before.value != now.value => (
            format!(
                "the rule is called {} now, and was called {}: to Azure it is another rule, with another immutable id",
                Quoted(&now.value),
                Quoted(&before.value)
            ),
            &now.place,
        ),
        _ => return false,
    };
    changes.push(
        changes
            .new_at(place, ChangeClass::Ordered, message)
            .step(
                Phase::Rule,
                format!("deploy the new rule beside the old one, and {ROLE}"),
            )
            .step(Phase::Producers, "send to the immutable id of the new rule")
            .step(Phase::RuleCleanup, "delete the old rule"),
    );
    true
}

fn compare_endpoints(old: &Rule, new: &Rule, changes: &mut Changes<'_>) {
    let own = (&old.logs_ingestion_endpoint, &new.logs_ingestion_endpoint);
    if let (Some(before), Some(now)) = own {
        compare_endpoint("endpoint", before, now, Quoted, changes);
    }
    let shared = (
        &old.data_collection_endpoint_id,
        &new.data_collection_endpoint_id,
    );
    if let (Some(before), Some(now)) = shared {
        // The last part of a resource's id is its name.
        let name = |id| Quoted(str::rsplit(id, '/').next().unwrap_or(id));
        compare_endpoint("data collection endpoint", before, now, name, changes);
    }
}

fn compare_endpoint<'a>(
    what: &str,
    before: &'a Located<String>,
    now: &'a Located<String>,
    show: impl Fn(&'a str) -> Quoted<'a>,
    changes: &mut Changes<'_>,
) {
    if before.value == now.value {
        return;
    }
    let (old, new) = (show(&before.value), show(&now.value));
    let message = format!("the rule's {what} is {new} now, and was {old}");
    changes.push(
        changes
            .new_at(&now.place, ChangeClass::Ordered, message)
            .step(Phase::Rule, format!("deploy the rule with its new {what}"))
            .step(Phase::Producers, "send to the new endpoint"),
    );
}

/// Source: "Structure of a data collection rule", `endpoints`: only rules created as `Direct` have one.
fn compare_kind(old: &Rule, new: &Rule, changes: &mut Changes<'_>) {
    let (Some(before), Some(now)) = (&old.kind, &new.kind) else {
        return;
    };
    if before.value.eq_ignore_ascii_case(&now.value) {
        return;
    }
    let message = format!(
        "the rule's kind is {} now, and was {}",
        Quoted(&now.value),
        Quoted(&before.value)
    );
    changes.push(changes
        .new_at(&now.place, ChangeClass::Impossible, message)
        .help("a rule keeps the kind that it was created with, and the endpoint that comes with it: create another rule"));
}

fn name(rule: &Rule) -> Option<&str> {
    rule.name.as_ref().map(|name| name.value.as_str())
}
