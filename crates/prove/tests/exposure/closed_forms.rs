//! Every type with a switch: what each state of the switch means, with nothing else that would close the service.

use ringfence_estate::ResourceIndex;
use ringfence_testkit::EstateBuilder;
use serde_json::{Value as Json, json};

use crate::summary;

/// A type, a body in which `"@"` stands for the switch, and what the states of the switch mean.
pub(crate) struct Form {
    pub(crate) kind: &'static str,
    pub(crate) body: fn() -> Json,
    /// The value that closes it.
    pub(crate) closed: fn() -> Json,
    /// The value that opens it.
    pub(crate) open: fn() -> Json,
    /// The verdict when it is open, and when the switch is left out.
    pub(crate) opened: &'static str,
    pub(crate) left_out: &'static str,
    /// What else is declared.
    pub(crate) around: &'static [fn(&mut EstateBuilder)],
}

fn disabled() -> Json {
    json!("Disabled")
}

fn enabled() -> Json {
    json!("Enabled")
}

fn yes() -> Json {
    json!(true)
}

fn no() -> Json {
    json!(false)
}

fn plain() -> Json {
    json!({ "properties": { "publicNetworkAccess": "@" } })
}

const fn form(kind: &'static str, left_out: &'static str) -> Form {
    Form { kind, body: plain, closed: disabled, open: enabled, opened: "fails", left_out, around: &[] }
}

/// A rule that lets somebody in if the public side is on.
fn sql_rule(builder: &mut EstateBuilder) {
    rule(builder, "Microsoft.Sql/servers/firewallRules");
}

fn pg_rule(builder: &mut EstateBuilder) {
    rule(builder, "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules");
}

fn synapse_rule(builder: &mut EstateBuilder) {
    rule(builder, "Microsoft.Synapse/workspaces/firewallRules");
}

fn rule(builder: &mut EstateBuilder, kind: &str) {
    let range = json!({ "properties": { "startIpAddress": "203.0.113.1", "endIpAddress": "203.0.113.9" } });
    builder.declare(kind, "x1/rule", &range);
}

fn ml_workspace(builder: &mut EstateBuilder) {
    let body = json!({ "properties": { "publicNetworkAccess": "Disabled" } });
    builder.declare("Microsoft.MachineLearningServices/workspaces", "x1", &body);
}

fn open_environment(builder: &mut EstateBuilder) {
    builder.declare("Microsoft.App/managedEnvironments", "env", &json!({ "properties": {} }));
}

fn rule_set(builder: &mut EstateBuilder, kind: &str) {
    let body = json!({ "properties": { "publicNetworkAccess": "Disabled" } });
    builder.declare(&format!("{kind}/networkRuleSets"), "x1/default", &body);
}

fn hub_rule_set(builder: &mut EstateBuilder) {
    rule_set(builder, "Microsoft.EventHub/namespaces");
}

fn bus_rule_set(builder: &mut EstateBuilder) {
    rule_set(builder, "Microsoft.ServiceBus/namespaces");
}

