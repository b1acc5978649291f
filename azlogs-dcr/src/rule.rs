//! The parts of a data collection rule.

use crate::name::without_prefix;
use crate::{ColumnType, ImmutableId, Located, Place, is_unresolved};

/// A data collection rule: the streams it declares, and where their rows flow.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The resource's name, or, where that is an expression that can't be worked out, what the document calls the resource.
    pub name: Option<Located<String>>,
    /// `Direct`, `Linux`, …; often absent.
    pub kind: Option<Located<String>>,
    /// The id in the ingestion URL, which Azure gives on creation.
    pub immutable_id: Option<Located<ImmutableId>>,
    /// `endpoints.logsIngestion`: where rows are posted, for rules with an endpoint of their own.
    pub logs_ingestion_endpoint: Option<Located<String>>,
    /// The resource id of the data collection endpoint, or the expression that makes it, where it can't be worked out.
    pub data_collection_endpoint_id: Option<Located<String>>,
    /// The streams, in the order of the document.
    pub streams: Vec<Stream>,
    /// The data flows, in the order of the document.
    pub data_flows: Vec<DataFlow>,
    /// Streams of Azure's own, such as `Microsoft-Syslog`, that data flows take and the rule doesn't declare, each once: those
    /// to which rows are posted. What a data source of the rule delivers isn't among them, nor is anything of a rule whose
    /// kind takes no rows.
    pub built_in_streams: Vec<Located<String>>,
    /// Where the rule is.
    pub place: Place,
}

/// A stream: the columns of the rows that may be posted to it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stream {
    /// The name, such as `Custom-AppRequests`.
    pub name: String,
    /// The columns, in the order of the document.
    pub columns: Vec<Column>,
    /// Where the name is.
    pub place: Place,
    /// The rule doesn't declare it: it is one of Azure's own, and its columns are those of the catalogue.
    pub is_built_in: bool,
}

/// A column of a stream.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Column {
    /// The name; case matters.
    pub name: String,
    /// The type.
    pub column_type: ColumnType,
    /// What the rule's author says of it (not part of the service's schema, but found in real rules).
    pub description: Option<String>,
    /// Where the name is.
    pub place: Place,
    /// Where the type is.
    pub type_place: Place,
}

/// A data flow: which streams go through which transform into which table.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DataFlow {
    /// The names of the streams.
    pub streams: Vec<Located<String>>,
    /// The names of the destinations.
    pub destinations: Vec<Located<String>>,
    /// The transform, or the expression that makes it, where it can't be worked out; absent means `source`.
    pub transform_kql: Option<Located<String>>,
    /// The name of a transform that isn't KQL in the flow itself: `transform` (multi-stage) or `builtInTransform`.
    pub named_transform: Option<Located<String>>,
    /// `Custom-<table>_CL` or `Microsoft-<table>`, or the expression that makes it, where it can't be worked out.
    pub output_stream: Option<Located<String>>,
    /// Where the flow is.
    pub place: Place,
}

impl Rule {
    /// A rule in which nothing was read yet.
    pub(crate) const fn empty(place: Place) -> Self {
        Self {
            name: None,
            kind: None,
            immutable_id: None,
            logs_ingestion_endpoint: None,
            data_collection_endpoint_id: None,
            streams: Vec::new(),
            data_flows: Vec::new(),
            built_in_streams: Vec::new(),
            place,
        }
    }

    /// The stream of that name.
    pub fn stream(&self, name: &str) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.name == name)
    }

    /// The data flows that take a stream's rows, in the order of the document.
    pub fn flows_of<'a>(&'a self, stream: &'a str) -> impl Iterator<Item = &'a DataFlow> {
        self.data_flows
            .iter()
            .filter(move |flow| flow.streams.iter().any(|name| name.value == stream))
    }
}

impl Stream {
    /// The same stream, as if it were all there.
    #[cfg(feature = "catalog")]
    pub(crate) fn placed(&self, place: &Place) -> Self {
        let mut stream = self.clone();
        stream.place.clone_from(place);
        for column in &mut stream.columns {
            column.place.clone_from(place);
            column.type_place.clone_from(place);
        }
        stream
    }

    /// The column of that name; case matters.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| *column.name == *name)
    }
}

impl DataFlow {
    /// Whether rows go to the table as they come: there is no transform, or it is just `source`.
    pub fn is_pass_through(&self) -> bool {
        let kql = self.transform_kql.as_ref().map(|kql| kql.value.trim());
        self.named_transform.is_none() && matches!(kql, None | Some("" | "source"))
    }

    /// Whether the rows go to one of Azure's own tables, which have columns that custom tables can't have.
    pub fn goes_to_azure_table(&self) -> bool {
        let stream = match (&self.output_stream, self.streams.as_slice()) {
            (Some(output), _) => output,
            (None, [stream]) => stream,
            (None, _) => return false,
        };
        stream.value.starts_with("Microsoft-")
    }

    /// The table that the rows go to: `output_stream` without its prefix, or the stream's own name where a flow of one
    /// stream names no output. `None` where nothing says, or an expression does.
    ///
    /// Source: "Structure of a data collection rule", "Data flow properties".
    pub fn table(&self) -> Option<&str> {
        let stream = match (&self.output_stream, self.streams.as_slice()) {
            (Some(output), _) => &output.value,
            (None, [stream]) => &stream.value,
            (None, _) => return None,
        };
        let table = without_prefix(stream)?;
        (!table.is_empty() && !is_unresolved(stream)).then_some(table)
    }
}
