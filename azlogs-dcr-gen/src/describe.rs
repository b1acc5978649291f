//! What the documentation of generated code says.

use azlogs_dcr::catalog::{self, DATE};
use azlogs_dcr::{Column, DataFlow, Place, Rule, Stream};

use crate::doc::{code, code_block, prose, wrapped};
use crate::kql::laid_out;
use crate::model::Docs;
use crate::ways::End;

/// A module that holds the streams of one rule.
pub(crate) fn rule(file: &str, rule: &Rule) -> Docs {
    if rule.place.is_nowhere() {
        return paragraphs([Some(format!("Rows for Azure's stream {}.", code(file)))]);
    }
    let streams = format!("Rows for the streams of {}.", named(file, rule));
    let kind = rule
        .kind
        .as_ref()
        .map(|kind| format!("Its kind is {}.", code(&kind.value)));
    paragraphs([Some(streams), kind])
}

/// A module that holds the rules of one file, or of several.
pub(crate) fn files(files: &[&str]) -> Docs {
    let files: Vec<String> = files.iter().map(|file| code(file)).collect();
    paragraphs([Some(format!(
        "Rows for the streams of the data collection rules in {}.",
        files.join(", ")
    ))])
}

/// The constant for a rule's immutable id.
pub(crate) fn immutable_id(file: &str, rule: &Rule, place: &Place) -> Docs {
    paragraphs([Some(format!(
        "The immutable id of {} ({}).",
        named(file, rule),
        at(file, place)
    ))])
}

/// The constant for a rule's endpoint.
pub(crate) fn endpoint(file: &str, rule: &Rule, place: &Place) -> Docs {
    paragraphs([Some(format!(
        "The endpoint that takes rows for {} ({}).",
        named(file, rule),
        at(file, place)
    ))])
}

/// A stream's struct: where the stream is declared, and where its rows flow.
pub(crate) fn stream(file: &str, rule: &Rule, stream: &Stream) -> Docs {
    let mut docs = paragraphs(intro(file, stream));
    let mut flows = rule.flows_of(&stream.name).peekable();
    if flows.peek().is_none() && !rule.data_flows.is_empty() {
        add(
            &mut docs,
            wrapped("No data flow takes it: what is sent here reaches no table."),
        );
    }
    for flow in flows {
        add(&mut docs, wrapped(&flow_of_rows(flow)));
        if let Some(kql) = flow
            .transform_kql
            .as_ref()
            .filter(|_| !flow.is_pass_through())
        {
            add(&mut docs, code_block("kusto", &laid_out(&kql.value)));
        }
    }
    docs
}

fn intro(file: &str, stream: &Stream) -> [Option<String>; 2] {
    let name = code(&stream.name);
    if !stream.is_built_in {
        let intro = format!("A row of the stream {name} ({}).", at(file, &stream.place));
        return [Some(intro), None];
    }
    let intro = if stream.place.is_nowhere() {
        format!("A row of Azure's stream {name}.")
    } else {
        let place = at(file, &stream.place);
        format!(
            "A row of Azure's stream {name}, which the rule doesn't declare, and a data flow takes ({place})."
        )
    };
    let columns = format!(
        "Its columns are those that Microsoft's documentation had on {DATE}, without the ones that the service fills itself. \
         Some that are strings here may be guids in a workspace: a data flow then needs `toguid()`."
    );
    [Some(intro), Some(columns)]
}

/// A column's field: what the author says of it, its type and place.
pub(crate) fn column(file: &str, stream: &Stream, column: &Column, end: &End) -> Docs {
    let described = column
        .description
        .as_deref()
        .map(prose)
        .filter(|text| !text.is_empty());
    let (name, column_type) = (code(&column.name), code(column.column_type.as_str()));
    let fact = if stream.is_built_in {
        let table = catalog::table_of_stream(&stream.name);
        let known = table.and_then(|table| table.column(&column.name));
        let otherwise = match known.and_then(|known| known.otherwise) {
            Some(other) => format!(
                ", {} in workspaces or in published rules",
                code(&other.as_str().to_lowercase())
            ),
            None => String::new(),
        };
        format!("Column {name}: {column_type}{otherwise}")
    } else {
        format!("Column {name}: {column_type} ({})", at(file, &column.place))
    };
    paragraphs([described, Some(fact + &whereto(end))])
}

/// How many columns of tables are named.
const ENDS: usize = 5;

/// The tables' columns in which a stream's column ends.
fn whereto(end: &End) -> String {
    let End::Columns(columns) = end else {
        return ". No data flow keeps it.".to_owned();
    };
    if columns.is_empty() {
        return ".".to_owned();
    }
    let named = columns.iter().take(ENDS);
    let named = named.map(|end| code(&format!("{}.{}", end.table, end.column)));
    let more = match columns.len().saturating_sub(ENDS) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!(" → {}{more}.", named.collect::<Vec<_>>().join(", "))
}

/// The function that makes a row from its required columns.
pub(crate) fn new(required: usize, optional: usize) -> Docs {
    let text = match (required, optional) {
        (0, _) => "A row with every column left out.",
        (1, 0) => "A row with this value.",
        (1, _) => "A row with this value, and every other column left out.",
        (_, 0) => "A row with these values.",
        _ => "A row with these values, and every other column left out.",
    };
    vec![text.to_owned()]
}

/// The default of a row that has an instant which it can't do without.
pub(crate) fn default() -> Docs {
    vec![
        "A row of the Unix epoch, 1970-01-01T00:00:00Z: set its time before sending it.".to_owned(),
    ]
}

fn flow_of_rows(flow: &DataFlow) -> String {
    let table = match (flow.table(), &flow.output_stream) {
        (Some(table), _) => format!("the table {}", code(table)),
        (None, Some(output)) => format!("the output stream {}", code(&output.value)),
        (None, None) => "a table that the rule doesn't name".to_owned(),
    };
    if flow.is_pass_through() {
        return format!("Its rows flow to {table} as they are.");
    }
    match (&flow.named_transform, &flow.transform_kql) {
        (Some(name), None) => format!(
            "Its rows flow to {table}, through the transform {}.",
            code(&name.value)
        ),
        _ => format!("Its rows flow to {table}, through this transform:"),
    }
}

fn named(file: &str, rule: &Rule) -> String {
    match &rule.name {
        Some(name) => format!("the data collection rule {}", code(&name.value)),
        None => format!("the data collection rule in {}", at(file, &rule.place)),
    }
}

fn at(file: &str, place: &Place) -> String {
    code(&format!("{file}:{}", place.line))
}

fn paragraphs<const N: usize>(texts: [Option<String>; N]) -> Docs {
    let mut docs = Docs::new();
    for text in texts.into_iter().flatten() {
        add(&mut docs, wrapped(&text));
    }
    docs
}

fn add(docs: &mut Docs, lines: Vec<String>) {
    if !docs.is_empty() {
        docs.push(String::new());
    }
    docs.extend(lines);
}
