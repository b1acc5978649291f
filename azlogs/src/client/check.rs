//! Asking whether rows would be accepted, without sending any.

use std::sync::Arc;

use azlogs_dcr::ImmutableId;
use bytes::Bytes;

use super::LogsClient;
use crate::error::Error;
use crate::send::Request;

impl LogsClient {
    /// Asks the service whether it would accept rows for that stream of that rule, by sending an empty array.
    ///
    /// It shows whether endpoint, credential, role, rule and stream fit together, such as when an application starts.
    /// It doesn't show whether rows would reach their table: what the transform does is known to no request.
    ///
    /// # Errors
    ///
    /// As for rows; [`Error::help`] says what to do.
    pub async fn check(&self, rule: &ImmutableId, stream: &str) -> Result<(), Error> {
        let route = Arc::new(self.route(rule, stream));
        let request = Request::new(route, Bytes::from_static(b"[]"), false);
        self.sender().deliver(&request).await.result
    }
}
