//! The way back, from rows to Azure: tables and a data collection rule, written from the rows' types.
//!
//! A row's type says what its stream is, so it needn't be said again in a template. A [`Deployment`] takes the types of the
//! rows that a rule is for, and writes two files: the tables, and the rule that flows into them, which is deployed after
//! them. Both as an Azure Resource Manager template, as Bicep or as Terraform.
//!
//! ```
//! # #[cfg(all(feature = "derive", feature = "uuid"))] {
//! use std::time::SystemTime;
//!
//! use azlogs::LogRecord;
//! use azlogs::infra::{Deployment, Flow, Language};
//! use uuid::Uuid;
//!
//! /// An order, as the shop took it.
//! #[derive(LogRecord)]
//! #[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
//! struct Order {
//!     time_generated: SystemTime,
//!     /// The same in all that one request led to.
//!     correlation_id: Uuid,
//!     amount: f64,
//! }
//!
//! let deployment = Deployment::new("shop").flow(Flow::of::<Order>().total_retention_in_days(365));
//! let tables = deployment.tables(Language::Bicep)?;
//! let rule = deployment.rule(Language::Bicep)?;
//!
//! assert!(tables.contains("name: 'Orders_CL'"));
//! assert!(tables.contains("description: 'The same in all that one request led to.'"));
//! assert!(rule.contains("transformKql: 'source | extend CorrelationId = toguid(CorrelationId)'"));
//! # }
//! # Ok::<(), azlogs::infra::InfraError>(())
//! ```
//!
//! # Keeping the files up to date
//!
//! A test writes the files, and fails where they aren't what the types say:
//!
//! ```no_run
//! # use azlogs::infra::{Deployment, InfraError, Language, assert_up_to_date};
//! # fn deployment() -> Deployment { Deployment::new("shop") }
//! #[test]
//! fn the_deployment_is_what_the_rows_say() -> Result<(), InfraError> {
//!     let deployment = deployment();
//!     assert_up_to_date("infra/tables.bicep", &deployment.tables(Language::Bicep)?);
//!     assert_up_to_date("infra/rule.bicep", &deployment.rule(Language::Bicep)?);
//!     Ok(())
//! }
//! ```
//!
//! With `AZLOGS_UPDATE=1` in the environment it writes them instead. A build script does the same with [`up_to_date`].
//!
//! A type that a rule is written from can't also be checked against that rule: with `#[log_record(dcr = "…")]` a new field
//! wouldn't compile before the rule has its column, and the rule wouldn't get it before the field compiles. One of the two is
//! the source.
//!
//! # What is written
//!
//! - **Tables**: for each stream `Custom-Name` a table `Name_CL` with a column for each field, of the type that the
//!   [table](crate::ColumnSchema::table_type) has, described by the field's documentation. Of a stream `Microsoft-Name` the
//!   table is Azure's own and there already, and the stream needs no declaration.
//! - **The rule**: of kind `Direct`, which has an endpoint of its own; a declaration and a flow for each stream. Where the
//!   table's types differ from the stream's, the flow has a transform with the casts; where a row has no `TimeGenerated`, the
//!   transform makes it.
//! - **The role** *Monitoring Metrics Publisher* on the rule, for whomever the deployment's parameters name.
//! - **Outputs**: the rule's immutable id and the endpoint, which a client needs.
//!
//! What Azure would refuse, or drop in silence, is an [`InfraError`] instead: it names the field and its line. The same
//! input always gives the same text. Nothing in a name or a comment can become code of the file: it is escaped as the
//! language needs it.
//!
//! Terraform's provider azurerm has no rules of kind `Direct` and no tables of every plan, so these two are resources of the
//! provider azapi; the role's assignment is azurerm's.

mod arm;
mod bicep;
mod body;
mod deployment;
mod error;
mod flow;
mod model;
mod resource;
mod sample;
mod summary;
mod table;
mod terraform;
mod transform;
mod tree;
mod up_to_date;

pub use azlogs_dcr::{Code, Diagnostic, Severity};
pub use deployment::{Deployment, Language};
pub use error::InfraError;
pub use flow::{Flow, TablePlan};
pub use sample::sample;
pub use up_to_date::{OutOfDate, assert_up_to_date, up_to_date};
