//! A change, and what it takes.

use std::collections::BTreeMap;

use azlogs_dcr::{Code, Diagnostic, Place, Severity};

/// A change from one version of a rule to another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What it takes.
    pub class: ChangeClass,
    /// What has changed: one line, lower case, no full stop.
    pub message: String,
    /// The document in which the place is: the new one, or the old one for what is gone.
    pub file: String,
    /// Where it is.
    pub place: Place,
    /// What to do instead, where it is impossible.
    pub help: Option<String>,
    /// What to do, in order.
    pub steps: Vec<Step>,
}

/// What a change takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ChangeClass {
    /// Azure refuses it, or can't do it to what is there.
    Impossible,
    /// It loses data or is refused, unless its steps are taken in order.
    Ordered,
    /// It can be deployed at any time.
    Safe,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// When.
    pub phase: Phase,
    /// What: an order, such as ``send column `Path` ``.
    pub text: String,
}

/// When something is to be done. The phases of all changes together are a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Phase {
    /// First the tables get what they need.
    Tables,
    /// Then the rule gets what is new, and keeps what is to go.
    Rule,
    /// Then those who send rows change what they send.
    Producers,
    /// Then the rule loses what is gone.
    RuleCleanup,
}

impl ChangeClass {
    /// The word for it: `impossible`, `ordered`, `safe`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Impossible => "impossible",
            Self::Ordered => "ordered",
            Self::Safe => "safe",
        }
    }
}

impl Phase {
    /// What is changed then: `table`, `rule`, `producers`.
    pub const fn target(self) -> &'static str {
        match self {
            Self::Tables => "table",
            Self::Rule | Self::RuleCleanup => "rule",
            Self::Producers => "producers",
        }
    }
}

impl Change {
    /// The same as a finding: an error where it is impossible, a warning where there is an order, else a note.
    pub fn to_diagnostic(&self) -> Diagnostic {
        let (code, severity) = match self.class {
            ChangeClass::Impossible => (Code::ImpossibleChange, Severity::Error),
            ChangeClass::Ordered => (Code::OrderedChange, Severity::Warning),
            ChangeClass::Safe => (Code::SafeChange, Severity::Note),
        };
        let finding =
            Diagnostic::new(code, severity, &self.message).at(&self.file, self.place.clone());
        let steps = self.steps.iter();
        let steps = steps.map(|step| format!("{}: {}", step.phase.target(), step.text));
        let help: Vec<String> = self.help.iter().cloned().chain(steps).collect();
        if help.is_empty() {
            finding
        } else {
            finding.help(help.join("; "))
        }
    }

    /// What to do for all of these changes together, phase by phase.
    pub fn plan(changes: &[Self]) -> BTreeMap<Phase, Vec<&str>> {
        let mut plan: BTreeMap<Phase, Vec<&str>> = BTreeMap::new();
        for step in changes.iter().flat_map(|change| &change.steps) {
            let texts = plan.entry(step.phase).or_default();
            if !texts.contains(&step.text.as_str()) {
                texts.push(&step.text);
            }
        }
        plan
    }
}

/// The changes that were found so far.
pub(super) struct Changes<'d> {
    old_file: &'d str,
    new_file: &'d str,
    /// Which rule they are about, where there are several.
    rule: String,
    list: Vec<Change>,
}

impl<'d> Changes<'d> {
    pub(super) const fn new(old_file: &'d str, new_file: &'d str) -> Self {
        Self {
            old_file,
            new_file,
            rule: String::new(),
            list: Vec::new(),
        }
    }

    /// Says which rule the changes are about that come now.
    pub(super) fn of_rule(&mut self, rule: String) {
        self.rule = rule;
    }

    /// A change that is seen in the new document.
    pub(super) fn new_at(&self, place: &Place, class: ChangeClass, message: String) -> Change {
        self.at(self.new_file, place, class, message)
    }

    /// A change that is seen in the old document.
    pub(super) fn old_at(&self, place: &Place, class: ChangeClass, message: String) -> Change {
        self.at(self.old_file, place, class, message)
    }

    fn at(&self, file: &str, place: &Place, class: ChangeClass, message: String) -> Change {
        let message = if self.rule.is_empty() {
            message
        } else {
            format!("{}: {message}", self.rule)
        };
        Change {
            class,
            message,
            file: file.to_owned(),
            place: place.clone(),
            help: None,
            steps: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, change: Change) {
        self.list.push(change);
    }

    pub(super) fn finish(mut self) -> Vec<Change> {
        for change in &mut self.list {
            change.steps.sort_by_key(|step| step.phase);
        }
        self.list.sort_by_key(|change| change.class);
        self.list
    }
}

impl Change {
    /// Adds something to do.
    pub(super) fn step(mut self, phase: Phase, text: impl Into<String>) -> Self {
        let text = text.into();
        self.steps.push(Step { phase, text });
        self
    }

    /// Adds several things to do.
    pub(super) fn steps(self, phase: Phase, texts: impl IntoIterator<Item = String>) -> Self {
        texts
            .into_iter()
            .fold(self, |change, text| change.step(phase, text))
    }

    /// Says what to do instead.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}
