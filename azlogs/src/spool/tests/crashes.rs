//! The process, or the power, goes at any operation.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::memory::{Memory, Mishap};
use super::{append, assert_ascending, assert_has, drain, open};

/// What is done to a spool.
#[derive(Clone, Copy, Debug)]
enum Step {
    Append,
    /// The next is taken and accepted.
    Settle,
    /// The next is taken and given back.
    Release,
}

/// What whoever used the spool knows.
#[derive(Debug, Default)]
struct Account {
    attempted: u64,
    /// Acknowledged, and to be sent.
    owed: BTreeSet<u64>,
}

impl Account {
    /// Goes through the steps until something fails. Whoever was using the spool is gone then.
    fn run(&mut self, files: &Memory, steps: &[Step]) {
        let Ok(spool) = open(files) else { return };
        for step in steps {
            match step {
                Step::Append => {
                    let n = self.attempted;
                    self.attempted += 1;
                    if append(&spool, n).is_ok() {
                        self.owed.insert(n);
                    }
                }
                Step::Settle => {
                    if let Some(key) = spool.claim()
                        && let Some((header, _)) = spool.read(key)
                    {
                        // From here on it may be gone, and needn't.
                        self.owed.remove(&header.first_row);
                        spool.remove(key);
                    }
                }
                Step::Release => {
                    if let Some(key) = spool.claim() {
                        spool.set_claimed(key, false);
                    }
                }
            }
            if files.has_happened() {
                return;
            }
        }
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step =
        prop_oneof![4 => Just(Step::Append), 2 => Just(Step::Settle), 1 => Just(Step::Release)];
    prop::collection::vec(step, 1..12)
}

/// How many operations the steps take when nothing happens.
fn operations(steps: &[Step]) -> usize {
    let files = Memory::default();
    Account::default().run(&files, steps);
    files.operations()
}

fn check(files: &Memory, account: &Account, when: impl std::fmt::Debug) {
    let spool = open(files).unwrap();
    let found = drain(&spool);
    assert_ascending(&found);
    assert_has(&found, &account.owed, when);
    assert!(found.iter().all(|n| *n < account.attempted));
    assert!(
        !files.names().iter().any(|name| name.contains(".tmp")),
        "{:?}",
        files.names()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whenever_the_power_goes_no_acknowledged_chunk_is_lost_and_none_is_torn(steps in steps(), seed in any::<u64>()) {
        for at in 0..=operations(&steps) {
            let files = Memory::with_mishap(at, Mishap::PowerLoss, seed ^ at as u64);
            let mut account = Account::default();
            account.run(&files, &steps);
            check(&files.after_power_loss(), &account, (at, &steps));
            check(&files.after_kill(), &account, (at, &steps));
        }
    }

    #[test]
    fn nor_when_it_goes_again_while_the_spool_is_drained(
        steps in steps(),
        after in steps(),
        seed in any::<u64>(),
        at in 0_usize..60,
        again in 0_usize..40,
    ) {
        let files = Memory::with_mishap(at, Mishap::PowerLoss, seed);
        let mut account = Account::default();
        account.run(&files, &steps);
        let files = files.after_power_loss();
        files.plan(again, Mishap::PowerLoss, seed.rotate_left(7));
        account.run(&files, &after);
        check(&files.after_power_loss(), &account, (at, again, &steps, &after));
    }

    #[test]
    fn whatever_operation_fails_what_was_acknowledged_is_there(
        steps in steps(),
        seed in any::<u64>(),
        kind in prop_oneof![Just(std::io::ErrorKind::StorageFull), Just(std::io::ErrorKind::Other), Just(std::io::ErrorKind::ReadOnlyFilesystem)],
        for_ever in any::<bool>(),
    ) {
        let mishap = if for_ever { Mishap::FromThenOn(kind) } else { Mishap::Once(kind) };
        for at in 0..operations(&steps) {
            let files = Memory::with_mishap(at, mishap, seed ^ at as u64);
            let mut account = Account::default();
            // It goes on after the failure, unlike after a loss of power.
            let half = steps.len() / 2;
            account.run(&files, &steps[..half]);
            account.run(&files, &steps[half..]);
            check(&files.after_power_loss(), &account, (at, mishap, &steps));
            check(&files.after_kill(), &account, (at, mishap, &steps));
        }
    }
}

/// Numbers begin anew where nothing is left.
#[test]
fn what_was_removed_before_a_restart_does_not_come_back_behind_what_was_written_since() {
    for (at, seed) in (0..12).flat_map(|at| (0..40).map(move |seed| (at, seed))) {
        let files = Memory::default();
        let spool = open(&files).unwrap();
        for n in 0..3 {
            append(&spool, n).unwrap();
        }
        assert_eq!(drain(&spool), [0, 1, 2]);
        let spool = open(&files).unwrap();
        files.plan(at, Mishap::Once(std::io::ErrorKind::Other), seed);
        let is_written = append(&spool, 3).is_ok();
        let found = drain(&open(&files.after_power_loss()).unwrap());
        assert_ascending(&found);
        assert!(!is_written || found.contains(&3), "{found:?}");
    }
}

/// The model does lose what isn't synced: else the tests above would show nothing.
#[test]
fn what_is_not_synced_is_lost_sometimes() {
    use super::super::files::Files;
    let mut kept = BTreeSet::new();
    for seed in 0..40 {
        let files = Memory::default();
        files.plan(usize::MAX, Mishap::PowerLoss, seed);
        let mut file = files.create("a").unwrap();
        file.write(b"0123456789").unwrap();
        files.rename("a", "b").unwrap();
        let after = files.after_power_loss();
        for name in after.names() {
            kept.insert((name.clone(), after.bytes(&name).len()));
        }
        if after.names().is_empty() {
            kept.insert((String::new(), 0));
        }
    }
    assert!(
        kept.contains(&(String::new(), 0)),
        "the name was never lost: {kept:?}"
    );
    assert!(
        kept.contains(&("b".to_owned(), 0)),
        "the content was never lost: {kept:?}"
    );
    assert!(
        kept.contains(&("b".to_owned(), 10)),
        "nothing was ever kept: {kept:?}"
    );
}
