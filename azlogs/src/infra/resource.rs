//! The resources that are written: their types, API versions and constants.

/// The type of a table, and its API version: the first stable one that has all three plans in every cloud's documentation.
///
/// Source: "Microsoft.OperationalInsights workspaces/tables".
pub(super) const TABLE: (&str, &str) = (
    "Microsoft.OperationalInsights/workspaces/tables",
    "2025-02-01",
);

/// The type of a workspace, and its API version.
pub(super) const WORKSPACE: (&str, &str) =
    ("Microsoft.OperationalInsights/workspaces", "2025-02-01");

/// The type of a rule, and its API version: the first that gives rules of kind `Direct` their endpoint.
///
/// Source: "Structure of a data collection rule", `endpoints`.
pub(super) const RULE: (&str, &str) = ("Microsoft.Insights/dataCollectionRules", "2023-03-11");

/// The type of a role's assignment, and its API version.
pub(super) const ROLE_ASSIGNMENT: (&str, &str) =
    ("Microsoft.Authorization/roleAssignments", "2022-04-01");

/// The type of a role.
pub(super) const ROLE_DEFINITION: &str = "Microsoft.Authorization/roleDefinitions";

/// The role *Monitoring Metrics Publisher*. Source: "Azure built-in roles for Monitor".
pub(super) const PUBLISHER_ROLE: &str = "3913510d-42f4-4e42-8a64-420c390055eb";

/// The same by name.
pub(super) const PUBLISHER_ROLE_NAME: &str = "Monitoring Metrics Publisher";

/// What the rule's destination is called in its flows.
pub(super) const DESTINATION: &str = "workspace";

/// What the files say of themselves.
pub(super) const NOTICE: &str =
    "Written by azlogs from the types of the rows: change those, and write it again.";

pub(super) const ABOUT_WORKSPACE_NAME: &str =
    "The Log Analytics workspace, in the resource group that this is deployed to.";
pub(super) const ABOUT_WORKSPACE_ID: &str =
    "The resource id of the Log Analytics workspace that has the tables.";
pub(super) const ABOUT_RULE_NAME: &str = "The name of the data collection rule.";
pub(super) const ABOUT_LOCATION: &str = "The region: that of the workspace.";
pub(super) const ABOUT_PRINCIPALS: &str = "The object ids of who may send rows: they get the role Monitoring Metrics Publisher on the rule.";
pub(super) const ABOUT_PRINCIPAL_TYPE: &str =
    "What they are; a managed identity is a ServicePrincipal.";
pub(super) const ABOUT_IMMUTABLE_ID: &str = "What a client calls the rule.";
pub(super) const ABOUT_ENDPOINT: &str = "Where a client sends rows.";

/// What may get a role. Source: "Microsoft.Authorization roleAssignments", `principalType`.
pub(super) const PRINCIPAL_TYPES: [&str; 3] = ["ServicePrincipal", "User", "Group"];
