//! What an object of a document is, by its type or by the members that it has.

use crate::is_unresolved;
use crate::name::without_prefix;
use crate::node::same_key;
use crate::value::{Data, Member, Value};

/// The resource type of a rule.
pub(crate) const RULE_TYPE: &str = "Microsoft.Insights/dataCollectionRules";

/// The resource type of a workspace's table.
pub(crate) const TABLE_TYPE: &str = "Microsoft.OperationalInsights/workspaces/tables";

pub(crate) fn is_template(value: &Value) -> bool {
    let has = |key| get(value, key).is_some();
    has("resources")
        && ["$schema", "contentVersion", "parameters", "variables"]
            .into_iter()
            .any(has)
}

/// The resource's type without the API version that some forms append.
pub(crate) fn type_name(value: &Value) -> Option<&str> {
    let text = value.as_text()?;
    let name = text.split_once('@').map_or(text, |(name, _)| name);
    (!is_unresolved(name)).then_some(name)
}

pub(crate) fn has_rule_type(value: &Value) -> bool {
    let name = get(value, "type").and_then(type_name);
    name.is_some_and(|name| name.eq_ignore_ascii_case(RULE_TYPE))
}

/// Whether it is a table of a workspace: by its type, or, as the Azure CLI prints it, by its columns.
pub(crate) fn is_table(value: &Value) -> bool {
    if let Some(name) = get(value, "type").and_then(type_name) {
        // A table within its workspace's resource has the last part of the type only.
        let is_child = name.eq_ignore_ascii_case("tables");
        return (is_child || name.eq_ignore_ascii_case(TABLE_TYPE)) && !refers_to_existing(value);
    }
    get(value, "schema").is_some_and(|schema| {
        let columns = get(schema, "columns").or_else(|| get(schema, "standardColumns"));
        columns.is_some()
    })
}

/// Whether a template only refers to a resource that is there already.
pub(crate) fn refers_to_existing(value: &Value) -> bool {
    get(value, "existing").is_some_and(|value| matches!(value.data, Data::Boolean(true)))
}

/// Whether a policy only says of which type the resources are that it deploys, by a template of its own.
pub(crate) fn is_of_policy(value: &Value) -> bool {
    get(value, "deployment").is_some() || get(value, "existenceCondition").is_some()
}

/// Whether a rule has beside its name what the REST API has in `properties`, be it null, as the Azure CLI prints what isn't there.
pub(crate) fn is_flat(value: &Value) -> bool {
    const KEYS: [&str; 4] = [
        "streamDeclarations",
        "dataFlows",
        "dataSources",
        "destinations",
    ];
    let members = value.members().unwrap_or_default();
    let has = |key: &str| members.iter().any(|member| same_key(&member.key.text, key));
    says_streams_or_flows(value) || (!has("properties") && KEYS.into_iter().any(has))
}

/// Whether a text may be JSON in which a rule is.
pub(crate) fn may_hold_rule(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && text.contains("dataFlows")
}

pub(crate) fn says_streams_or_flows(value: &Value) -> bool {
    get(value, "streamDeclarations").is_some() || get(value, "dataFlows").is_some()
}

pub(crate) fn properties_say(value: &Value) -> bool {
    get(value, "properties").is_some_and(says_streams_or_flows)
}

/// Whether an object's values are streams: one by its prefix, or all of them by their columns.
pub(crate) fn holds_streams(value: &Value) -> bool {
    let members = value.members().unwrap_or_default();
    let has_columns = |member: &Member| get(&member.value, "columns").is_some();
    members
        .iter()
        .any(|member| without_prefix(&member.key.text).is_some() && has_columns(member))
        || (!members.is_empty() && members.iter().all(has_columns))
}

/// The value of a key, spelled in any of the ways that documents have; `null` is as good as absent.
pub(crate) fn get<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    let mut members = value.members()?.iter();
    let member = members.find(|member| same_key(&member.key.text, key))?;
    (!matches!(member.value.data, Data::Null)).then_some(&member.value)
}
