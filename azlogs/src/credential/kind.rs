//! The kinds of credential that one can ask for by name.

use std::fmt;
use std::str::FromStr;

use super::CredentialError;

/// A kind of credential, as `AZURE_CREDENTIAL_KIND` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialKind {
    /// `clientsecret`: an application's secret.
    ClientSecret,
    /// `workloadidentity`: a token of Kubernetes' or a pipeline's.
    WorkloadIdentity,
    /// `managedidentity`: the identity of App Service or of the machine.
    ManagedIdentity,
    /// `azurecli`: who did `az login`.
    AzureCli,
    /// `azuredevelopercli`: who did `azd auth login`.
    AzureDeveloperCli,
    /// `developertools`: one of the last two, whichever gives a token.
    DeveloperTools,
}

impl CredentialKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::ClientSecret,
        Self::WorkloadIdentity,
        Self::ManagedIdentity,
        Self::AzureCli,
        Self::AzureDeveloperCli,
        Self::DeveloperTools,
    ];

    /// The name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClientSecret => "clientsecret",
            Self::WorkloadIdentity => "workloadidentity",
            Self::ManagedIdentity => "managedidentity",
            Self::AzureCli => "azurecli",
            Self::AzureDeveloperCli => "azuredevelopercli",
            Self::DeveloperTools => "developertools",
        }
    }
}

impl fmt::Display for CredentialKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CredentialKind {
    type Err = CredentialError;

    /// Reads a name, in any case, and with `-`, `_` or blanks between its words.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let plain = name.to_ascii_lowercase().replace([' ', '-', '_'], "");
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == plain);
        known.ok_or_else(|| {
            CredentialError::new(format!(
                "the kind is `{name}`, but has to be one of `{}`",
                Self::ALL.map(Self::as_str).join("`, `")
            ))
        })
    }
}
