//! What a row is: a value that knows its stream's columns and writes itself as one JSON object.

use std::sync::Arc;

use crate::row::RowWriter;
use crate::schema::{SchemaEntry, StreamSchema};

/// A row of a stream: `#[derive(LogRecord)]` makes a struct one.
///
/// ```
/// # #[cfg(feature = "derive")] {
/// use azlogs::LogRecord;
///
/// #[derive(LogRecord)]
/// #[log_record(stream = "Custom-AppRequests", rename_all = "PascalCase")]
/// struct Request<'a> {
///     path: &'a str,
///     status: i32,
///     bytes: Option<i64>,
/// }
///
/// let request = Request { path: "/", status: 200, bytes: None };
/// assert_eq!(azlogs::to_json(&request).unwrap(), r#"{"Path":"/","Status":200}"#);
/// assert_eq!(Request::SCHEMA.columns().count(), 3);
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no row of a stream",
    label = "not a row",
    note = "#[derive(LogRecord)] with #[log_record(stream = \"Custom-…\")] makes a struct one"
)]
pub trait LogRecord {
    /// The stream and its columns.
    const SCHEMA: StreamSchema;

    /// [`SCHEMA`](Self::SCHEMA), for where a function is wanted: the stream, its columns with their types, and what the type's
    /// documentation says and where it stands in the source.
    ///
    /// ```
    /// # #[cfg(feature = "derive")] {
    /// use azlogs::LogRecord;
    ///
    /// /// A request.
    /// #[derive(LogRecord)]
    /// #[log_record(stream = "Custom-AppRequests", rename_all = "PascalCase")]
    /// struct Request {
    ///     status: i32,
    /// }
    ///
    /// let schema = Request::schema();
    /// assert_eq!((schema.stream, schema.docs), ("Custom-AppRequests", "A request."));
    /// println!("{} is at {}", schema.stream, schema.place);
    /// # }
    /// ```
    fn schema() -> StreamSchema {
        Self::SCHEMA
    }

    /// Writes the row's columns. That a value can't be written, such as a dynamic one whose `Serialize` fails, or an instant in the
    /// year 10000, the writer keeps, and [`azlogs::write_row`](crate::write_row) tells.
    fn write_row(&self, row: &mut RowWriter<'_>);
}

/// Some columns of a row, for `#[log_record(flatten)]`: `#[derive(LogRecord)]` with `#[log_record(group)]` makes a struct one.
///
/// ```
/// # #[cfg(feature = "derive")] {
/// use azlogs::LogRecord;
///
/// #[derive(LogRecord)]
/// #[log_record(group, rename_all = "PascalCase")]
/// struct Source { host: String, instance: u16 }
///
/// #[derive(LogRecord)]
/// #[log_record(stream = "Custom-AppRequests", rename_all = "PascalCase")]
/// struct Request {
///     status: i32,
///     #[log_record(flatten)]
///     source: Source,
/// }
///
/// let request = Request { status: 200, source: Source { host: "web".into(), instance: 7 } };
/// assert_eq!(azlogs::to_json(&request).unwrap(), r#"{"Status":200,"Host":"web","Instance":7}"#);
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no group of columns",
    label = "not a group of columns",
    note = "#[derive(LogRecord)] with #[log_record(group)] makes a struct one"
)]
pub trait ColumnGroup {
    /// The columns.
    const COLUMNS: &'static [SchemaEntry];

    /// Writes the columns.
    fn write_columns(&self, row: &mut RowWriter<'_>);
}

macro_rules! pointers {
    ($($pointer:ty),+) => {$(
        impl<T: LogRecord + ?Sized> LogRecord for $pointer {
            const SCHEMA: StreamSchema = T::SCHEMA;

            #[inline]
            fn write_row(&self, row: &mut RowWriter<'_>) {
                (**self).write_row(row);
            }
        }

        impl<T: ColumnGroup + ?Sized> ColumnGroup for $pointer {
            const COLUMNS: &'static [SchemaEntry] = T::COLUMNS;

            #[inline]
            fn write_columns(&self, row: &mut RowWriter<'_>) {
                (**self).write_columns(row);
            }
        }
    )+};
}

pointers!(&T, Box<T>, Arc<T>);

/// A group that may be missing: its columns are then left out.
impl<T: ColumnGroup> ColumnGroup for Option<T> {
    const COLUMNS: &'static [SchemaEntry] = T::COLUMNS;

    #[inline]
    fn write_columns(&self, row: &mut RowWriter<'_>) {
        if let Some(group) = self {
            group.write_columns(row);
        }
    }
}
