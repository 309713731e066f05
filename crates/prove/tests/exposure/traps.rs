//! The traps of semantics §13 that concern exposure, each by its number.

use ringfence_prove::exposure::Exposure;
use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary::{self, alone, exposure};

fn who(exposure: &Exposure) -> Vec<&str> {
    exposure.exceptions.iter().map(|exception| &*exception.who).collect()
}

fn exceptions(kind: &str, body: &Json) -> Vec<String> {
    let mut builder = EstateBuilder::new();
    let index = builder.declare(kind, &summary::names(kind), body);
    who(&exposure(&builder, index)).into_iter().map(str::to_owned).collect()
}

#[test]
fn trap_1_a_list_under_allow_is_open() {
    let body = json!({ "properties": { "networkAcls": { "defaultAction": "Allow", "ipRules": [{ "value": "203.0.113.7" }] } } });
    assert!(alone("Microsoft.Storage/storageAccounts", &body).starts_with("fails internet"));
}

#[test]
fn trap_2_messaging_that_denies_without_a_rule_is_open() {
    for kind in ["Microsoft.EventHub/namespaces", "Microsoft.ServiceBus/namespaces"] {
        let mut builder = EstateBuilder::new();
        let index = builder.declare(kind, "ns", &json!({ "sku": { "name": "Standard" }, "properties": {} }));
        let rules = json!({ "properties": { "defaultAction": "Deny", "ipRules": [], "virtualNetworkRules": [] } });
        builder.declare(&format!("{kind}/networkRuleSets"), "ns/default", &rules);
        assert_eq!(summary::of(&builder, index), "fails internet properties.defaultAction", "{kind}");
    }
}

#[test]
fn trap_3_exceptions_survive_disabled() {
    let storage = json!({ "properties": { "publicNetworkAccess": "Disabled", "networkAcls": {
        "bypass": "AzureServices, Logging", "defaultAction": "Deny", "resourceAccessRules": [{ "resourceId": "/a/b" }] } } });
    assert_eq!(
        exceptions("Microsoft.Storage/storageAccounts", &storage),
        ["trusted Azure services (AzureServices, Logging)", "resource instances: /a/b"]
    );
    let vault = json!({ "properties": { "publicNetworkAccess": "Disabled", "enabledForDeployment": true } });
    assert_eq!(
        exceptions("Microsoft.KeyVault/vaults", &vault),
        ["trusted Azure services, which is the default", "Azure Compute, to fetch certificates"]
    );
    let account = json!({ "properties": { "publicNetworkAccess": "Disabled", "networkAcls": { "bypass": "None" } } });
    assert!(exceptions("Microsoft.CognitiveServices/accounts", &account).is_empty());
    let secured = json!({ "properties": { "publicNetworkAccess": "SecuredByPerimeter", "networkAcls": { "bypass": "AzureServices" } } });
    assert!(exceptions("Microsoft.KeyVault/vaults", &secured).is_empty());
    // None of them decides.
    assert_eq!(summary::verdict("Microsoft.Storage/storageAccounts", &storage), "holds");
}

#[test]
fn trap_5_search_and_cosmos_without_a_rule_are_open() {
    let search = json!({ "properties": { "networkRuleSet": { "ipRules": [], "bypass": "None" } } });
    assert_eq!(alone("Microsoft.Search/searchServices", &search), "fails internet properties.publicNetworkAccess");
    let cosmos = json!({ "properties": { "ipRules": [], "virtualNetworkRules": [] } });
    assert_eq!(
        alone("Microsoft.DocumentDB/databaseAccounts", &cosmos),
        "fails internet properties.publicNetworkAccess"
    );
}

#[test]
fn trap_16_a_manual_connection_waits_for_approval() {
    let connection = |list: &str| {
        let mut builder = EstateBuilder::new();
        let index =
            builder.declare("Microsoft.AppConfiguration/configurationStores", "store", &json!({ "properties": {} }));
        let target = id("Microsoft.AppConfiguration/configurationStores", "store");
        let body = json!({ "properties": { list: [{ "properties": { "privateLinkServiceId": target, "groupIds": ["configurationStores"] } }] } });
        builder.declare("Microsoft.Network/privateEndpoints", "pe", &body);
        summary::verdicts(&summary::of(&builder, index))
    };
    assert_eq!(connection("privateLinkServiceConnections"), "holds");
    assert_eq!(connection("manualPrivateLinkServiceConnections"), "unknown");
}

