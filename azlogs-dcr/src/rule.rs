//! The parts of a data collection rule.

use crate::{ColumnType, ImmutableId, Place};

/// A value, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub place: Place,
}

/// A data collection rule: the streams it declares, and where their rows flow.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The resource's name.
    pub name: Option<Located<String>>,
    /// `Direct`, `Linux`, …; often absent.
    pub kind: Option<Located<String>>,
    /// The id in the ingestion URL, which Azure gives on creation.
    pub immutable_id: Option<Located<ImmutableId>>,
    /// `endpoints.logsIngestion`: where rows are posted, for rules with an endpoint of their own.
    pub logs_ingestion_endpoint: Option<Located<String>>,
    /// The resource id of the data collection endpoint.
    pub data_collection_endpoint_id: Option<Located<String>>,
    /// The streams, in the order of the document.
    pub streams: Vec<Stream>,
    /// The data flows, in the order of the document.
    pub data_flows: Vec<DataFlow>,
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
    /// Where the column is.
    pub place: Place,
}

/// A data flow: which streams go through which transform into which table.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DataFlow {
    /// The names of the streams.
    pub streams: Vec<Located<String>>,
    /// The names of the destinations.
    pub destinations: Vec<Located<String>>,
    /// The transform; absent means `source`.
    pub transform_kql: Option<Located<String>>,
    /// `Custom-<table>_CL` or `Microsoft-<table>`.
    pub output_stream: Option<Located<String>>,
    /// Where the flow is.
    pub place: Place,
}
