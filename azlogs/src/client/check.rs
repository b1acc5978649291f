//! Asking whether rows would be accepted, without sending any.

use std::sync::Arc;

use azlogs_dcr::ImmutableId;

use super::LogsClient;
use crate::StreamName;
use crate::error::Error;

impl LogsClient {
    /// Asks the service whether it would accept rows for that stream of that rule, by sending an empty array.
    ///
    /// It shows whether endpoint, credential, role, rule and stream fit together, such as when an application starts.
    /// It doesn't show whether rows would reach their table: the service accepts rows and drops them later.
    ///
    /// ```no_run
    /// use std::sync::Arc;
    /// use azlogs::credential::StaticToken;
    /// use azlogs::{ImmutableId, LogsClient};
    ///
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let client = LogsClient::builder("http://127.0.0.1:8080")
    ///     .credential(Arc::new(StaticToken::new("for the emulator")))
    ///     .build()?;
    /// let rule = ImmutableId::from_static("dcr-000a00a000a00000a000000aa000a0aa");
    /// client.check(&rule, &"Custom-AppRequests".parse()?).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As for rows; [`Error::help`] says what to do.
    pub async fn check(&self, rule: &ImmutableId, stream: &StreamName) -> Result<(), Error> {
        let route = self.route(rule, stream.as_str());
        self.deliverer().check(Arc::new(route)).await
    }
}
