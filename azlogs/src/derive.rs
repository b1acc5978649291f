//! The derives, and what they take.

/// Makes a struct a row of a stream: each field is a column.
///
/// ```
/// use std::collections::HashMap;
/// use std::time::{Instant, SystemTime};
///
/// use azlogs::{LogColumn, LogRecord};
///
/// #[derive(LogRecord)]
/// #[log_record(dcr = "doc/dcr.json", stream = "Custom-AppRequests", rename_all = "PascalCase")]
/// struct Request<'a> {
///     time_generated: SystemTime,
///     method: Method,
///     status: u16,
///     seconds: f64,
///     user: Option<&'a str>,
///     headers: HashMap<String, String>,
///     #[log_record(flatten)]
///     source: &'a Source,
///     #[log_record(skip)]
///     started: Instant,
/// }
///
/// #[derive(LogColumn)]
/// #[log_column(rename_all = "UPPERCASE")]
/// enum Method { Get, Post }
///
/// #[derive(LogRecord)]
/// #[log_record(group, rename_all = "PascalCase")]
/// struct Source { host: String, region: &'static str }
///
/// let request = Request {
///     time_generated: SystemTime::UNIX_EPOCH,
///     method: Method::Get,
///     status: 200,
///     seconds: 0.25,
///     user: None,
///     headers: HashMap::new(),
///     source: &Source { host: "web-1".to_owned(), region: "westeurope" },
///     started: Instant::now(),
/// };
/// assert_eq!(
///     azlogs::to_json(&request)?,
///     concat!(
///         r#"{"TimeGenerated":"1970-01-01T00:00:00.0000000Z","Method":"GET","Status":200,"Seconds":0.25,"#,
///         r#""Headers":{},"Host":"web-1","Region":"westeurope"}"#,
///     ),
/// );
/// # Ok::<(), azlogs::RowError>(())
/// ```
///
/// # What is checked
///
/// With `dcr` the struct is compared, as it compiles, with a data collection rule's file: an ARM template, the resource,
/// what `az monitor data-collection rule show` prints, the rule's properties or its `streamDeclarations` alone. A change
/// of the file compiles the crate again. It is an error if
///
/// - the rule doesn't declare the stream, or two rules in the file declare it differently;
/// - a field has no column, or two have one;
/// - a field's type doesn't fit its column without loss: see [`column`](crate::column);
/// - neither a field nor a transform fills `TimeGenerated`;
/// - a column has a name that tables can't have, and no transform renames it;
/// - a flow's transform is one that Azure refuses: it isn't KQL, names what isn't there, leaves `TimeGenerated` out, or makes a
///   column whose type the table refuses. Azure's own tables are known; others are where the rule's template has them, or `table`
///   names their file;
/// - with `exhaustive`, a column has no field.
///
/// A field whose column no flow keeps is a warning, by the lint `deprecated`: macros have no other.
///
/// An error about a column says where in the file it is declared. That a type fits which depends on a parameter of the struct
/// is a bound of the impl, `T: ColumnValue<Int>` say, so that the error is where a type is put in that doesn't, and says why alone.
///
/// The columns of groups are part of this; of a row with type parameters they are known only where it is used, so that a
/// mistake there is an error of `cargo build`, not of `cargo check`.
///
/// Without `dcr`, `stream` alone takes the columns' types from the fields' (`i32` makes an int column, `i64` and `u32`
/// long ones, and so on), and checks the names. The struct can then be the source of table and rule: what it and its fields
/// say in their documentation is in [`SCHEMA`](crate::LogRecord::SCHEMA), and the module `infra` writes both from that.
///
/// A stream of one of Azure's own tables, such as `Microsoft-Syslog`, is declared nowhere. Its columns are those of the table, as
/// documented on a day that the errors name; the ones that the service fills itself, such as `TenantId`, are none for a row.
/// Such a stream needs no `dcr`; with it, a data flow of the rule has to take the stream. `column_type` counts before the
/// documentation: for a column that the table got later, or has otherwise. Columns that are documented as strings and known to
/// be guids take strings and `Uuid`s, and need `toguid()` in the flow's transform, which `infra` writes. `azlogs-dcr-gen tables`
/// shows the tables.
///
/// ```
/// # use azlogs::LogRecord;
/// #[derive(LogRecord)]
/// #[log_record(stream = "Microsoft-Syslog", rename_all = "PascalCase")]
/// struct Message {
///     time_generated: std::time::SystemTime,
///     facility: String,
///     #[log_record(column = "ProcessID")]
///     process_id: i32,        // `String` here is a compile error
/// }
/// # assert_eq!(Message::SCHEMA.columns().count(), 3);
/// ```
///
/// # On the struct
///
/// | `#[log_record(…)]` | |
/// |---|---|
/// | `dcr = "infra/dcr.json"` | the rule's file; a relative path begins where the crate's `Cargo.toml` is |
/// | `stream = "Custom-AppRequests"` | the stream |
/// | `table = "infra/table.json"` | a file that describes the table: what `az monitor log-analytics workspace table show` prints, or a template |
/// | `rename_all = "PascalCase"` | how fields' names become columns': any rule of serde's |
/// | `exhaustive` | every column of the stream must have a field |
/// | `group` | the struct is no row, but columns for others to `flatten` |
/// | `crate = "path"` | where azlogs is, if not at `::azlogs` |
/// | `no_implicit_prelude` | the module has the attribute of that name, which hides the compiler's `#[diagnostic]` too: errors about types then don't say where the column is declared |
///
/// # On a field
///
/// | `#[log_record(…)]` | |
/// |---|---|
/// | `column = "Status"` | the column's name |
/// | `column_type = "int"` | the column's type as the rule declares it, where there is no `dcr` to say so, or the stream is one of Azure's own; such a column's name is taken as it is |
/// | `skip` | no column |
/// | `row_id` | the column tells the row from all others, so that duplicates can be found: see [`RowId`](crate::RowId) |
/// | `null` | `None` is written as null; else, and with `skip_if_none`, the column is left out |
/// | `dynamic` | any `Serialize`, into a dynamic column |
/// | `json_string` | any `Serialize`, as JSON text into a string column |
/// | `with = "path::to_fn"` | what `fn(&Field) -> impl ColumnValue` makes of the field; without `dcr`, beside `column_type` |
/// | `flatten` | the columns of a group, or of an `Option` of one |
///
/// Of serde's attributes `rename`, `rename_all`, `skip` and `skip_serializing` are followed, unless one of these says
/// otherwise in the same place: `column` goes before a field's `#[serde(rename)]`, and that, as in serde, before either
/// `rename_all`. Those that would make serde write something else, such as `with` or `flatten`, are errors.
pub use azlogs_derive::LogRecord;

