//! The credential that the environment names.

use std::sync::Arc;

use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::http::{ClientOptions, Transport};
use azure_identity::{
    AzureCliCredential, AzureDeveloperCliCredential, ClientAssertionCredentialOptions,
    ClientSecretCredential, ClientSecretCredentialOptions, DeveloperToolsCredential,
    ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId,
    WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};

use super::chain::Chain;
use super::kind::CredentialKind;
use super::metadata_service::OnlyWhereReachable;
use crate::error::one_line;
use crate::transport::{HttpOptions, Reach, http_client};
use crate::{BuildError, Cloud};

/// Why the environment names no credential.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no credential: {0}")]
pub struct CredentialError(String);

impl CredentialError {
    pub(super) fn new(why: String) -> Self {
        Self(why)
    }
}

/// The credential that the environment names, for the public cloud unless `AZURE_AUTHORITY_HOST` names another.
///
/// The first of these that the environment has is used:
///
/// 1. **client secret**, where `AZURE_CLIENT_SECRET` is set; `AZURE_TENANT_ID` and `AZURE_CLIENT_ID` have to be, too;
/// 2. **workload identity**, where `AZURE_FEDERATED_TOKEN_FILE` is set; `AZURE_TENANT_ID` and `AZURE_CLIENT_ID` have to
///    be, too;
/// 3. **managed identity**, of App Service or of the machine: the one that `AZURE_CLIENT_ID` names, else the system's;
/// 4. **developer tools**: the Azure CLI (`az login`), then the Azure Developer CLI (`azd auth login`).
///
/// The third and the fourth are found out when the first token is asked for, and the one that gives it is kept; where
/// neither does, the error has the reasons of both. `AZURE_CREDENTIAL_KIND` picks one and leaves the others out: it is
/// the name of a [`CredentialKind`].
///
/// [`LogsClientBuilder::credential_from_env`](crate::LogsClientBuilder::credential_from_env) does the same with the
/// client's own cloud, proxy and root certificates.
///
/// # Errors
///
/// Where the environment names a credential, but not all that it needs.
pub fn from_env() -> Result<Arc<dyn TokenCredential>, CredentialError> {
    named(&|name| std::env::var(name).ok(), None, &HttpClients::new()?)
}

/// As [`from_env`], of this kind whatever `AZURE_CREDENTIAL_KIND` says.
///
/// # Errors
///
/// As [`from_env`].
pub fn from_env_of_kind(kind: CredentialKind) -> Result<Arc<dyn TokenCredential>, CredentialError> {
    let env = |name: &str| match name {
        "AZURE_CREDENTIAL_KIND" => Some(kind.to_string()),
        name => std::env::var(name).ok(),
    };
    named(&env, None, &HttpClients::new()?)
}

/// As [`from_env`], for a client of that cloud and with those options of connections.
pub(crate) fn from_env_for(
    cloud: &Cloud,
    options: &HttpOptions,
    remote: Option<reqwest::Client>,
) -> Result<Arc<dyn TokenCredential>, BuildError> {
    let http = HttpClients {
        remote: match remote {
            Some(client) => client,
            None => http_client(options, Reach::Remote)?,
        },
        local: http_client(options, Reach::Local)?,
    };
    Ok(named(
        &|name| std::env::var(name).ok(),
        configuration(cloud),
        &http,
    )?)
}

/// What credentials send their requests with.
struct HttpClients {
    remote: reqwest::Client,
    /// For managed identities, whose service is on the machine or beside it, and never behind a proxy.
    local: reqwest::Client,
}

impl HttpClients {
    fn new() -> Result<Self, CredentialError> {
        let client = |reach| {
            http_client(&HttpOptions::default(), reach)
                .map_err(|error| CredentialError(error.to_string()))
        };
        Ok(Self {
            remote: client(Reach::Remote)?,
            local: client(Reach::Local)?,
        })
    }
}

type Env<'e> = &'e dyn Fn(&str) -> Option<String>;

/// Picks the credential.
fn named(
    env: Env<'_>,
    cloud: Option<CloudConfiguration>,
    http: &HttpClients,
) -> Result<Arc<dyn TokenCredential>, CredentialError> {
    let env = &|name: &str| {
        env(name)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    };
    let maker = Maker {
        env,
        cloud: cloud.map(Arc::new),
        http,
    };
    let Some(kind) = env("AZURE_CREDENTIAL_KIND") else {
        return if env("AZURE_CLIENT_SECRET").is_some() {
            maker.client_secret()
        } else if env("AZURE_FEDERATED_TOKEN_FILE").is_some() {
            maker.workload_identity()
        } else {
            maker.found_out()
        };
    };
    match kind.parse().map_err(|CredentialError(why)| {
        CredentialError(format!("in AZURE_CREDENTIAL_KIND {why}"))
    })? {
        CredentialKind::ClientSecret => maker.client_secret(),
        CredentialKind::WorkloadIdentity => maker.workload_identity(),
        CredentialKind::ManagedIdentity => maker.managed_identity(),
        CredentialKind::AzureCli => Ok(AzureCliCredential::new(None).map_err(refused)?),
        CredentialKind::AzureDeveloperCli => {
            Ok(AzureDeveloperCliCredential::new(None).map_err(refused)?)
        }
        CredentialKind::DeveloperTools => developer_tools(),
    }
}

