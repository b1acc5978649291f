//! A local stand-in for Azure Monitor's Logs Ingestion API: for tests, and as the command `azlogs-emulator`.
//!
//! It does what the service does, losing data in silence included, and then says what was lost:
//!
//! ```
//! use azlogs_emulator::Emulator;
//!
//! const RULE: &str = r#"{
//!     "name": "web",
//!     "streamDeclarations": { "Custom-Requests": { "columns": [
//!         { "name": "TimeGenerated", "type": "datetime" },
//!         { "name": "Status", "type": "int" } ] } },
//!     "dataFlows": [ { "streams": ["Custom-Requests"], "destinations": ["w"], "outputStream": "Custom-Requests_CL" } ]
//! }"#;
//!
//! let emulator = Emulator::builder().dcr("rule.json", RULE).start_blocking()?;
//! let rule = &emulator.rules()[0];
//! let url = format!(
//!     "{}/dataCollectionRules/{}/streams/Custom-Requests?api-version=2023-01-01",
//!     emulator.endpoint(),
//!     rule.immutable_id,
//! );
//! # let body = r#"[{"Status":"200","Statsu":1}]"#;
//! # use std::io::{Read, Write};
//! # let mut stream = std::net::TcpStream::connect(emulator.address())?;
//! # let path = url.strip_prefix(emulator.endpoint()).unwrap_or_default();
//! # write!(stream, "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer any\r\n\
//! #     Content-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
//! # let mut answer = String::new();
//! # stream.read_to_string(&mut answer)?;
//! # assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
//! // … a client posts [{"Status":"200","Statsu":1}] to that URL, and is answered 204.
//!
//! assert_eq!(emulator.rows("Requests_CL")[0]["Status"], 200);
//! let request = &emulator.requests()[0];
//! assert_eq!(request.status, Some(204));
//! assert_eq!(
//!     request.losses[0].to_string(),
//!     "column `Statsu` isn't declared, and dropped; did you mean `Status`? (row 0)"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`EmulatorBuilder::strict`] turns silent loss into an error, [`Fault`]s make things go wrong on purpose, and
//! everything that [`Emulator`] tells is there over HTTP too, below `/_emulator/` on the same port:
//!
//! | | |
//! |---|---|
//! | `GET` nothing | all of these |
//! | `GET answers` | every error answer there is, and whether its wording is the service's |
//! | `GET rules` | the rules: immutable ids, streams, columns, tables |
//! | `GET stats` | [`Stats`] |
//! | `GET tables`, `GET tables/{table}` | the names of the tables; the rows of one |
//! | `GET requests` | the [`RecordedRequest`]s |
//! | `GET faults`, `POST faults` | what the [`Fault`]s have done; others instead, as in `[{"status": 503, "every": 3}]` |
//! | `POST clock` | puts the clock forward: `{"advance": "60s"}` |
//! | `POST reset` | forgets all rows, requests and counts |
//!
//! # How faithful it is
//!
//! What Microsoft documents, or what was seen in recordings, tests and reports, is as it is there. Where nothing is known
//! (the wording of a 429, say), the answer is the likeliest, and `GET answers` says that it is ours. What
//! becomes of a JSON value in a column follows Kusto's conversion functions; Microsoft publishes no such table.
//!
//! Each flow's `transformKql` is run (by `azlogs-kql`), so that tables hold what the transform makes of a row, all of its columns in its
//! order: datetimes as `2024-01-02T03:04:05.5Z`, timespans and guids as text. `now()` is the emulator's clock. Where a stream has one flow
//! that is just `source`, its table holds the rows as the stream's columns hold them. What a table of the rule's template, or one of Azure's
//! own, has no column for is dropped and told. What becomes of each flow's rows is counted in [`FlowCounts`].
//! A transform that Azure would refuse, or that the rule doesn't show, isn't run: the table then holds the rows as they go into it,
//! [`StreamInfo::notes`] says why, and where; with [`EmulatorBuilder::strict`] one that Azure would refuse is a [`StartError`]. After the
//! transform, a `TimeGenerated` that is null, too old or too far ahead is the time of receipt, and values that are too long are cut. Tokens aren't checked, nor are roles; [`Fault::role_delay`] stands in.

mod answers;
mod body;
mod body_form;
mod builder;
mod catalog;
mod clock;
mod control;
mod decode;
mod derived_id;
mod emulator;
mod error;
mod faults;
mod flows;
mod guid;
mod head;
mod in_flight;
mod limits;
mod loss;
mod post;
mod quota;
mod record;
mod respond;
mod route;
mod rows;
mod rules;
mod server;
mod socket;
mod state;
mod stats;
mod store;
mod thread;
#[cfg_attr(not(feature = "tls"), path = "no_tls.rs")]
mod tls;

pub use builder::EmulatorBuilder;
pub use emulator::Emulator;
pub use error::StartError;
pub use faults::{Fault, FaultAnswer, FaultError, Moment, What, When};
pub use flows::FlowCounts;
pub use limits::{Keep, Limits, Quotas};
pub use loss::{Loss, LossKind};
pub use record::RecordedRequest;
pub use rules::{ColumnInfo, RuleInfo, StreamInfo, TableInfo};
pub use stats::{ColumnStats, FaultStats, Stats, StreamStats, TableStats};
