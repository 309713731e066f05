//! Choices: what depends on one another stays together, and too many of them are unknown.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary;

const STORE: &str = "Microsoft.AppConfiguration/configurationStores";

#[test]
fn a_switch_and_the_endpoint_of_the_same_choice_close_together() {
    let mut builder = EstateBuilder::new();
    let switch = json!({ "$if": ["open", "Enabled", null] });
    let index = builder.declare(STORE, "store", &json!({ "properties": { "publicNetworkAccess": switch } }));
    let connection = json!({ "properties": { "privateLinkServiceId": id(STORE, "store") } });
    let body = json!({ "properties": { "privateLinkServiceConnections": [connection] } });
    builder.declare_if("private", "Microsoft.Network/privateEndpoints", "pe", &body);
    let found = summary::of(&builder, index);
    assert!(found.contains("holds properties.publicNetworkAccess when open is false and private is true"), "{found}");
    assert!(found.contains("fails internet properties.publicNetworkAccess when open is true"), "{found}");
    assert!(
        found.contains("fails internet properties.publicNetworkAccess when open is false and private is false"),
        "{found}"
    );
}

#[test]
fn an_endpoint_under_the_choice_that_leaves_the_switch_out_closes_it_in_both() {
    let mut builder = EstateBuilder::new();
    let switch = json!({ "$if": ["private", null, "Disabled"] });
    let index = builder.declare(STORE, "store", &json!({ "properties": { "publicNetworkAccess": switch } }));
    let connection = json!({ "properties": { "privateLinkServiceId": id(STORE, "store") } });
    let body = json!({ "properties": { "privateLinkServiceConnections": [connection] } });
    builder.declare_if("private", "Microsoft.Network/privateEndpoints", "pe", &body);
    assert_eq!(summary::verdicts(&summary::of(&builder, index)), "holds|holds");
}

#[test]
fn a_conditional_resource_is_judged_where_it_is() {
    let mut builder = EstateBuilder::new();
    let switch = json!({ "$if": ["deploy", "Disabled", "Enabled"] });
    let body = json!({ "properties": { "publicNetworkAccess": switch } });
    let index = builder.declare_if("deploy", "Microsoft.Search/searchServices", "s", &body);
    assert_eq!(summary::of(&builder, index), "holds properties.publicNetworkAccess when deploy is true");
}

#[test]
fn a_rule_under_a_choice_counts_under_that_choice() {
    let mut builder = EstateBuilder::new();
    let index = builder.declare("Microsoft.Sql/servers", "sql", &json!({ "properties": {} }));
    let body = json!({ "properties": { "startIpAddress": "0.0.0.0", "endIpAddress": "0.0.0.0" } });
    builder.declare_if("azure", "Microsoft.Sql/servers/firewallRules", "sql/azure", &body);
    assert_eq!(
        summary::of(&builder, index),
        "fails azure properties.startIpAddress when azure is true | \
         holds firewallRules, virtualNetworkRules when azure is false"
    );
}

#[test]
fn more_choices_than_are_told_apart_are_unknown_and_never_hold() {
    let rules: Vec<Json> =
        (0..10).map(|nth| json!({ "$when": [format!("c{nth}"), { "value": format!("203.0.113.{nth}") }] })).collect();
    let body = json!({ "properties": { "networkAcls": { "defaultAction": "Deny", "ipRules": rules } } });
    let mut builder = EstateBuilder::new();
    let index = builder.declare("Microsoft.Storage/storageAccounts", "st", &body);
    let verdicts = summary::verdicts(&summary::of(&builder, index));
    assert!(verdicts.contains("unknown") && verdicts.contains("fails"), "{verdicts}");
    assert!(!verdicts.contains("holds"), "the one choice without a rule is not among the first: {verdicts}");
    assert!(summary::missing(&builder, index).contains("very many combinations"));
}

#[test]
fn a_loop_of_unknown_count_never_fails_for_certain() {
    let mut builder = EstateBuilder::new();
    let open = builder.declare_family("Microsoft.Search/searchServices", "s", &json!({ "properties": {} }));
    assert_eq!(summary::verdicts(&summary::of(&builder, open)), "unknown");
    let body = json!({ "properties": { "publicNetworkAccess": "Disabled" } });
    let closed = builder.declare_family("Microsoft.Search/searchServices", "t", &body);
    assert_eq!(summary::verdicts(&summary::of(&builder, closed)), "holds");
    // Nor do rules or endpoints of unknown count.
    let mut builder = EstateBuilder::new();
    let server = builder.declare("Microsoft.Sql/servers", "sql", &json!({ "properties": {} }));
    let body = json!({ "properties": { "startIpAddress": "0.0.0.0", "endIpAddress": "0.0.0.0" } });
    builder.declare_family("Microsoft.Sql/servers/firewallRules", "sql/azure", &body);
    assert_eq!(summary::verdicts(&summary::of(&builder, server)), "unknown");
}

#[test]
fn what_is_only_referred_to_is_no_subject() {
    let mut builder = EstateBuilder::new();
    let index = builder.existing("Microsoft.Storage/storageAccounts", "st");
    assert_eq!(summary::of(&builder, index), "no subject");
}
