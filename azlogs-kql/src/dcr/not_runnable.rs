//! Why a flow's transform can't be run.

use std::fmt;

use crate::Problem;

/// Why a flow's transform can't be run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotRunnable {
    /// It's an expression that can't be worked out, or stands elsewhere than in the flow.
    Unknown,
    /// The service refuses it. The text, and all that's wrong with it.
    Refused {
        /// The transform.
        text: String,
        /// What is wrong, warnings among it.
        problems: Vec<Problem>,
    },
}

impl NotRunnable {
    /// The first error, and its line and column in the text of the transform, from 1.
    fn first(text: &str, problems: &[Problem]) -> Option<(usize, usize, String)> {
        let problem = problems.iter().find(|problem| problem.is_error())?;
        let before = text.get(..problem.span.start)?;
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
            + 1;
        let help = problem.help.as_deref();
        let help = help.map_or_else(String::new, |help| format!(" ({help})"));
        Some((line, column, problem.message.clone() + &help))
    }
}

impl fmt::Display for NotRunnable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, problems) = match self {
            Self::Unknown => return f.write_str("what it says isn't in the rule itself"),
            Self::Refused { text, problems } => (text, problems),
        };
        match Self::first(text, problems) {
            Some((line, column, what)) => {
                write!(f, "line {line}, column {column} of the transform: {what}")
            }
            None => f.write_str("it can't be read"),
        }
    }
}
