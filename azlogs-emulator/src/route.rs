//! What a request's path names.

use http::Uri;
use percent_encoding::percent_decode_str;

/// What a path names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// A stream that rows are posted to.
    Rows(Target),
    /// The emulator's own, below `/_emulator/`: the parts of the path.
    Control(Vec<String>),
    /// Nothing.
    Nowhere,
}

/// A stream as the path names it, whether there is one or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) rule: String,
    pub(crate) stream: String,
}

/// Reads a path. Its fixed parts may be in any case, as in Azure's other APIs.
pub(crate) fn route(uri: &Uri) -> Route {
    let parts: Option<Vec<String>> = uri.path().split('/').map(decoded).collect();
    let Some(parts) = parts else {
        return Route::Nowhere;
    };
    match parts.as_slice() {
        [empty, rules, rule, streams, stream]
            if empty.is_empty()
                && rules.eq_ignore_ascii_case("dataCollectionRules")
                && streams.eq_ignore_ascii_case("streams")
                && !rule.is_empty()
                && !stream.is_empty() =>
        {
            Route::Rows(Target {
                rule: rule.clone(),
                stream: stream.clone(),
            })
        }
        [empty, own, rest @ ..] if empty.is_empty() && own == "_emulator" => {
            Route::Control(rest.to_vec())
        }
        _ => Route::Nowhere,
    }
}

/// The value of a query parameter, whose name may be in any case.
pub(crate) fn query(uri: &Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&');
    let mut pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .find(|(key, _)| decoded(key).is_some_and(|key| key.eq_ignore_ascii_case(name)))
        .and_then(|(_, value)| decoded(value))
}

/// A part of a URI without percent signs; `None` where it is no UTF-8 then.
fn decoded(part: &str) -> Option<String> {
    let text = percent_decode_str(part).decode_utf8().ok()?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routed(path: &str) -> Route {
        route(&path.parse().unwrap())
    }

    #[test]
    fn a_stream_is_named_by_its_path_percent_decoded() {
        let target = |rule: &str, stream: &str| {
            Route::Rows(Target {
                rule: rule.to_owned(),
                stream: stream.to_owned(),
            })
        };
        assert_eq!(
            routed("/dataCollectionRules/dcr-1/streams/Custom-A?api-version=1"),
            target("dcr-1", "Custom-A")
        );
        assert_eq!(
            routed("/datacollectionrules/dcr%2F1/STREAMS/Custom-%C3%A9%20x"),
            target("dcr/1", "Custom-é x")
        );
    }

    #[test]
    fn any_other_path_names_nothing() {
        for path in [
            "/",
            "//dataCollectionRules/d/streams/s",
            "/dataCollectionRules/d/streams/s/",
            "/dataCollectionRules/d/streams/",
            "/dataCollectionRules//streams/s",
            "/dataCollectionRules/d/streams/%ff",
            "/dataCollectionRules/d/stream/s",
            "/_emulators/stats",
        ] {
            assert_eq!(routed(path), Route::Nowhere, "{path}");
        }
        assert_eq!(
            routed("/_emulator/tables/A_CL"),
            Route::Control(vec!["tables".to_owned(), "A_CL".to_owned()])
        );
    }

    #[test]
    fn a_query_parameter_is_found_in_any_case() {
        let uri = "/?x=1&API-Version=2023%2D01-01&api-version=2"
            .parse()
            .unwrap();
        assert_eq!(query(&uri, "api-version").as_deref(), Some("2023-01-01"));
        assert_eq!(query(&uri, "y"), None);
        assert_eq!(query(&"/".parse().unwrap(), "x"), None);
    }
}
