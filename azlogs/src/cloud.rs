//! The Azure clouds: which scope a token needs, and who issues it.

use crate::Endpoint;

/// An Azure cloud.
///
/// A client infers it from its endpoint's host; a host that names none is taken to be in the public cloud. Sources:
/// "Logs Ingestion API in Azure Monitor" and "Azure Monitor endpoint access" for the public cloud, the audiences of
/// Microsoft's own clients for the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cloud {
    /// Azure, at `*.ingest.monitor.azure.com`.
    #[default]
    Public,
    /// Azure for US Government, at `*.ingest.monitor.azure.us`.
    UsGovernment,
    /// Azure operated by 21Vianet in China, at `*.ingest.monitor.azure.cn`.
    China,
    /// Another cloud.
    Custom {
        /// The scope of the tokens, such as `https://monitor.azure.com/.default`; an audience without `/.default` will do.
        scope: String,
        /// The authority that issues tokens, such as `https://login.microsoftonline.com`; without it,
        /// the environment variable `AZURE_AUTHORITY_HOST` says it.
        authority_host: Option<String>,
    },
}

impl Cloud {
    /// The cloud of an endpoint.
    pub fn of(endpoint: &Endpoint) -> Self {
        let host = endpoint.host().trim_end_matches('.').to_ascii_lowercase();
        if host.ends_with(".monitor.azure.us") {
            Self::UsGovernment
        } else if host.ends_with(".monitor.azure.cn") {
            Self::China
        } else {
            Self::Public
        }
    }

    /// The scope that a token for this cloud needs.
    pub fn scope(&self) -> String {
        match self {
            Self::Public => "https://monitor.azure.com/.default".to_owned(),
            Self::UsGovernment => "https://monitor.azure.us/.default".to_owned(),
            Self::China => "https://monitor.azure.cn/.default".to_owned(),
            Self::Custom { scope, .. } => as_scope(scope),
        }
    }
}

/// A scope as it stands; an audience gets `/.default`, even after a slash, since the slash is part of the audience.
pub(crate) fn as_scope(scope_or_audience: &str) -> String {
    if scope_or_audience.ends_with("/.default") {
        scope_or_audience.to_owned()
    } else {
        format!("{scope_or_audience}/.default")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope_at(endpoint: &str) -> String {
        Cloud::of(&endpoint.parse().unwrap()).scope()
    }

    #[test]
    fn the_endpoint_says_which_cloud_and_scope() {
        for (endpoint, scope) in [
            (
                "https://a-1.eastus-1.ingest.monitor.azure.com",
                "https://monitor.azure.com/.default",
            ),
            (
                "https://a-1.usgovvirginia-1.ingest.monitor.azure.us",
                "https://monitor.azure.us/.default",
            ),
            (
                "https://A-1.CHINAEAST2-1.INGEST.MONITOR.AZURE.CN:443/",
                "https://monitor.azure.cn/.default",
            ),
            ("http://127.0.0.1:9", "https://monitor.azure.com/.default"),
            (
                "https://monitor.azure.us.example.com",
                "https://monitor.azure.com/.default",
            ),
        ] {
            assert_eq!(scope_at(endpoint), scope, "{endpoint}");
        }
    }

    #[test]
    fn a_custom_scope_keeps_its_spelling_and_an_audience_becomes_one() {
        for (given, scope) in [
            (
                "https://monitor.azure.com//.default",
                "https://monitor.azure.com//.default",
            ),
            (
                "https://monitor.azure.com/.default",
                "https://monitor.azure.com/.default",
            ),
            (
                "https://monitor.azure.com/",
                "https://monitor.azure.com//.default",
            ),
            ("api://mine", "api://mine/.default"),
        ] {
            let cloud = Cloud::Custom {
                scope: given.to_owned(),
                authority_host: None,
            };
            assert_eq!(cloud.scope(), scope);
        }
    }
}
