//! Cosmos DB, Synapse, Databricks, Kubernetes, API Management, and the small print of other types.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary;

fn table(kind: &str, rows: &[(Json, &str)]) {
    for (body, expected) in rows {
        assert_eq!(summary::verdict(kind, body), *expected, "{kind} {body}");
    }
}

const COSMOS: &str = "Microsoft.DocumentDB/databaseAccounts";

#[test]
fn cosmos_lists() {
    let rules = |rules: Json| json!({ "properties": { "ipRules": rules } });
    table(
        COSMOS,
        &[
            (rules(json!([{ "ipAddressOrRange": "203.0.113.7" }])), "fails"),
            (rules(json!([{ "ipAddressOrRange": "10.0.0.0/8" }])), "holds"),
            (rules(json!([{ "ipAddressOrRange": "0.0.0.0" }])), "fails"),
            (rules(json!({ "$array": "x" })), "unknown"),
            (json!({ "properties": { "isVirtualNetworkFilterEnabled": true } }), "holds"),
            (json!({ "properties": { "isVirtualNetworkFilterEnabled": { "$param": "x" } } }), "unknown"),
            (json!({ "properties": { "isVirtualNetworkFilterEnabled": { "$bool": "x" } } }), "fails|holds"),
            (
                json!({ "properties": { "isVirtualNetworkFilterEnabled": true, "virtualNetworkRules": [{ "id": "/x" }] } }),
                "unknown",
            ),
            (json!({ "properties": { "virtualNetworkRules": [{ "id": "/x" }] } }), "unknown"),
            (json!({ "properties": { "ipRangeFilter": "203.0.113.7" } }), "fails"),
            (json!({ "properties": { "ipRangeFilter": "10.0.0.1" } }), "unknown"),
        ],
    );
    let old = |filter: Json| {
        let kind = format!("{COSMOS}@2020-03-01");
        summary::alone(&kind, &json!({ "properties": { "ipRangeFilter": filter } }))
    };
    assert_eq!(old(json!("")), "fails internet properties.publicNetworkAccess");
    assert_eq!(old(json!("10.0.0.1, 10.0.0.2")), "holds properties.ipRangeFilter");
    assert_eq!(old(json!("10.0.0.1,0.0.0.0")), "fails azure properties.ipRangeFilter");
    assert_eq!(summary::verdicts(&old(json!({ "$param": "x" }))), "unknown");
}

#[test]
fn cosmos_without_a_rule_beside_a_private_endpoint_is_unknown() {
    let mut builder = EstateBuilder::new();
    let index = builder.declare(COSMOS, "c", &json!({ "properties": { "publicNetworkAccess": "Enabled" } }));
    let connection = json!({ "properties": { "privateLinkServiceId": id(COSMOS, "c"), "groupIds": ["Sql"] } });
    let body = json!({ "properties": { "privateLinkServiceConnections": [connection] } });
    builder.declare("Microsoft.Network/privateEndpoints", "pe", &body);
    assert_eq!(summary::of(&builder, index), "unknown properties.publicNetworkAccess");
    assert!(summary::missing(&builder, index).contains("cosmos-pe-closes"));
}

#[test]
fn cosmos_switch_is_not_in_every_version() {
    let found = |version: &str| {
        summary::verdict(
            &format!("{COSMOS}@{version}"),
            &json!({ "properties": { "publicNetworkAccess": "Disabled" } }),
        )
    };
    assert_eq!(found("2020-04-01"), "unknown");
    assert_eq!(found("2020-06-01-preview"), "holds");
    assert_eq!(found("2020-09-01"), "unknown");
    assert_eq!(found("2021-01-15"), "holds");
}

#[test]
fn synapse_s_switch_needs_a_managed_network_unless_no_rule_lets_anyone_in() {
    let kind = "Microsoft.Synapse/workspaces";
    let found = |rule: Option<&str>, network: Json| {
        let mut builder = EstateBuilder::new();
        let body = json!({ "properties": { "publicNetworkAccess": "Disabled", "managedVirtualNetwork": network } });
        let index = builder.declare(kind, "syn", &body);
        if let Some(last) = rule {
            let body = json!({ "properties": { "startIpAddress": "0.0.0.0", "endIpAddress": last } });
            builder.declare(&format!("{kind}/firewallRules"), "syn/rule", &body);
        }
        summary::verdicts(&summary::of(&builder, index))
    };
    assert_eq!(found(Some("255.255.255.255"), json!("default")), "holds");
    assert_eq!(found(Some("255.255.255.255"), json!(null)), "unknown");
    assert_eq!(found(Some("255.255.255.255"), json!({ "$param": "x" })), "unknown");
    assert_eq!(found(Some("0.0.0.0"), json!(null)), "unknown");
    assert_eq!(found(None, json!(null)), "holds");
}