#[test]
fn trap_20_a_private_endpoint_flips_a_web_app_whose_switch_is_left_out() {
    let web = |switch: Json, group: Option<&str>| {
        let mut builder = EstateBuilder::new();
        let index = builder.declare(
            "Microsoft.Web/sites",
            "app",
            &json!({ "properties": { "publicNetworkAccess": switch, "virtualNetworkSubnetId": "/x" } }),
        );
        if let Some(group) = group {
            let target = id("Microsoft.Web/sites", "app");
            let body = json!({ "properties": { "privateLinkServiceConnections": [{ "properties": { "privateLinkServiceId": target, "groupIds": [group] } }] } });
            builder.declare("Microsoft.Network/privateEndpoints", "pe", &body);
        }
        summary::verdicts(&summary::of(&builder, index))
    };
    // Integration into a network is about the way out.
    assert_eq!(web(json!(null), None), "fails");
    assert_eq!(web(json!(null), Some("sites")), "holds");
    assert_eq!(web(json!(""), Some("sites")), "holds");
    assert_eq!(web(json!(null), Some("sites-staging")), "fails");
    assert_eq!(web(json!("Enabled"), Some("sites")), "fails");
    assert_eq!(web(json!("Disabled"), None), "holds");
}

#[test]
fn trap_21_switches_that_look_different() {
    let cases = [
        ("Microsoft.Automation/automationAccounts", json!({ "properties": { "publicNetworkAccess": false } }), "holds"),
        (
            "Microsoft.Automation/automationAccounts",
            json!({ "properties": { "publicNetworkAccess": "Disabled" } }),
            "unknown",
        ),
        ("Microsoft.Storage/storageAccounts", json!({ "properties": { "publicNetworkAccess": false } }), "unknown"),
        (
            "Microsoft.Cache/redis",
            json!({ "properties": { "network": { "publicNetworkAccess": "Disabled" } } }),
            "fails",
        ),
        (
            "Microsoft.OperationalInsights/workspaces",
            json!({ "properties": { "publicNetworkAccess": "Disabled" } }),
            "fails",
        ),
        (
            "Microsoft.OperationalInsights/workspaces",
            json!({ "properties": { "publicNetworkAccessForQuery": "Disabled" } }),
            "fails",
        ),
        (
            "Microsoft.Insights/components",
            json!({ "properties": { "publicNetworkAccessForQuery": "Disabled", "publicNetworkAccessForIngestion": "Disabled" } }),
            "holds",
        ),
        (
            "Microsoft.Insights/dataCollectionEndpoints",
            json!({ "properties": { "publicNetworkAccess": "Disabled" } }),
            "unknown",
        ),
    ];
    for (kind, body, expected) in cases {
        assert_eq!(summary::verdict(kind, &body), expected, "{kind} {body}");
    }
}

#[test]
fn trap_22_the_zero_rule_of_sql_is_every_tenant_of_azure() {
    let range = |first: &str, last: &str| {
        let mut builder = EstateBuilder::new();
        let index = builder.declare("Microsoft.Sql/servers", "sql", &json!({ "properties": {} }));
        let body = json!({ "properties": { "startIpAddress": first, "endIpAddress": last } });
        builder.declare("Microsoft.Sql/servers/firewallRules", "sql/rule", &body);
        summary::of(&builder, index)
    };
    assert_eq!(range("0.0.0.0", "0.0.0.0"), "fails azure properties.startIpAddress");
    assert_eq!(range("0.0.0.0", "255.255.255.255"), "fails internet properties.startIpAddress");
    assert_eq!(range("203.0.113.1", "203.0.113.2"), "fails 203.0.113.1-203.0.113.2 properties.startIpAddress");
    assert_eq!(range("10.0.0.1", "10.0.0.2"), "holds firewallRules, virtualNetworkRules");
    assert_eq!(range("203.0.113.2", "203.0.113.1"), "unknown properties.startIpAddress");
}

#[test]
fn trap_23_a_private_link_scope_has_no_data_plane() {
    let body = json!({ "properties": { "accessModeSettings": { "ingestionAccessMode": "Open" } } });
    assert_eq!(alone("Microsoft.Insights/privateLinkScopes", &body), "no subject");
}

#[test]
fn trap_27_front_door_s_tag_is_every_tenant_s_front_door() {
    let rule = |headers: Json| {
        json!({ "properties": { "publicNetworkAccess": "Enabled", "siteConfig": {
        "scmIpSecurityRestrictionsUseMain": true,
        "ipSecurityRestrictions": [{ "action": "Allow", "priority": 100, "tag": "ServiceTag", "ipAddress": "AzureFrontDoor.Backend", "headers": headers }] } } })
    };
    let kind = "Microsoft.Web/sites";
    assert_eq!(
        alone(kind, &rule(json!(null))),
        "fails azure properties.siteConfig.ipSecurityRestrictions[0].ipAddress"
    );
    // With the header, it is for another claim to say whether only one Front Door sends it.
    assert_eq!(summary::verdict(kind, &rule(json!({ "x-azure-fdid": ["00000000"] }))), "unknown");
}
