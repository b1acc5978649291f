//! The data flows of a rule, followed from the stream through the transform to the columns of the table.
//!
//! ```
//! use azlogs_dcr::{Code, Document};
//! use azlogs_kql::dcr::follow;
//!
//! let text = br#"{
//!   "streamDeclarations": { "Custom-Order": { "columns": [
//!     { "name": "TimeGenerated", "type": "datetime" }, { "name": "id", "type": "string" }
//!   ] } },
//!   "dataFlows": [ {
//!     "streams": [ "Custom-Order" ], "outputStream": "Custom-Orders_CL",
//!     "transformKql": "source | project TimeGenerated, OrderId = toguid(id), Buyer"
//!   } ]
//! }"#;
//! let followed = follow(&Document::parse("dcr.json", text), &[]);
//!
//! let finding = &followed.diagnostics()[0];
//! assert_eq!((finding.code, finding.message.as_str()), (Code::TransformName, "there is no column `Buyer`"));
//! assert_eq!(finding.place.as_ref().map(|place| (place.line, place.column)), Some((7, 76)));
//! ```

mod dropped;
mod finding;
mod flow;
#[cfg(feature = "rows")]
mod landing;
#[cfg(feature = "rows")]
mod not_runnable;
mod source;
mod target;

use azlogs_dcr::{
    DataFlow, Diagnostic, Document, Quoted, Rule, Severity, Stream, TableSchema, is_unresolved,
};

use self::finding::Findings;
use self::flow::Way;
use crate::OutputColumn;

#[cfg(feature = "rows")]
pub use self::{
    landing::{FlowTransform, Landing},
    not_runnable::NotRunnable,
};

/// A document whose data flows were followed.
#[derive(Clone, Debug)]
pub struct Followed {
    ways: Vec<Way>,
    sure: Vec<Diagnostic>,
    all: Vec<Diagnostic>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub struct TableColumn {
    /// The table, such as `Orders_CL`.
    pub table: String,
    /// The column; case matters.
    pub column: String,
}

/// Follows every data flow of the document's rules. Its tables are those of `tables`, those that the document itself describes,
/// and Azure's own.
///
/// Streams of Azure's own that rows are posted to are followed too: with
/// [`with_built_in_streams`](Document::with_built_in_streams) or without.
pub fn follow(document: &Document, tables: &[TableSchema]) -> Followed {
    let mut findings = Findings::new(document);
    let mut ways = Vec::new();
    for (index, rule) in document.rules().iter().enumerate() {
        findings.turn_to_rule(index);
        for flow in &rule.data_flows {
            ways.extend(flow::ways(index, rule, flow, tables, &mut findings));
        }
        dropped::report(index, rule, &ways, &mut findings);
    }
    let (sure, all) = findings.finish();
    Followed { ways, sure, all }
}

/// The columns that a flow brings to its table of a stream's rows; `None` where that isn't known, as the stream isn't, or what the
/// transform says.
///
/// ```
/// # use azlogs_dcr::Document;
/// # use azlogs_kql::{ScalarType, dcr::columns_out};
/// let text = br#"{
///   "streamDeclarations": { "Custom-A": { "columns": [ { "name": "t", "type": "string" } ] } },
///   "dataFlows": [ { "streams": [ "Custom-A" ], "transformKql": "source | project TimeGenerated = todatetime(t)" } ]
/// }"#;
/// let document = Document::parse("dcr.json", text);
/// let rule = &document.rules()[0];
/// let columns = columns_out(rule, &rule.data_flows[0], "Custom-A").unwrap();
/// assert_eq!((columns[0].name.as_str(), columns[0].r#type), ("TimeGenerated", ScalarType::DateTime));
/// assert_eq!(columns[0].reads, ["t"]);
/// ```
pub fn columns_out(rule: &Rule, flow: &DataFlow, stream: &str) -> Option<Vec<OutputColumn>> {
    let incoming = source::columns(&stream_of(rule, stream)?);
    if incoming.is_empty() || is_elsewhere(flow) {
        return None;
    }
    if flow.is_pass_through() {
        let as_they_are = incoming.into_iter().map(|column| OutputColumn {
            reads: vec![column.name.clone()],
            copy_of: Some(column.name.clone()),
            name: column.name,
            r#type: column.r#type,
        });
        return Some(as_they_are.collect());
    }
    let kql = flow.transform_kql.as_ref();
    let kql = kql.filter(|kql| !is_unresolved(&kql.value))?;
    let checked = crate::check(&kql.value, &incoming).ok()?;
    Some(checked.columns().to_vec())
}

impl Followed {
    /// What Azure surely refuses, and what surely loses data, in the order of the document.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.sure
    }

