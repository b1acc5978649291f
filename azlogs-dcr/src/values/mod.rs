//! What the service does with the values of a row: which it keeps, and which it drops, nulls, cuts or replaces.
//!
//! It answers 204 whatever it does, so that only such a reading says what a row is going to lose.
//!
//! ```
//! use azlogs_dcr::ColumnType;
//! use azlogs_dcr::values::{Element, Fate, RowReader, RowSchema, ValueLimits};
//! use serde::de::DeserializeSeed as _;
//!
//! let schema = RowSchema::new([("Status", ColumnType::Int), ("User", ColumnType::String)], true);
//! let (limits, now) = (ValueLimits::default(), time::OffsetDateTime::now_utc());
//! let mut reader = RowReader::new(&schema, &limits, now);
//!
//! let mut lost = Vec::new();
//! let seed = reader.element(|cell| {
//!     if cell.fate.is_loss() {
//!         lost.push(format!("{} {}", cell.name, cell.why()));
//!     }
//! });
//! let row = r#"{ "Status": "many", "Usr": "ada" }"#;
//! let element = seed.deserialize(&mut serde_json::Deserializer::from_str(row))?;
//!
//! assert_eq!(element, Element::Row);
//! assert_eq!(reader.text(), r#"{"Status":null}"#);
//! assert_eq!(lost, ["Usr isn't declared; did you mean `User`?", "Status `\"many\"` isn't an integer (the column's type is int)"]);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod convert;
mod datetime;
mod elements;
mod fate;
mod limits;
mod row;
mod schema;
mod source;
mod time_generated;
#[cfg(feature = "transforms")]
mod transform;

pub use datetime::{parse_datetime, write_datetime};
pub use elements::{DataElement, DataForm, Elements};
pub use fate::{Cell, Fate};
pub use limits::ValueLimits;
pub use row::{Element, ElementSeed, RowReader};
pub use schema::RowSchema;
pub use source::DataError;
#[cfg(feature = "transforms")]
pub use transform::{FlowTransform, Landing, NotRunnable};
