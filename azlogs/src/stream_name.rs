//! The name of a stream, checked.

use std::fmt;
use std::str::FromStr;

use azlogs_dcr::{StreamNameError, check_stream_name};

/// The name of a stream, such as `Custom-AppRequests`, where it is known at run time only.
///
/// ```
/// use azlogs::StreamName;
///
/// let stream: StreamName = "Custom-AppRequests".parse()?;
/// assert_eq!(stream.as_str(), "Custom-AppRequests");
/// assert!("App Requests".parse::<StreamName>().is_err());
/// # Ok::<(), azlogs::StreamNameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StreamName(String);

impl StreamName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for StreamName {
    type Err = StreamNameError;

    fn from_str(name: &str) -> Result<Self, StreamNameError> {
        check_stream_name(name)?;
        Ok(Self(name.to_owned()))
    }
}

impl AsRef<str> for StreamName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