    /// All findings, in the order of the document: [`diagnostics`](Self::diagnostics), what Azure may refuse, and what is worth
    /// knowing.
    pub fn check(&self) -> &[Diagnostic] {
        &self.all
    }

    /// The columns of tables into which a column of a stream goes, or from which they are worked out, each once. `rule` is the
    /// rule's index in [`Document::rules`].
    ///
    /// ```
    /// # use azlogs_dcr::Document;
    /// # use azlogs_kql::dcr::follow;
    /// let text = br#"{
    ///   "streamDeclarations": { "Custom-A": { "columns": [ { "name": "t", "type": "string" } ] } },
    ///   "dataFlows": [ {
    ///     "streams": [ "Custom-A" ], "outputStream": "Custom-A_CL", "transformKql": "source | project TimeGenerated = todatetime(t)"
    ///   } ]
    /// }"#;
    /// let followed = follow(&Document::parse("dcr.json", text), &[]);
    /// let ends = followed.ends_of(0, "Custom-A", "t");
    /// assert_eq!((ends[0].table.as_str(), ends[0].column.as_str()), ("A_CL", "TimeGenerated"));
    /// ```
    pub fn ends_of(&self, rule: usize, stream: &str, column: &str) -> Vec<TableColumn> {
        let mut ends: Vec<TableColumn> = Vec::new();
        for way in self.ways_of(rule, stream) {
            for end in way.ends_of(column) {
                if !ends.contains(&end) {
                    ends.push(end);
                }
            }
        }
        ends
    }

    /// Whether all flows of the stream are known, and none of them keeps the column, or asks for it.
    pub fn is_dropped(&self, rule: usize, stream: &str, column: &str) -> bool {
        let mut ways = self.ways_of(rule, stream).peekable();
        ways.peek().is_some() && ways.all(|way| way.drops(column))
    }

    fn ways_of<'a>(&'a self, rule: usize, stream: &'a str) -> impl Iterator<Item = &'a Way> {
        let ways = self.ways.iter();
        ways.filter(move |way| way.rule == rule && way.stream == stream)
    }
}

/// Whether something of the stream's declaration couldn't be read, so that what it lacks may be there.
fn is_incomplete(document: &Document, rule: usize, stream: &Stream) -> bool {
    document.diagnostics().iter().any(|finding| {
        finding.severity == Severity::Error
            && finding.rule == Some(rule)
            && finding.stream.as_deref() == Some(&stream.name)
    })
}

/// Whether a flow has its transform elsewhere, before the KQL or in its place.
fn is_elsewhere(flow: &DataFlow) -> bool {
    flow.named_transform.is_some()
}

/// The stream that a flow takes: declared, or, of Azure's own, as the catalogue has it.
fn stream_of(rule: &Rule, name: &str) -> Option<Stream> {
    if let Some(stream) = rule.stream(name) {
        return Some(stream.clone());
    }
    let is_posted = rule.built_in_streams.iter().any(|own| own.value == name);
    let table = is_posted.then(|| azlogs_dcr::catalog::table_of_stream(name))??;
    table.stream().cloned()
}

/// Names for a message, the first few of them.
fn listed(names: &[&str]) -> String {
    const NAMED: usize = 5;
    let shown = names
        .iter()
        .take(NAMED)
        .map(|name| Quoted(name).to_string());
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