#[test]
fn databricks_nodes_count_too() {
    let kind = "Microsoft.Databricks/workspaces";
    let body = |npip: Json| json!({ "properties": { "publicNetworkAccess": "Disabled", "parameters": { "enableNoPublicIp": { "value": npip } } } });
    table(
        kind,
        &[
            (body(json!(true)), "holds"),
            (body(json!(false)), "unknown"),
            (body(json!(null)), "holds"),
            (body(json!({ "$param": "x" })), "unknown"),
        ],
    );
    assert_eq!(summary::verdict(&format!("{kind}@2023-02-01"), &body(json!(null))), "unknown");
}

#[test]
fn kubernetes_is_closed_by_a_private_cluster_or_by_ranges_only() {
    let ranges = |ranges: Json| json!({ "properties": { "apiServerAccessProfile": { "authorizedIPRanges": ranges } } });
    table(
        "Microsoft.ContainerService/managedClusters",
        &[
            (json!({ "properties": {} }), "fails"),
            (ranges(json!([])), "fails"),
            (ranges(json!(["203.0.113.0/24"])), "fails"),
            (ranges(json!(["0.0.0.0/32"])), "holds"),
            (ranges(json!(["10.0.0.0/8"])), "holds"),
            (ranges(json!({ "$array": "x" })), "unknown"),
            (json!({ "properties": { "publicNetworkAccess": "Disabled" } }), "unknown"),
            (
                json!({ "properties": { "publicNetworkAccess": "Disabled", "apiServerAccessProfile": { "enablePrivateCluster": true } } }),
                "holds",
            ),
            (json!({ "properties": { "apiServerAccessProfile": { "enableVnetIntegration": true } } }), "fails"),
            (
                json!({ "properties": { "apiServerAccessProfile": { "enablePrivateCluster": true, "enablePrivateClusterPublicFQDN": true } } }),
                "holds",
            ),
        ],
    );
}

#[test]
fn api_management_by_network_and_tier() {
    let body = |sku: &str, network: &str| {
        json!({ "sku": { "name": sku }, "properties": {
        "virtualNetworkType": network, "virtualNetworkConfiguration": { "subnetResourceId": "/x" } } })
    };
    table(
        "Microsoft.ApiManagement/service",
        &[
            (body("Premium", "Internal"), "holds"),
            (body("Premium", "External"), "unknown"),
            (body("StandardV2", "External"), "fails"),
            (body("Consumption", "Internal"), "fails"),
            (body("Premium", "None"), "fails"),
            (body("Premium", "internet"), "unknown"),
            (json!({ "properties": { "publicNetworkAccess": "Disabled" } }), "holds"),
        ],
    );
}

#[test]
fn a_closing_setting_in_a_tier_without_network_rules_proves_nothing() {
    let registry = "Microsoft.ContainerRegistry/registries";
    let body = |sku: &str| json!({ "sku": { "name": sku }, "properties": { "publicNetworkAccess": "Disabled" } });
    table(registry, &[(body("Premium"), "holds"), (body("Basic"), "unknown"), (body("Standard"), "unknown")]);
    let open = json!({ "sku": { "name": "Basic" }, "properties": {} });
    assert_eq!(summary::verdict(registry, &open), "fails");
    let search = "Microsoft.Search/searchServices";
    let body = |sku: &str| json!({ "sku": { "name": sku }, "properties": { "publicNetworkAccess": "disabled" } });
    table(search, &[(body("standard"), "holds"), (body("free"), "unknown")]);
}