/// What credentials are made of.
struct Maker<'m> {
    env: Env<'m>,
    cloud: Option<Arc<CloudConfiguration>>,
    http: &'m HttpClients,
}

impl Maker<'_> {
    fn client_secret(&self) -> Result<Arc<dyn TokenCredential>, CredentialError> {
        let [tenant, client, secret] = self.required(
            "a client secret",
            ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"],
        )?;
        let options = ClientSecretCredentialOptions {
            client_options: self.options(&self.http.remote),
        };
        Ok(
            ClientSecretCredential::new(&tenant, client, Secret::new(secret), Some(options))
                .map_err(refused)?,
        )
    }

    fn workload_identity(&self) -> Result<Arc<dyn TokenCredential>, CredentialError> {
        let names = [
            "AZURE_TENANT_ID",
            "AZURE_CLIENT_ID",
            "AZURE_FEDERATED_TOKEN_FILE",
        ];
        let [tenant, client, file] = self.required("a workload identity", names)?;
        let options = WorkloadIdentityCredentialOptions {
            credential_options: ClientAssertionCredentialOptions {
                client_options: self.options(&self.http.remote),
            },
            client_id: Some(client),
            tenant_id: Some(tenant),
            token_file_path: Some(file.into()),
        };
        Ok(WorkloadIdentityCredential::new(Some(options)).map_err(refused)?)
    }

    fn managed_identity(&self) -> Result<Arc<dyn TokenCredential>, CredentialError> {
        let options = ManagedIdentityCredentialOptions {
            user_assigned_id: (self.env)("AZURE_CLIENT_ID").map(UserAssignedId::ClientId),
            client_options: self.options(&self.http.local),
        };
        Ok(ManagedIdentityCredential::new(Some(options)).map_err(refused)?)
    }

    /// A managed identity, else a developer's; which one shows when a token is asked for.
    fn found_out(&self) -> Result<Arc<dyn TokenCredential>, CredentialError> {
        let mut chain = Chain::default();
        match self.managed_identity() {
            // App Service says where its service is; a machine's is to be looked for.
            Ok(identity) if (self.env)("IDENTITY_ENDPOINT").is_some() => {
                chain.push("managed identity", identity);
            }
            Ok(identity) => chain.push(
                "managed identity",
                Arc::new(OnlyWhereReachable::new(identity)),
            ),
            Err(CredentialError(why)) => chain.push_unavailable("managed identity", why),
        }
        chain.push("developer tools", developer_tools()?);
        Ok(Arc::new(chain))
    }

    fn options(&self, client: &reqwest::Client) -> ClientOptions {
        ClientOptions {
            transport: Some(Transport::new(Arc::new(client.clone()))),
            cloud: self.cloud.clone(),
            ..ClientOptions::default()
        }
    }

    fn required<const N: usize>(
        &self,
        of: &str,
        names: [&str; N],
    ) -> Result<[String; N], CredentialError> {
        let values = names.map(|name| (self.env)(name));
        let missing: Vec<_> = names
            .iter()
            .zip(&values)
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| *name)
            .collect();
        if missing.is_empty() {
            return Ok(values.map(Option::unwrap_or_default));
        }
        Err(CredentialError(format!(
            "{of} needs {} set, too",
            missing.join(" and ")
        )))
    }
}

fn developer_tools() -> Result<Arc<dyn TokenCredential>, CredentialError> {
    Ok(DeveloperToolsCredential::new(None).map_err(refused)?)
}

/// What `azure_identity` calls the cloud; `None` leaves it to `AZURE_AUTHORITY_HOST`.
fn configuration(cloud: &Cloud) -> Option<CloudConfiguration> {
    match cloud {
        Cloud::Public
        | Cloud::Custom {
            authority_host: None,
            ..
        } => None,
        Cloud::UsGovernment => Some(CloudConfiguration::AzureGovernment),
        Cloud::China => Some(CloudConfiguration::AzureChina),
        Cloud::Custom {
            authority_host: Some(host),
            ..
        } => {
            let mut custom = CustomConfiguration::default();
            custom.authority_host.clone_from(host);
            Some(CloudConfiguration::Custom(custom))
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "an argument of `map_err`")]
fn refused(error: azure_core::Error) -> CredentialError {
    CredentialError(one_line(&error))
}

#[cfg(test)]
mod tests;
