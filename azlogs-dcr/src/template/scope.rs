//! What the names in an expression stand for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::evaluation::Outcome;
use crate::value::Value;
use crate::why::Why;

/// A template's parameters, variables and functions.
#[derive(Default)]
pub(crate) struct Scope {
    /// What the template declares, each an object by name.
    pub(super) parameters: Option<Value>,
    pub(super) variables: Option<Value>,
    /// An array of namespaces, each with its functions.
    pub(super) functions: Option<Value>,
    /// An array, or an object by symbolic names.
    pub(super) resources: Option<Value>,
    /// Where parameters have their values from.
    pub(super) giver: Giver,
    /// Whether this is a template's, and not that of a resource without one.
    pub(super) is_template: bool,
    /// Parameters and variables whose values were asked for.
    pub(super) known: RefCell<HashMap<(Space, String), Known>>,
}

/// Who gives a template's parameters their values.
#[derive(Default)]
pub(super) enum Giver {
    /// The user.
    #[default]
    User,
    /// The deployment that holds the template.
    Deployment { parameters: Option<Value>, env: Env },
    /// The caller of a template's function.
    Call(HashMap<String, Value>),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Parameters,
    Variables,
    /// Nested deployments, by their place in the document.
    Deployments,
}

impl Space {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Parameters => "parameter",
            Self::Variables => "variable",
            Self::Deployments => "deployment at",
        }
    }
}

pub(super) enum Known {
    /// It is being evaluated, so nothing that it needs may need it.
    Pending,
    Value(Outcome),
}

/// Where an expression stands: in which template, and in which loops.
#[derive(Clone, Default)]
pub(crate) struct Env {
    pub(super) scope: Rc<Scope>,
    pub(super) frame: Option<Rc<Frame>>,
}

/// A loop's place, or a lambda's argument, and those around it.
pub(super) struct Frame {
    pub(super) outer: Option<Rc<Frame>>,
    pub(super) kind: FrameKind,
}

/// What a loop makes several of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LoopOf {
    Resources,
    Elements,
}

pub(super) enum FrameKind {
    Copy {
        name: Rc<str>,
        of: LoopOf,
        /// Which round it is; the error is why nobody knows how many there are.
        index: Result<i64, Rc<Why>>,
    },
    Argument {
        name: Rc<str>,
        value: Value,
    },
}

impl Scope {
    /// The scope of a template whose parameters the user gives.
    pub(crate) fn of_template(template: &Value) -> Self {
        Self::declared_by(template, Giver::User)
    }

    /// The scope of a template whose parameters a deployment gives, which stands in `env`.
    pub(crate) fn of_deployment(template: &Value, parameters: Option<Value>, env: Env) -> Self {
        Self::declared_by(template, Giver::Deployment { parameters, env })
    }

    fn declared_by(template: &Value, giver: Giver) -> Self {
        let part = |key: &str| template.get(key).cloned();
        Self {
            parameters: part("parameters"),
            variables: part("variables"),
            functions: part("functions"),
            resources: part("resources"),
            giver,
            is_template: true,
            known: RefCell::default(),
        }
    }
}

impl Env {
    pub(crate) fn new(scope: Scope) -> Self {
        Self {
            scope: Rc::new(scope),
            frame: None,
        }
    }

    /// Whether there is a template around the place.
    pub(crate) fn is_in_template(&self) -> bool {
        self.scope.is_template
    }

    /// The place of what a template declares.
    pub(super) fn of(scope: &Rc<Scope>) -> Self {
        Self {
            scope: Rc::clone(scope),
            frame: None,
        }
    }

    /// The same place, within one round of a loop.
    pub(super) fn within(&self, kind: FrameKind) -> Self {
        let outer = self.frame.clone();
        Self {
            scope: Rc::clone(&self.scope),
            frame: Some(Rc::new(Frame { outer, kind })),
        }
    }

    /// The value of a lambda's argument.
    pub(super) fn argument(&self, wanted: &str) -> Option<&Value> {
        self.frames().find_map(|frame| match frame {
            FrameKind::Argument { name, value } if name.eq_ignore_ascii_case(wanted) => Some(value),
            _ => None,
        })
    }

    /// The loops around the place, from the inside.
    pub(super) fn frames(&self) -> impl Iterator<Item = &FrameKind> {
        std::iter::successors(self.frame.as_deref(), |frame| frame.outer.as_deref())
            .map(|frame| &frame.kind)
    }
}
