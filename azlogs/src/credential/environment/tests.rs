//! Which credential an environment names, and what is missing where it names none.

use super::*;

/// The debug text of the credential that an environment names, or why there is none.
fn picked(variables: &[(&str, &str)], cloud: Option<CloudConfiguration>) -> Result<String, String> {
    let env = |name: &str| {
        let value = variables.iter().find(|(key, _)| *key == name);
        value.map(|(_, value)| (*value).to_owned())
    };
    let client = |reach| http_client(&HttpOptions::default(), reach).unwrap();
    let http = HttpClients {
        remote: client(Reach::Remote),
        local: client(Reach::Local),
    };
    match named(&env, cloud, &http) {
        Ok(credential) => Ok(format!("{credential:?}")),
        Err(error) => Err(error.to_string()),
    }
}

const SECRET: [(&str, &str); 3] = [
    ("AZURE_TENANT_ID", "tenant"),
    ("AZURE_CLIENT_ID", "client"),
    ("AZURE_CLIENT_SECRET", "s3cret"),
];
const WORKLOAD: [(&str, &str); 3] = [
    ("AZURE_TENANT_ID", "tenant"),
    ("AZURE_CLIENT_ID", "client"),
    // Any file will do until a token is asked for.
    (
        "AZURE_FEDERATED_TOKEN_FILE",
        concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
    ),
];

#[test]
fn the_first_that_the_environment_has_is_picked() {
    for (variables, name) in [
        (
            [&SECRET[..], &WORKLOAD[..]].concat(),
            "ClientSecretCredential",
        ),
        (WORKLOAD.to_vec(), "WorkloadIdentityCredential"),
        (vec![("AZURE_CLIENT_ID", "client")], "Chain"),
        (vec![], "Chain"),
        // Empty counts as not set.
        (
            vec![
                ("AZURE_CLIENT_SECRET", " "),
                ("AZURE_FEDERATED_TOKEN_FILE", ""),
            ],
            "Chain",
        ),
    ] {
        let credential = picked(&variables, None).unwrap();
        assert!(credential.contains(name), "{variables:?}: {credential}");
        assert!(!credential.contains("s3cret"), "{credential}");
    }
    let chain = picked(&[], None).unwrap();
    let places =
        ["ManagedIdentityCredential", "DeveloperToolsCredential"].map(|name| chain.find(name));
    assert!(places[0].is_some() && places[0] < places[1], "{chain}");
}

#[test]
fn a_kind_picks_one_however_it_is_spelt() {
    for (kind, name) in [
        ("clientsecret", "ClientSecretCredential"),
        ("WorkloadIdentity", "WorkloadIdentityCredential"),
        ("managed-identity", "ManagedIdentityCredential"),
        ("Azure CLI", "AzureCliCredential"),
        ("AZURE_DEVELOPER_CLI", "AzureDeveloperCliCredential"),
        ("developer tools", "DeveloperToolsCredential"),
    ] {
        let mut variables = [&SECRET[..], &WORKLOAD[..]].concat();
        variables.push(("AZURE_CREDENTIAL_KIND", kind));
        let credential = picked(&variables, None).unwrap();
        assert!(
            credential.contains(name) && !credential.contains("Chain"),
            "{kind}: {credential}"
        );
    }
    let error = picked(&[("AZURE_CREDENTIAL_KIND", "visualstudio")], None).unwrap_err();
    assert!(
        error.contains("`visualstudio`") && error.contains("`managedidentity`"),
        "{error}"
    );
}

#[test]
fn what_is_missing_is_named() {
    assert_eq!(
        picked(&SECRET[1..], None).unwrap_err(),
        "there is no credential: a client secret needs AZURE_TENANT_ID set, too"
    );
    assert_eq!(
        picked(&WORKLOAD[2..], None).unwrap_err(),
        "there is no credential: a workload identity needs AZURE_TENANT_ID and AZURE_CLIENT_ID set, too"
    );
    assert_eq!(
        picked(
            &[("AZURE_CREDENTIAL_KIND", "clientsecret"), SECRET[0]],
            None
        )
        .unwrap_err(),
        "there is no credential: a client secret needs AZURE_CLIENT_ID and AZURE_CLIENT_SECRET set, too"
    );
}

#[test]
fn the_cloud_says_who_issues_tokens() {
    let custom = |host: &str| Cloud::Custom {
        scope: "https://monitor.cloud.example".to_owned(),
        authority_host: Some(host.to_owned()),
    };
    for (cloud, host) in [
        (Cloud::Public, "login.microsoftonline.com"),
        (Cloud::UsGovernment, "login.microsoftonline.us"),
        (Cloud::China, "login.chinacloudapi.cn"),
        (custom("https://login.cloud.example"), "login.cloud.example"),
    ] {
        let credential = picked(&SECRET, configuration(&cloud)).unwrap();
        assert!(credential.contains(host), "{cloud:?}: {credential}");
    }
    assert!(
        picked(
            &SECRET,
            configuration(&custom("http://login.cloud.example"))
        )
        .is_err()
    );
}