/// One row for each switch of semantics §1A.
pub(crate) fn forms() -> Vec<Form> {
    let ingestion = || json!({ "properties": { "publicNetworkAccessForIngestion": "@", "publicNetworkAccessForQuery": "Disabled" } });
    let query = || json!({ "properties": { "publicNetworkAccessForIngestion": "Disabled", "publicNetworkAccessForQuery": "@" } });
    vec![
        form("Microsoft.CognitiveServices/accounts", "fails"),
        form("Microsoft.Storage/storageAccounts", "fails"),
        form("Microsoft.KeyVault/vaults", "fails"),
        form("Microsoft.KeyVault/managedHSMs", "fails"),
        Form {
            body: || json!({ "sku": { "name": "Premium" }, "properties": { "publicNetworkAccess": "@" } }),
            ..form("Microsoft.ContainerRegistry/registries", "fails")
        },
        form("Microsoft.MachineLearningServices/workspaces", "unknown"),
        form("Microsoft.MachineLearningServices/registries", "unknown"),
        Form {
            around: &[ml_workspace],
            ..form("Microsoft.MachineLearningServices/workspaces/onlineEndpoints", "unknown")
        },
        form("Microsoft.AppConfiguration/configurationStores", "fails"),
        form("Microsoft.Cache/redisEnterprise", "unknown"),
        Form { body: ingestion, ..form("Microsoft.Insights/components", "fails") },
        Form { body: query, ..form("Microsoft.Insights/components", "fails") },
        Form { body: ingestion, ..form("Microsoft.OperationalInsights/workspaces", "fails") },
        Form { body: query, ..form("Microsoft.OperationalInsights/workspaces", "fails") },
        Form {
            body: || json!({ "properties": { "networkAcls": { "publicNetworkAccess": "@" } } }),
            ..form("Microsoft.Insights/dataCollectionEndpoints", "unknown")
        },
        form("Microsoft.DataFactory/factories", "fails"),
        Form {
            body: || json!({ "properties": { "publicNetworkAccess": "@", "managedResourcesPublicNetworkAccess": "Disabled" } }),
            ..form("Microsoft.Purview/accounts", "unknown")
        },
        Form {
            body: || json!({ "properties": { "publicNetworkAccess": "Disabled", "managedResourcesPublicNetworkAccess": "@" } }),
            ..form("Microsoft.Purview/accounts", "unknown")
        },
        Form { closed: no, open: yes, ..form("Microsoft.Automation/automationAccounts", "unknown") },
        Form {
            body: || json!({ "properties": { "publicNetworkAccess": "@", "parameters": { "enableNoPublicIp": { "value": true } } } }),
            ..form("Microsoft.Databricks/workspaces", "unknown")
        },
        Form { around: &[sql_rule], ..form("Microsoft.Sql/servers", "fails") },
        Form {
            body: || json!({ "properties": { "network": { "publicNetworkAccess": "@" } } }),
            around: &[pg_rule],
            ..form("Microsoft.DBforPostgreSQL/flexibleServers", "fails")
        },
        Form {
            body: || json!({ "properties": { "publicNetworkAccess": "@", "managedVirtualNetwork": "default" } }),
            around: &[synapse_rule],
            ..form("Microsoft.Synapse/workspaces", "fails")
        },
        form("Microsoft.Search/searchServices", "fails"),
        form("Microsoft.DocumentDB/databaseAccounts", "fails"),
        form("Microsoft.Cache/redis", "fails"),
        form("Microsoft.EventHub/namespaces", "fails"),
        form("Microsoft.ServiceBus/namespaces", "fails"),
        // Beside a rule set that is off, `Enabled` is a contradiction, and leaving it out is not.
        Form { opened: "unknown", around: &[hub_rule_set], ..form("Microsoft.EventHub/namespaces", "holds") },
        Form { opened: "unknown", around: &[bus_rule_set], ..form("Microsoft.ServiceBus/namespaces", "holds") },
        form("Microsoft.Web/sites", "fails"),
        form("Microsoft.Web/sites/slots", "fails"),
        form("Microsoft.App/managedEnvironments", "fails"),
        Form {
            body: || json!({ "properties": { "vnetConfiguration": { "internal": "@" } } }),
            closed: yes,
            open: no,
            ..form("Microsoft.App/managedEnvironments", "fails")
        },
        Form {
            body: || {
                let environment = ringfence_testkit::id("Microsoft.App/managedEnvironments", "env");
                json!({ "properties": { "environmentId": environment, "configuration": { "ingress": { "external": "@" } } } })
            },
            closed: no,
            open: yes,
            around: &[open_environment],
            ..form("Microsoft.App/containerApps", "unknown")
        },
        Form {
            body: || json!({ "properties": { "apiServerAccessProfile": { "enablePrivateCluster": "@" } } }),
            closed: yes,
            open: no,
            ..form("Microsoft.ContainerService/managedClusters", "fails")
        },
        form("Microsoft.ApiManagement/service", "fails"),
        Form {
            body: || json!({ "sku": { "name": "Premium" }, "properties": { "virtualNetworkType": "@" } }),
            closed: || json!("Internal"),
            open: || json!("None"),
            ..form("Microsoft.ApiManagement/service", "fails")
        },
        Form {
            body: || json!({ "properties": { "computeType": "AmlCompute", "properties": { "enableNodePublicIp": "@", "remoteLoginPortPublicAccess": "Enabled" } } }),
            closed: no,
            open: yes,
            around: &[ml_workspace],
            ..form("Microsoft.MachineLearningServices/workspaces/computes", "fails")
        },
        Form {
            body: || json!({ "properties": { "computeType": "ComputeInstance", "properties": { "enableNodePublicIp": "@", "sshSettings": { "sshPublicAccess": "Enabled" } } } }),
            closed: no,
            open: yes,
            around: &[ml_workspace],
            ..form("Microsoft.MachineLearningServices/workspaces/computes", "fails")
        },
    ]
}

