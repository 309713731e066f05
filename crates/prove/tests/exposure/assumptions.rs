//! What a finding rests on besides the input, and what it says is missing.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary::{self, exposure};

fn assumptions(builder: &EstateBuilder, index: ringfence_estate::ResourceIndex) -> Vec<String> {
    let cases = exposure(builder, index).cases;
    cases.into_iter().flat_map(|case| case.case.assumptions).map(|assumption| assumption.id).collect()
}

/// Those of a resource that stands alone, besides that it is as declared.
fn alone(kind: &str, body: &Json) -> Vec<String> {
    let mut builder = EstateBuilder::new();
    let index = builder.declare(kind, "x", body);
    let mut assumptions = assumptions(&builder, index);
    assumptions.retain(|id| id != "as-declared:x");
    assumptions
}

#[test]
fn as_declared_is_each_resource_that_was_read() {
    let kind = "Microsoft.Storage/storageAccounts";
    let all = |access: &str| {
        let mut builder = EstateBuilder::new();
        let index = builder.declare(kind, "x", &json!({ "properties": { "publicNetworkAccess": access } }));
        builder.declare(kind, "other", &json!({}));
        assumptions(&builder, index)
    };
    assert_eq!(all("Disabled"), ["as-declared:x", "complete:x"]);
    // What is open is so as declared; nobody needs to be told that it might be closed by now.
    assert!(all("Enabled").is_empty());
}

#[test]
fn complete_where_a_child_or_an_association_elsewhere_would_open_it() {
    let closed = || json!({ "sku": { "name": "Premium" }, "properties": { "publicNetworkAccess": "Disabled" } });
    for (kind, expected) in [
        ("Microsoft.Storage/storageAccounts", &["complete:x"][..]),
        ("Microsoft.Sql/servers", &["complete:x"]),
        ("Microsoft.EventHub/namespaces", &["complete:x"]),
        ("Microsoft.Web/sites", &["complete:x"]),
        ("Microsoft.ContainerRegistry/registries", &[]),
        ("Microsoft.Cache/redis", &[]),
    ] {
        assert_eq!(alone(kind, &closed()), expected, "{kind}");
    }
    assert_eq!(alone("Microsoft.DBforPostgreSQL/flexibleServers", &json!({ "properties": {} })), ["complete:x"]);
    // What is open stays open, whatever others add.
    assert!(alone("Microsoft.Storage/storageAccounts", &json!({ "properties": {} })).is_empty());
}

#[test]
fn approved_where_an_endpoint_closes_it() {
    let kind = "Microsoft.AppConfiguration/configurationStores";
    let mut builder = EstateBuilder::new();
    let index = builder.declare(kind, "x", &json!({ "properties": {} }));
    let connection = json!({ "properties": { "privateLinkServiceId": id(kind, "x") } });
    let body = json!({ "properties": { "privateLinkServiceConnections": [connection] } });
    builder.declare("Microsoft.Network/privateEndpoints", "pe-x", &body);
    assert_eq!(assumptions(&builder, index), ["as-declared:pe-x", "as-declared:x", "auto-approved:pe-x", "complete:x"]);
}

#[test]
fn the_defaults_that_decided() {
    let switch = json!({ "$default": ["access", "Disabled"] });
    let acl = json!({ "$default": ["unused", { "defaultAction": "Deny" }] });
    let body = json!({ "properties": { "publicNetworkAccess": switch, "networkAcls": acl } });
    assert_eq!(alone("Microsoft.KeyVault/managedHSMs", &body), ["default:access"]);
    let body = json!({ "properties": { "networkAcls": { "defaultAction": "Deny", "ipRules": { "$default": ["rules", []] } } } });
    assert_eq!(alone("Microsoft.KeyVault/managedHSMs", &body), ["default:rules"]);
}

#[test]
fn what_is_missing_is_named_with_what_would_settle_it() {
    let missing = |switch: Json| {
        let mut builder = EstateBuilder::new();
        builder.existing("Microsoft.Search/searchServices", "other");
        let body = json!({ "properties": { "publicNetworkAccess": switch } });
        let index = builder.declare("Microsoft.Search/searchServices", "s", &body);
        summary::missing(&builder, index)
    };
    assert_eq!(missing(json!({ "$param": "access" })), "the value of `access` -> give `access` a value (--parameters)");
    let reference = json!({ "$reference": [id("Microsoft.Search/searchServices", "other"), "publicNetworkAccess"] });
    let text = missing(reference);
    assert!(text.contains("exists only once the resources are deployed") && text.contains("join an export"), "{text}");
    assert!(missing(json!("disabledd")).contains("use one of 'Enabled', 'Disabled', 'SecuredByPerimeter'"));
}

#[test]
fn an_unconfirmed_fact_is_named_by_its_id() {
    for (kind, body, expected) in [
        ("Microsoft.Purview/accounts", json!({ "properties": {} }), "purview-pna-default"),
        ("Microsoft.Storage/storageAccounts", json!({ "properties": { "networkAcls": {} } }), "acl-without-default"),
        (
            "Microsoft.ContainerRegistry/registries",
            json!({ "sku": { "name": "Basic" }, "properties": { "publicNetworkAccess": "Disabled" } }),
            "acr-not-premium",
        ),
        (
            "Microsoft.ContainerService/managedClusters",
            json!({ "properties": { "publicNetworkAccess": "Disabled" } }),
            "aks-pna",
        ),
    ] {
        let mut builder = EstateBuilder::new();
        let index = builder.declare(kind, "x", &body);
        let missing = summary::missing(&builder, index);
        assert!(missing.contains(expected), "{kind}: {missing}");
    }
}
