//! A data flow that takes the stream, and what lands of a row at its end.

use azlogs_dcr::values::{Fate, ValueLimits};
use azlogs_dcr::{Document, Quoted, TableSchema};
use azlogs_kql::dcr::{FlowTransform, Landing};
use time::OffsetDateTime;

use super::account::{Landed, LandedKind, Told};
use crate::cli::choice::Choice;
use crate::cli::outcome::Outcome;

/// A flow.
pub(super) struct Flow {
    /// The place among the rule's flows.
    pub(super) place: usize,
    /// The table; the stream's own name where the rule doesn't say.
    pub(super) table: String,
    /// What the transform is, where there is one.
    pub(super) kql: Option<String>,
    /// The transform, or why it can't be run.
    pub(super) runs: Result<FlowTransform, String>,
}

/// The flows that take the chosen stream, in the rule's order.
pub(super) fn flows(choice: Choice<'_>, document: &Document, tables: &[TableSchema]) -> Vec<Flow> {
    let stream = choice.stream.name.as_str();
    let flows = choice.rule.data_flows.iter().enumerate();
    let flows = flows.filter(|(_, flow)| flow.streams.iter().any(|name| name.value == stream));
    let flows = flows.map(|(place, flow)| {
        let runs = FlowTransform::new(flow, choice.stream);
        let kql = flow.transform_kql.as_ref();
        Flow {
            place,
            table: flow.table().unwrap_or(stream).to_owned(),
            kql: kql
                .filter(|_| !flow.is_pass_through())
                .map(|kql| kql.value.clone()),
            runs: runs
                .map(|runs| runs.into_table(flow, document, tables))
                .map_err(|why| why.to_string()),
        }
    });
    flows.collect()
}

impl Flow {
    /// What lands of a row, as it was read.
    pub(super) fn land(&self, row: &str, received: OffsetDateTime, limits: &ValueLimits) -> Landed {
        let mut landed = Landed::default();
        let Ok(runs) = &self.runs else {
            return landed;
        };
        let landing = runs.run(row, received, limits, &mut landed.output, |column, fate| {
            landed.values.0.extend(self.told(runs, column, fate));
        });
        landed.kind = match landing {
            Landing::Written => LandedKind::Written,
            Landing::Filtered => LandedKind::Filtered,
            _ => LandedKind::TooLarge,
        };
        landed
    }

    fn told(&self, runs: &FlowTransform, column: &str, fate: Fate) -> Option<Told> {
        let why = match fate {
            Fate::Filled => {
                "is null after the transform, so that it is the time of receipt".to_owned()
            }
            Fate::Replaced(why) => format!("{why}, so that it is the time of receipt"),
            Fate::Truncated(limit) => format!("is longer than {limit} bytes"),
            Fate::Dropped => format!("table {} has no such column", Quoted(&self.table)),
            _ => String::new(),
        };
        let mut columns = runs.checked().columns().iter();
        let known = columns.find(|known| known.name == column);
        Some(Told {
            column: column.to_owned(),
            column_type: known.map(|known| known.r#type.as_str()),
            value: String::new(),
            outcome: Outcome::of(fate)?,
            why,
        })
    }
}