/// Makes a type of one's own the value of a column.
///
/// A newtype fits the columns that its content fits, and is written like it:
///
/// ```
/// use azlogs::{LogColumn, LogRecord};
///
/// #[derive(LogColumn)]
/// struct OrderId(String);
///
/// #[derive(LogRecord)]
/// #[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
/// struct Order {
///     order_id: OrderId,
/// }
///
/// let order = Order { order_id: OrderId("A7".to_owned()) };
/// assert_eq!(azlogs::to_json(&order)?, r#"{"OrderId":"A7"}"#);
/// # Ok::<(), azlogs::RowError>(())
/// ```
///
/// An enum of variants without fields fits string columns:
///
/// ```
/// use azlogs::{LogColumn, LogRecord};
///
/// #[derive(LogColumn)]
/// #[log_column(rename_all = "kebab-case")]
/// enum State {
///     Placed,
///     #[log_column(rename = "on its way")]
///     Shipped,
/// }
///
/// #[derive(LogRecord)]
/// #[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
/// struct Order {
///     state: State,
///     before: State,
/// }
///
/// let order = Order { state: State::Shipped, before: State::Placed };
/// assert_eq!(azlogs::to_json(&order)?, r#"{"State":"on its way","Before":"placed"}"#);
/// # Ok::<(), azlogs::RowError>(())
/// ```
///
/// On the type stand `rename_all` (any rule of serde's) and `crate = "path"`; on a variant `rename`. serde's `rename` and
/// `rename_all` are followed where these don't say otherwise in the same place; a variant's name goes before a `rename_all`.
pub use azlogs_derive::LogColumn;
