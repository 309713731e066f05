//! Container environments and apps: an app is as open as its environment, its ingress and its rules.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary;

const ENVIRONMENT: &str = "Microsoft.App/managedEnvironments";

fn app(environment: Option<Json>, ingress: Json) -> String {
    let mut builder = EstateBuilder::new();
    if let Some(body) = environment {
        builder.declare(ENVIRONMENT, "env", &json!({ "properties": body }));
    }
    let body =
        json!({ "properties": { "environmentId": id(ENVIRONMENT, "env"), "configuration": { "ingress": ingress } } });
    let index = builder.declare("Microsoft.App/containerApps", "app", &body);
    summary::of(&builder, index)
}

fn verdict(environment: Option<Json>, ingress: Json) -> String {
    summary::verdicts(&app(environment, ingress))
}

#[test]
fn an_app_is_as_open_as_its_environment_and_its_ingress() {
    let open = || Some(json!({}));
    let internal = || Some(json!({ "vnetConfiguration": { "internal": true } }));
    let rows = [
        (open(), json!({ "external": true }), "fails"),
        (open(), json!({ "external": false }), "holds"),
        (open(), json!(null), "holds"),
        (open(), json!({}), "unknown"),
        (open(), json!({ "$object": "ingress" }), "unknown"),
        (internal(), json!({ "external": true }), "holds"),
        (Some(json!({ "publicNetworkAccess": "Disabled" })), json!({ "external": true }), "holds"),
        (None, json!({ "external": true }), "unknown"),
        (None, json!({ "external": false }), "holds"),
        (open(), json!({ "external": false, "additionalPortMappings": [{ "external": true }] }), "fails"),
        (open(), json!({ "external": false, "additionalPortMappings": [{ "external": false }] }), "holds"),
        (open(), json!({ "external": false, "additionalPortMappings": { "$array": "x" } }), "unknown"),
    ];
    for (environment, ingress, expected) in rows {
        assert_eq!(verdict(environment.clone(), ingress.clone()), expected, "{environment:?} {ingress}");
    }
}

#[test]
fn rules_all_allow_or_all_deny() {
    let rule = |action: &str, range: &str| json!({ "action": action, "ipAddressRange": range });
    let rows = [
        (json!([rule("Allow", "10.0.0.0/8")]), "holds"),
        (json!([rule("Allow", "203.0.113.0/24")]), "fails"),
        (json!([rule("Deny", "203.0.113.0/24")]), "fails"),
        (json!([rule("Deny", "0.0.0.0/0"), rule("Deny", "::/0")]), "holds"),
        (json!([rule("Deny", "0.0.0.0/0"), rule("Allow", "10.0.0.0/8")]), "unknown"),
        (json!([{ "action": "Allow", "ipAddressRange": { "$param": "x" } }]), "unknown"),
        (json!([{ "action": "Deny", "ipAddressRange": { "$param": "x" } }]), "unknown"),
        (json!({ "$array": "x" }), "unknown"),
    ];
    for (rules, expected) in rows {
        let found = verdict(Some(json!({})), json!({ "external": true, "ipSecurityRestrictions": rules.clone() }));
        assert_eq!(found, expected, "{rules}");
    }
}

#[test]
fn an_environment_alone_has_a_public_address_unless_its_subnet_filters() {
    let subnet = "Microsoft.Network/virtualNetworks/subnets";
    let found = |declare: bool, group: Json| {
        let mut builder = EstateBuilder::new();
        if declare {
            builder.declare(subnet, "vnet/snet", &json!({ "properties": { "networkSecurityGroup": group } }));
        }
        let body =
            json!({ "properties": { "vnetConfiguration": { "infrastructureSubnetId": id(subnet, "vnet/snet") } } });
        let index = builder.declare(ENVIRONMENT, "env", &body);
        summary::verdicts(&summary::of(&builder, index))
    };
    assert_eq!(found(true, json!(null)), "fails");
    assert_eq!(found(true, json!({ "id": "/x" })), "unknown");
    assert_eq!(found(false, json!(null)), "unknown");
}

#[test]
fn the_switch_is_not_in_every_version() {
    let found = |version: &str| {
        let kind = format!("{ENVIRONMENT}@{version}");
        summary::verdict(&kind, &json!({ "properties": { "publicNetworkAccess": "Disabled" } }))
    };
    assert_eq!(found("2024-02-02-preview"), "holds");
    assert_eq!(found("2025-01-01"), "unknown");
    assert_eq!(found("2025-07-01"), "holds");
}

/// Where there is no switch to set, the network decides.
#[test]
fn what_decides_of_an_open_environment_is_what_its_version_has() {
    let found = |version: &str| summary::alone(&format!("{ENVIRONMENT}@{version}"), &json!({ "properties": {} }));
    assert_eq!(found("2025-01-01"), "fails internet properties.vnetConfiguration.internal");
    assert_eq!(found("2025-07-01"), "fails internet properties.publicNetworkAccess");
}
