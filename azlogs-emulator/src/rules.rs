//! The rules that the emulator serves: their ids, streams, and the tables that rows go to.

use std::sync::Arc;

use azlogs_dcr::values::RowSchema;
use azlogs_dcr::{Column, ColumnType, DataFlow, Document, ImmutableId, Rule, Stream};
use azlogs_kql::dcr::{FlowTransform, NotRunnable};
use serde::{Serialize, Serializer};

/// A rule, as the emulator serves it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RuleInfo {
    /// The id in the URL: what an upload needs.
    #[serde(serialize_with = "as_text")]
    pub immutable_id: ImmutableId,
    /// Whether the document names no immutable id, so that this one is made of the rule's name.
    pub derived_id: bool,
    /// The resource's name.
    pub name: Option<String>,
    /// The document that the rule is from.
    pub file: String,
    /// The streams that rows can be posted to.
    pub streams: Vec<StreamInfo>,
}

/// A stream of a rule.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct StreamInfo {
    /// The name in the URL.
    pub name: String,
    /// Whether its columns are known. A built-in stream (`Microsoft-…`) that only a data flow names has the columns of Azure's
    /// table; where these aren't documented, or without the feature `catalog`, its rows are kept as they come.
    pub declared: bool,
    /// Whether the columns are those of Azure's table, as documented, and not of a declaration in the rule.
    pub built_in: bool,
    /// The columns, in the order of the rule.
    pub columns: Vec<ColumnInfo>,
    /// The tables that the rows go to.
    pub tables: Vec<TableInfo>,
}

/// A column of a stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ColumnInfo {
    /// The name; case matters.
    pub name: String,
    /// The type.
    #[serde(rename = "type", serialize_with = "as_text")]
    pub column_type: ColumnType,
}

/// A table that a stream's rows go to.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TableInfo {
    /// The table, such as `AppRequests_CL`; the stream's own name where the rule doesn't say.
    pub name: String,
    /// Whether a data flow of the rule names the table.
    pub routed: bool,
    /// The transform of the flow, where it is more than `source`.
    pub transform: Option<String>,
    /// The stream's columns of which the transform leaves nothing.
    pub columns_dropped: Vec<String>,
    /// The transform, where it isn't run: the rows are kept as they went into it.
    pub transform_not_run: Option<String>,
    /// Why it isn't run, and where that is.
    pub not_run_because: Option<String>,
    /// Whether Azure would refuse the rule for it.
    #[serde(skip)]
    pub(crate) is_refused: bool,
    #[serde(skip)]
    pub(crate) runs: Option<Arc<FlowTransform>>,
}

fn as_text<T: std::fmt::Display, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(value)
}

impl RuleInfo {
    pub(crate) fn new(rule: &Rule, document: &Document, immutable_id: ImmutableId) -> Self {
        let mut streams: Vec<_> = rule
            .streams
            .iter()
            .map(|stream| StreamInfo::new(rule, document, &stream.name, Some(stream)))
            .collect();
        for flow in &rule.data_flows {
            for stream in &flow.streams {
                let is_known = streams.iter().any(|known| known.name == stream.value);
                if stream.value.starts_with("Microsoft-") && !is_known {
                    streams.push(StreamInfo::new(rule, document, &stream.value, None));
                }
            }
        }
        Self {
            immutable_id,
            derived_id: rule.immutable_id.is_none(),
            name: rule.name.as_ref().map(|name| name.value.clone()),
            file: document.file().to_owned(),
            streams,
        }
    }

    /// The stream of that name.
    pub fn stream(&self, name: &str) -> Option<&StreamInfo> {
        self.streams.iter().find(|stream| stream.name == name)
    }
}

impl StreamInfo {
    fn new(rule: &Rule, document: &Document, name: &str, stream: Option<&Stream>) -> Self {
        let is_transformed = rule.flows_of(name).any(|flow| !flow.is_pass_through());
        let mut tables: Vec<TableInfo> = Vec::new();
        for flow in rule.flows_of(name) {
            let table = TableInfo::of_flow(flow, document, (name, stream), is_transformed);
            let is_same =
                |known: &TableInfo| known.name == table.name && known.transform == table.transform;
            if !tables.iter().any(is_same) {
                tables.push(table);
            }
        }
        if tables.is_empty() {
            tables.push(TableInfo {
                name: name.to_owned(),
                routed: false,
                transform: None,
                columns_dropped: Vec::new(),
                transform_not_run: None,
                not_run_because: None,
                is_refused: false,
                runs: None,
            });
        }
        let columns = stream.map_or(&[] as &[_], |stream| &stream.columns);
        Self {
            name: name.to_owned(),
            declared: stream.is_some(),
            built_in: stream.is_none_or(|stream| stream.is_built_in),
            columns: columns.iter().map(ColumnInfo::new).collect(),
            tables,
        }
    }

    /// What someone who reads the tables should know: what differs from Azure here, one sentence each.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.declared {
            notes.push(
                "nothing says which columns this built-in stream has: rows are kept as they come"
                    .to_owned(),
            );
        } else if self.built_in {
            notes.push(
                "the columns of this built-in stream are those of Azure's documentation: a workspace may have others"
                    .to_owned(),
            );
        }
        for table in &self.tables {
            if !table.routed {
                notes.push(
                    "no data flow says which table: rows are kept under the stream's name"
                        .to_owned(),
                );
            }
            if let Some(why) = &table.not_run_because {
                notes.push(format!(
                    "the transform before table {} isn't run, so that it holds the rows as they go in: {why}",
                    table.name
                ));
            }
        }
        notes
    }

    /// What reading rows needs; none where the columns aren't known.
    pub(crate) fn schema(&self) -> Option<RowSchema> {
        let columns = self.columns.iter();
        let columns = columns.map(|column| (column.name.as_str(), column.column_type));
        self.declared
            .then(|| RowSchema::new(columns, self.passes_through()))
    }

    /// The names of the tables.
    pub(crate) fn table_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for table in &self.tables {
            if !names.contains(&table.name) {
                names.push(table.name.clone());
            }
        }
        names
    }

    /// The names of the tables before which a transform isn't run.
    pub(crate) fn transformed_table_names(&self) -> Vec<String> {
        let tables = self.tables.iter();
        tables
            .filter(|table| table.transform_not_run.is_some())
            .map(|table| table.name.clone())
            .collect()
    }

    /// Whether the tables hold the rows as the stream is read, so that its `TimeGenerated` is theirs.
    fn passes_through(&self) -> bool {
        let mut tables = self.tables.iter();
        tables.all(|table| table.transform.is_none() && table.runs.is_none())
    }
}

