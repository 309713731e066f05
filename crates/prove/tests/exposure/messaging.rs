//! Event Hubs and Service Bus: the table of the two switches, and the rules behind them.

use ringfence_testkit::EstateBuilder;
use serde_json::{Value as Json, json};

use crate::summary;

/// A namespace and, unless that is `"-"`, its rule set.
fn found(kind: &str, namespace: Json, set: Json) -> String {
    let mut builder = EstateBuilder::new();
    let index = builder.declare(kind, "ns", &json!({ "sku": { "name": "Standard" }, "properties": namespace }));
    if set != json!("-") {
        let base = kind.split('@').next().unwrap_or(kind);
        let version = kind.split('@').nth(1).unwrap_or("2026-01-01");
        builder.declare(&format!("{base}/networkRuleSets@{version}"), "ns/default", &json!({ "properties": set }));
    }
    summary::of(&builder, index)
}

#[test]
fn the_two_switches_together() {
    let switch = |word: &str| json!({ "publicNetworkAccess": word });
    let rows = [
        (switch("Disabled"), json!("-"), "holds"),
        (switch("Enabled"), json!("-"), "fails"),
        (json!({}), json!("-"), "fails"),
        (switch("Disabled"), switch("Disabled"), "holds"),
        (json!({}), switch("Disabled"), "holds"),
        (switch("Enabled"), switch("Disabled"), "unknown"),
        (switch("Disabled"), json!({}), "unknown"),
        (switch("Disabled"), switch("Enabled"), "fails"),
        (json!({}), switch("Enabled"), "fails"),
        (switch("Enabled"), switch("Enabled"), "fails"),
        (json!({}), json!({}), "fails"),
        (switch("SecuredByPerimeter"), json!("-"), "holds"),
        (json!({ "publicNetworkAccess": { "$param": "x" } }), json!("-"), "unknown"),
        (json!({ "publicNetworkAccess": { "$param": "x" } }), switch("Disabled"), "unknown"),
        (switch("Disabled"), json!({ "publicNetworkAccess": { "$param": "x" } }), "unknown"),
        (json!({}), json!({ "publicNetworkAccess": { "$param": "x" } }), "unknown"),
    ];
    for kind in ["Microsoft.EventHub/namespaces", "Microsoft.ServiceBus/namespaces"] {
        for (namespace, set, expected) in &rows {
            let verdict = summary::verdicts(&found(kind, namespace.clone(), set.clone()));
            assert_eq!(verdict, *expected, "{kind} {namespace} {set}");
        }
    }
}

#[test]
fn the_rules_behind_them() {
    let outside = || json!([{ "ipMask": "203.0.113.0/24" }]);
    let inside = || json!([{ "ipMask": "10.0.0.0/8" }]);
    let rows = [
        (json!({ "defaultAction": "Deny", "ipRules": [] }), "fails internet properties.defaultAction"),
        (json!({ "defaultAction": "Deny", "ipRules": inside() }), "holds properties.defaultAction"),
        (
            json!({ "defaultAction": "Deny", "ipRules": outside() }),
            "fails 203.0.113.0-203.0.113.255 properties.ipRules[0].ipMask",
        ),
        (json!({ "defaultAction": "Allow", "ipRules": inside() }), "fails internet properties.defaultAction"),
        // Left out: `Allow` in recent versions.
        (json!({ "ipRules": inside() }), "fails internet properties.defaultAction"),
        (json!({ "defaultAction": { "$param": "x" }, "ipRules": inside() }), "unknown properties.defaultAction"),
        (json!({ "defaultAction": "Deny", "ipRules": { "$array": "x" } }), "unknown properties.ipRules"),
        (
            json!({ "defaultAction": "Deny", "virtualNetworkRules": [{ "subnet": { "id": "/x" } }] }),
            "unknown properties.virtualNetworkRules[0].subnet.id",
        ),
    ];
    for (set, expected) in rows {
        assert_eq!(found("Microsoft.EventHub/namespaces", json!({}), set.clone()), expected, "{set}");
    }
    let old = found("Microsoft.EventHub/namespaces@2017-04-01", json!({}), json!({ "ipRules": inside() }));
    assert_eq!(summary::verdicts(&old), "holds", "before 2021-06-01 it is `Deny`");
}

#[test]
fn a_basic_namespace_has_no_firewall() {
    let mut builder = EstateBuilder::new();
    let kind = "Microsoft.EventHub/namespaces";
    let index = builder.declare(kind, "ns", &json!({ "sku": { "name": "Basic" }, "properties": {} }));
    let set = json!({ "properties": { "defaultAction": "Deny", "ipRules": [{ "ipMask": "10.0.0.0/8" }] } });
    builder.declare(&format!("{kind}/networkRuleSets"), "ns/default", &set);
    assert_eq!(summary::of(&builder, index), "unknown sku.name");
}

#[test]
fn trusted_services_of_the_rule_set_are_listed() {
    let mut builder = EstateBuilder::new();
    let kind = "Microsoft.EventHub/namespaces";
    let index = builder.declare(kind, "ns", &json!({ "properties": { "publicNetworkAccess": "Disabled" } }));
    let set = json!({ "properties": { "publicNetworkAccess": "Disabled", "trustedServiceAccessEnabled": true } });
    builder.declare(&format!("{kind}/networkRuleSets"), "ns/default", &set);
    let exceptions = summary::exposure(&builder, index).exceptions;
    assert_eq!(exceptions.iter().map(|exception| &*exception.who).collect::<Vec<_>>(), ["trusted Azure services"]);
}

#[test]
fn rules_of_the_old_types_are_unknown() {
    let mut builder = EstateBuilder::new();
    let kind = "Microsoft.ServiceBus/namespaces";
    let index = builder.declare(kind, "ns", &json!({ "properties": {} }));
    builder.declare(&format!("{kind}/virtualnetworkrules"), "ns/rule", &json!({ "properties": {} }));
    assert_eq!(summary::of(&builder, index), "unknown properties");
}
