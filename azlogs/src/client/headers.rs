//! The headers that each request has, whatever it carries.

use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};

use super::BuildError;

/// The application's headers and ours.
pub(super) fn request_headers(
    of_application: &[(String, String)],
    application_id: Option<&str>,
) -> Result<HeaderMap, BuildError> {
    let mut headers = HeaderMap::new();
    for (name, value) in of_application {
        let refuse = |why| BuildError::Header {
            name: name.clone(),
            why,
        };
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| refuse("that isn't a header's name"))?;
        if let Some(why) = why_not(name.as_str()) {
            return Err(refuse(why));
        }
        let mut value = HeaderValue::from_str(value)
            .map_err(|_| refuse("its value has characters that no header can hold"))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    let json = HeaderValue::from_static("application/json");
    headers.entry(ACCEPT).or_insert_with(|| json.clone());
    headers.insert(CONTENT_TYPE, json);
    headers.insert(USER_AGENT, user_agent(application_id)?);
    Ok(headers)
}

/// Why a header can't be the application's.
fn why_not(name: &str) -> Option<&'static str> {
    match name {
        "authorization" => Some("the credential gives it"),
        "user-agent" => Some("give a name with `application_id`"),
        "proxy-authorization" => Some("give user name and password in the proxy's URL"),
        "content-type"
        | "content-encoding"
        | "content-length"
        | "transfer-encoding"
        | "x-ms-client-request-id" => Some("it goes with the rows"),
        "host" | "connection" | "expect" | "te" | "trailer" | "upgrade" => {
            Some("it belongs to the connection")
        }
        _ => None,
    }
}

/// `azlogs/<version> (<system>; <architecture>)`, after the application's id.
fn user_agent(application_id: Option<&str>) -> Result<HeaderValue, BuildError> {
    let own = concat!("azlogs/", env!("CARGO_PKG_VERSION"));
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let refuse = || BuildError::ApplicationId(application_id.unwrap_or_default().to_owned());
    let text = match application_id {
        None => format!("{own} ({os}; {arch})"),
        Some(id) if (1..=64).contains(&id.len()) && id.bytes().all(is_id_byte) => {
            format!("{id} {own} ({os}; {arch})")
        }
        Some(_) => return Err(refuse()),
    };
    HeaderValue::from_str(&text).map_err(|_| refuse())
}

/// RFC 9110's token characters, and the slash before a version.
fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~/".contains(&byte)
}