impl ColumnInfo {
    fn new(column: &Column) -> Self {
        Self {
            name: column.name.clone(),
            column_type: column.column_type,
        }
    }
}

impl TableInfo {
    /// `is_transformed` says whether some flow of the stream has a transform.
    fn of_flow(
        flow: &DataFlow,
        document: &Document,
        (name, stream): (&str, Option<&Stream>),
        is_transformed: bool,
    ) -> Self {
        let transform = [&flow.transform_kql, &flow.named_transform]
            .into_iter()
            .flatten()
            .map(|transform| transform.value.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        let transform = (!flow.is_pass_through()).then_some(transform);
        let (runs, not_run_because, is_refused) = if transform.is_some() {
            runnable(flow, document, stream)
        } else {
            (through(flow, document, stream, is_transformed), None, false)
        };
        Self {
            name: flow.table().unwrap_or(name).to_owned(),
            routed: flow.table().is_some(),
            columns_dropped: runs
                .as_ref()
                .map(|runs| runs.dropped().to_vec())
                .unwrap_or_default(),
            transform_not_run: transform.clone().filter(|_| runs.is_none()),
            transform,
            not_run_because,
            is_refused,
            runs: runs.map(Arc::new),
        }
    }
}

/// What is run where rows pass through as they are: nothing, unless the table lacks some of their columns, or another flow needs
/// the stream's `TimeGenerated` as it was sent.
fn through(
    flow: &DataFlow,
    document: &Document,
    stream: Option<&Stream>,
    is_transformed: bool,
) -> Option<FlowTransform> {
    let transform = FlowTransform::new(flow, stream?).ok()?;
    let transform = transform.into_table(flow, document, &[]);
    let is_needed = is_transformed || transform.not_in_table().next().is_some();
    is_needed.then_some(transform)
}

/// A flow's transform where it can be run; else why it can't be, and whether Azure would refuse it.
fn runnable(
    flow: &DataFlow,
    document: &Document,
    stream: Option<&Stream>,
) -> (Option<FlowTransform>, Option<String>, bool) {
    let place = flow
        .transform_kql
        .as_ref()
        .map_or(&flow.place, |kql| &kql.place);
    let (file, line, column) = (document.file(), place.line, place.column);
    let at = |why: &str| Some(format!("{file}:{line}:{column}: {why}"));
    let Some(stream) = stream else {
        return (None, at("the stream's columns aren't known"), false);
    };
    match FlowTransform::new(flow, stream) {
        Ok(transform) => match transform.refusal() {
            None => {
                let transform = transform.into_table(flow, document, &[]);
                (Some(transform), None, false)
            }
            Some(why) => (None, at(why), true),
        },
        Err(why) => {
            let is_refused = matches!(why, NotRunnable::Refused { .. });
            (None, at(&why.to_string()), is_refused)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use azlogs_dcr::Document;

    fn info(text: &str) -> RuleInfo {
        let document = Document::parse("dcr.json", text.as_bytes());
        let id = ImmutableId::from_static("dcr-00000000000000000000000000000000");
        RuleInfo::new(&document.rules()[0], &document, id)
    }

    #[test]
    fn streams_flow_to_the_tables_that_their_flows_name() {
        let rule = info(
            r#"{ "streamDeclarations": {
                "Custom-A": { "columns": [ { "name": "X", "type": "int" } ] },
                "Custom-B": { "columns": [ { "name": "X", "type": "int" } ] },
                "Custom-C": { "columns": [ { "name": "X", "type": "int" } ] } },
              "dataFlows": [
                { "streams": ["Custom-A"], "destinations": ["w"], "outputStream": "Custom-T_CL" },
                { "streams": ["Custom-A"], "destinations": ["w"], "outputStream": "Microsoft-Syslog",
                  "transformKql": "source | where Y > 1" },
                { "streams": ["Custom-B"], "destinations": ["w"], "outputStream": "[variables('o')]" },
                { "streams": ["Microsoft-Event"], "destinations": ["w"] } ] }"#,
        );
        let tables = |stream: &str| {
            let tables = &rule.stream(stream).unwrap().tables;
            tables
                .iter()
                .map(|table| table.name.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(tables("Custom-A"), ["T_CL", "Syslog"]);
        assert_eq!(tables("Custom-B"), ["Custom-B"]);
        assert_eq!(tables("Custom-C"), ["Custom-C"]);
        assert_eq!(tables("Microsoft-Event"), ["Event"]);
        let a = rule.stream("Custom-A").unwrap();
        assert_eq!(a.tables[0].transform_not_run, None);
        assert_eq!(
            a.tables[1].transform_not_run.as_deref(),
            Some("source | where Y > 1")
        );
        assert!(!a.passes_through());
        assert!(!rule.stream("Microsoft-Event").unwrap().declared);
        assert_eq!(rule.stream("Custom-C").unwrap().notes().len(), 1);
    }
}