/// The body with something in the place of the switch; nothing there if that is none.
pub(crate) fn with(body: &Json, switch: Option<&Json>) -> Json {
    match body {
        Json::Object(members) => {
            let kept = members.iter().filter(|(_, value)| **value != json!("@") || switch.is_some());
            Json::Object(kept.map(|(name, value)| (name.clone(), with(value, switch))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(|item| with(item, switch)).collect()),
        json if *json == json!("@") => switch.cloned().unwrap_or(Json::Null),
        json => json.clone(),
    }
}

pub(crate) fn build(form: &Form, switch: Option<&Json>) -> (EstateBuilder, ResourceIndex) {
    let mut builder = EstateBuilder::new();
    form.around.iter().for_each(|around| around(&mut builder));
    let index = builder.declare(form.kind, &summary::names(form.kind), &with(&(form.body)(), switch));
    (builder, index)
}

fn verdict(form: &Form, switch: Option<&Json>) -> String {
    let (builder, index) = build(form, switch);
    summary::verdicts(&summary::of(&builder, index))
}

#[test]
fn each_state_of_each_switch_means_what_the_facts_say() {
    for form in forms() {
        let name = format!("{} {}", form.kind, (form.body)());
        let (closed, open) = ((form.closed)(), (form.open)());
        assert_eq!(verdict(&form, Some(&closed)), "holds", "closed: {name}");
        assert_eq!(verdict(&form, Some(&open)), form.opened, "open: {name}");
        assert_eq!(verdict(&form, None), form.left_out, "left out: {name}");
        assert_eq!(verdict(&form, Some(&Json::Null)), form.left_out, "null: {name}");
        if let Some(word) = closed.as_str() {
            assert_eq!(verdict(&form, Some(&json!(word.to_uppercase()))), "holds", "upper case: {name}");
            assert_eq!(verdict(&form, Some(&json!(word.to_lowercase()))), "holds", "lower case: {name}");
            assert_eq!(verdict(&form, Some(&json!(format!("{word}d")))), "unknown", "odd: {name}");
        } else {
            assert_eq!(verdict(&form, Some(&json!("Disabled"))), "unknown", "odd: {name}");
        }
        assert_eq!(verdict(&form, Some(&json!(7))), "unknown", "a number: {name}");
        assert_eq!(verdict(&form, Some(&json!({ "$param": "x" }))), "unknown", "parameter: {name}");
    }
}

#[test]
fn a_switch_that_an_old_version_does_not_know_closes_nothing() {
    for form in forms().into_iter().filter(|form| (form.closed)() == disabled()) {
        let mut builder = EstateBuilder::new();
        form.around.iter().for_each(|around| around(&mut builder));
        let kind = format!("{}@2014-04-01", form.kind);
        let index = builder.declare(&kind, &summary::names(form.kind), &with(&(form.body)(), Some(&disabled())));
        let found = summary::verdicts(&summary::of(&builder, index));
        assert_eq!(found, "unknown", "{kind} {}", (form.body)());
    }
}