#[test]
fn a_service_in_a_customer_s_network_has_no_public_endpoint() {
    let subnet = id("Microsoft.Network/virtualNetworks/subnets", "vnet/snet");
    let redis = |subnet: Json| json!({ "properties": { "subnetId": subnet } });
    table(
        "Microsoft.Cache/redis",
        &[
            (redis(json!(subnet)), "holds"),
            (redis(json!(null)), "fails"),
            (redis(json!("")), "fails"),
            (redis(json!({ "$if": ["inject", subnet, null] })), "holds|fails"),
            (redis(json!({ "$param": "subnetId" })), "unknown"),
            (redis(json!({ "$concat": [subnet, { "$param": "suffix" }] })), "unknown"),
        ],
    );
    let postgres = |subnet: Json| json!({ "properties": { "network": { "delegatedSubnetResourceId": subnet } } });
    table(
        "Microsoft.DBforPostgreSQL/flexibleServers",
        &[(postgres(json!(subnet)), "holds"), (postgres(json!(null)), "holds")],
    );
}

#[test]
fn rules_of_children_are_found_by_their_parent() {
    let found = |kind: &str, name: &str, existing: bool| {
        let mut builder = EstateBuilder::new();
        let index = builder.declare(kind, "db", &json!({ "properties": {} }));
        let rules = format!("{kind}/firewallRules");
        let body = json!({ "properties": { "startIpAddress": "203.0.113.1", "endIpAddress": "203.0.113.2", "startIP": "203.0.113.1", "endIP": "203.0.113.2" } });
        if existing {
            builder.existing(&rules, name);
        } else {
            builder.declare(&rules, name, &body);
        }
        summary::verdicts(&summary::of(&builder, index))
    };
    for kind in ["Microsoft.Sql/servers", "Microsoft.DBforPostgreSQL/flexibleServers", "Microsoft.Synapse/workspaces"] {
        assert_eq!(found(kind, "db/r", false), "fails", "{kind}");
        assert_eq!(found(kind, "other/r", false), "holds", "{kind}");
        // A rule that is only referred to exists, and nobody knows what it lets in.
        assert_eq!(found(kind, "db/r", true), "unknown", "{kind}");
    }
    assert_eq!(found("Microsoft.Cache/redis", "db/r", false), "fails");
    assert_eq!(found("Microsoft.Cache/redis", "other/r", false), "fails");
}

#[test]
fn a_list_that_an_old_version_does_not_know_closes_nothing() {
    let deny = |at: &str| json!({ "sku": { "name": "Premium" }, "properties": { at: { "defaultAction": "Deny" } } });
    let rows = [
        ("Microsoft.CognitiveServices/accounts@2016-02-01-preview", deny("networkAcls")),
        ("Microsoft.Storage/storageAccounts@2016-12-01", deny("networkAcls")),
        ("Microsoft.KeyVault/vaults@2016-10-01", deny("networkAcls")),
        ("Microsoft.KeyVault/managedHSMs@2020-04-01-preview", deny("networkAcls")),
        ("Microsoft.ContainerRegistry/registries@2017-03-01", deny("networkRuleSet")),
        (
            "Microsoft.Search/searchServices@2015-08-19",
            json!({ "properties": { "networkRuleSet": { "ipRules": [{ "value": "10.0.0.1" }] } } }),
        ),
        (
            "Microsoft.DocumentDB/databaseAccounts@2020-03-01",
            json!({ "properties": { "ipRules": [{ "ipAddressOrRange": "10.0.0.1" }] } }),
        ),
        (
            "Microsoft.Web/sites@2022-03-01",
            json!({ "properties": { "siteConfig": { "ipSecurityRestrictionsDefaultAction": "Deny", "scmIpSecurityRestrictionsUseMain": true } } }),
        ),
        (
            "Microsoft.ContainerService/managedClusters@2019-06-01",
            json!({ "properties": { "apiServerAccessProfile": { "enablePrivateCluster": true } } }),
        ),
        (
            "Microsoft.DBforPostgreSQL/flexibleServers@2020-02-14-preview",
            json!({ "properties": { "network": { "delegatedSubnetResourceId": "/x" } } }),
        ),
        ("Microsoft.Cache/redis@2015-08-01", json!({ "properties": { "subnetId": "/x" } })),
        (
            "Microsoft.MachineLearningServices/workspaces/computes@2020-06-01",
            json!({ "properties": { "computeType": "AmlCompute", "properties": { "enableNodePublicIp": false } } }),
        ),
    ];
    for (kind, body) in rows {
        // PostgreSQL without a rule lets nobody in, in a network or not.
        let expected = if kind.contains("PostgreSQL") { "holds" } else { "unknown" };
        assert_eq!(summary::verdict(kind, &body), expected, "{kind}");
    }
}
