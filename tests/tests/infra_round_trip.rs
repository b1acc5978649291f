//! From a stream to a deployment and back: what is written from a schema is read, and generated from, as it was.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::path::{Path, PathBuf};

use azlogs::infra::{Deployment, Flow, InfraError, Language};
use azlogs::{ColumnSchema, LogRecord, SchemaEntry, StreamSchema, TableColumnType};
use azlogs_dcr::{Code, Document, Stream};
use azlogs_dcr_gen::{Config, DateTime};
use serde_json::json;
use uuid::Uuid;

#[derive(LogRecord)]
#[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
#[allow(dead_code, reason = "only its schema is looked at")]
struct Order {
    time_generated: std::time::SystemTime,
    correlation_id: Option<Uuid>,
    amount: f64,
    items: Vec<i64>,
}

/// The rule that is written from a schema, read again.
fn written(schema: StreamSchema) -> Result<Document, InfraError> {
    let deployment = Deployment::new("rule").flow(Flow::of_schema(schema));
    let rule = deployment.rule(Language::Arm)?;
    Ok(Document::parse("rule.json", rule.as_bytes()))
}

/// The struct that is generated for a stream, without the comments, which say where it comes from.
fn generated(document: Document) -> String {
    let code = Config::new()
        .document(document)
        .standalone(true)
        .datetime(DateTime::SystemTime)
        .generate()
        .unwrap();
    let lines = code
        .lines()
        .skip_while(|line| !line.starts_with("pub struct "));
    let lines = lines.take_while(|line| *line != "}");
    let lines = lines.filter(|line| !line.trim_start().starts_with("///"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_row_is_generated_as_it_was() {
    let document = written(Order::SCHEMA).unwrap();
    assert!(document.check().is_empty());
    let expected = r#"pub struct Orders {
    #[log_record(column = "TimeGenerated", column_type = "datetime")]
    pub time_generated: ::std::time::SystemTime,
    #[log_record(column = "CorrelationId", column_type = "string")]
    pub correlation_id: Option<String>,
    #[log_record(column = "Amount", column_type = "real")]
    pub amount: Option<f64>,
    #[log_record(column = "Items", column_type = "dynamic")]
    pub items: Option<::azlogs::column::JsonValue>,"#;
    assert_eq!(generated(document), expected);
}

/// Hundreds of published rules. They aren't part of this repository: the test looks for them beside it, and says so where they
/// aren't there.
#[allow(clippy::print_stdout, reason = "what a test skips it says")]
fn corpus() -> Vec<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut files = Vec::new();
    for folder in ["dcr", "dcr-from-bicep"] {
        match std::fs::read_dir(shared.join(folder)) {
            Ok(entries) => files.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => println!(
                "skipped: there is no folder {}",
                shared.join(folder).display()
            ),
        }
    }
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    files
}

/// A schema that says what the stream does. Every fifth text is the text of a UUID.
fn schema(stream: &Stream) -> StreamSchema {
    let leaked = |text: &str| -> &'static str { text.to_owned().leak() };
    let columns = stream.columns.iter().enumerate().map(|(index, column)| {
        let schema = ColumnSchema::new(leaked(&column.name), column.column_type);
        let is_text = schema.table_type == TableColumnType::String;
        SchemaEntry::Column(if is_text && index % 5 == 0 {
            schema.table_type(TableColumnType::Guid)
        } else {
            schema
        })
    });
    StreamSchema::new(leaked(&stream.name), columns.collect::<Vec<_>>().leak())
}

/// A document that declares the stream and nothing else.
fn declaration(stream: &Stream) -> Document {
    let columns = stream.columns.iter();
    let columns: Vec<_> = columns
        .map(|column| json!({"name": column.name, "type": column.column_type.as_str()}))
        .collect();
    let text = json!({stream.name.as_str(): {"columns": columns}}).to_string();
    Document::parse("streams.json", text.as_bytes())
}

/// Those are left out that have names which only a transform's renaming makes fit for a table.
#[test]
fn the_streams_of_published_rules_come_back_as_they_were() {
    for file in corpus() {
        let document = Document::read_file(&file).unwrap();
        for stream in document.rules().iter().flat_map(|rule| &rule.streams) {
            let back = match written(schema(stream)) {
                Ok(back) => back,
                Err(error) => {
                    let mut found = error.diagnostics().iter();
                    assert!(
                        found.all(|it| it.code == Code::TableColumnName),
                        "{error:?}"
                    );
                    continue;
                }
            };
            assert!(back.check().is_empty(), "{}", file.display());
            if stream.name.starts_with("Custom-") {
                let expected = generated(declaration(stream));
                assert_eq!(generated(back), expected, "{}", file.display());
            }
        }
    }
}
