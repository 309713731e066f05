//! Lists: what an entry lets in, and what is not known of a list.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary::{self, alone};

const STORAGE: &str = "Microsoft.Storage/storageAccounts";
const SEARCH: &str = "Microsoft.Search/searchServices";

fn storage(rules: Json) -> Json {
    json!({ "properties": { "networkAcls": { "defaultAction": "Deny", "ipRules": rules } } })
}

fn search(rules: Json) -> Json {
    json!({ "properties": { "networkRuleSet": { "ipRules": rules } } })
}

fn subnets(rules: Json) -> Json {
    json!({ "properties": { "networkAcls": { "defaultAction": "Deny", "virtualNetworkRules": rules } } })
}

#[test]
fn an_address_lets_in_who_can_have_it() {
    let rows = [
        ("203.0.113.7", "fails 203.0.113.7-203.0.113.7 properties.networkAcls.ipRules[0].value"),
        ("8.8.8.8/7", "fails 8.0.0.0-9.255.255.255 properties.networkAcls.ipRules[0].value"),
        ("203.0.113.1-203.0.113.3", "fails 203.0.113.1-203.0.113.3 properties.networkAcls.ipRules[0].value"),
        ("0.0.0.0/0", "fails internet properties.networkAcls.ipRules[0].value"),
        ("::/0", "fails 2000::-3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff properties.networkAcls.ipRules[0].value"),
        (
            "2001:db8::/32",
            "fails 2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff properties.networkAcls.ipRules[0].value",
        ),
        ("10.1.2.3", "holds properties.networkAcls.defaultAction"),
        ("100.64.0.0/10", "holds properties.networkAcls.defaultAction"),
        ("192.168.0.0/15", "fails 192.169.0.0-192.169.255.255 properties.networkAcls.ipRules[0].value"),
        ("fd00::/8", "holds properties.networkAcls.defaultAction"),
        ("240.0.0.0/4", "unknown properties.networkAcls.ipRules[0].value"),
        ("0.0.0.0", "unknown properties.networkAcls.ipRules[0].value"),
        ("partner.example", "unknown properties.networkAcls.ipRules[0].value"),
    ];
    for (text, expected) in rows {
        assert_eq!(alone(STORAGE, &storage(json!([{ "value": text }]))), expected, "{text}");
    }
}

#[test]
fn two_halves_are_the_internet_only_together() {
    let rules = json!([{ "value": "0.0.0.0/1" }, { "value": "128.0.0.0/1" }]);
    let found = alone(STORAGE, &storage(rules));
    assert_eq!(found, "fails 1.0.0.0-9.255.255.255 properties.networkAcls.ipRules[0].value");
}

#[test]
fn what_is_not_known_of_a_list_is_neither_empty_nor_harmless() {
    let rows = [
        (json!([{ "value": { "$param": "ip" } }]), "unknown", "unknown"),
        (json!([{ "value": { "$concat": [{ "$param": "ip" }, "/32"] } }]), "unknown", "unknown"),
        (json!([{ "$object": "rule" }]), "unknown", "unknown"),
        (json!([{}]), "unknown", "unknown"),
        (json!({ "$array": "rules" }), "unknown", "unknown"),
        (json!([{ "$rest": "rules" }]), "unknown", "unknown"),
        (json!([{ "$family": { "value": { "$param": "ip" } } }]), "unknown", "unknown"),
        // A loop over addresses of the network: no harm where only what is listed comes in, but it may be empty.
        (json!([{ "$family": { "value": "10.0.0.0/8" } }]), "holds", "unknown"),
        (json!([{ "value": "10.0.0.0/8" }, { "$family": { "value": "10.0.0.0/8" } }]), "holds", "holds"),
        (json!([]), "holds", "fails"),
        (json!(null), "holds", "fails"),
        (json!([{ "value": "10.0.0.0/8" }]), "holds", "holds"),
        (json!("203.0.113.7"), "unknown", "unknown"),
    ];
    for (rules, in_storage, in_search) in rows {
        assert_eq!(summary::verdict(STORAGE, &storage(rules.clone())), in_storage, "storage {rules}");
        assert_eq!(summary::verdict(SEARCH, &search(rules.clone())), in_search, "search {rules}");
    }
}

#[test]
fn an_element_under_a_choice_counts_under_that_choice() {
    let rules = json!([{ "$when": ["partner", { "value": "203.0.113.7" }] }]);
    assert_eq!(
        alone(STORAGE, &storage(rules.clone())),
        "fails 203.0.113.7-203.0.113.7 properties.networkAcls.ipRules[0].value when partner is true | \
         holds properties.networkAcls.defaultAction when partner is false"
    );
    // Of Search, the empty list is the worse of the two.
    assert_eq!(
        alone(SEARCH, &search(rules)),
        "fails 203.0.113.7-203.0.113.7 properties.networkRuleSet.ipRules[0].value when partner is true | \
         fails internet properties.publicNetworkAccess when partner is false"
    );
}

#[test]
fn a_public_address_of_the_estate_is_inside() {
    let rule = |address: Json| storage(json!([{ "value": address }]));
    let kind = "Microsoft.Network/publicIPAddresses";
    let reference = json!({ "$reference": [id(kind, "pip"), "ipAddress"] });
    let verdict = |declare: bool, body: &Json| {
        let mut builder = EstateBuilder::new();
        if declare {
            builder.declare(kind, "pip", &json!({ "properties": {} }));
        } else {
            builder.existing(kind, "pip");
        }
        let index = builder.declare(STORAGE, "st", body);
        summary::verdicts(&summary::of(&builder, index))
    };
    assert_eq!(verdict(true, &rule(reference.clone())), "holds");
    assert_eq!(verdict(true, &rule(json!({ "$concat": [reference.clone(), "/32"] }))), "holds");
    assert_eq!(verdict(true, &rule(json!({ "$concat": [reference.clone(), "/8"] }))), "unknown");
    assert_eq!(verdict(false, &rule(reference)), "unknown");
}

#[test]
fn a_subnet_of_the_estate_is_inside_and_any_other_unknown() {
    let subnet = id("Microsoft.Network/virtualNetworks/subnets", "vnet/snet");
    let elsewhere = "/subscriptions/other/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/s";
    let verdict = |of: Json, declare: bool| {
        let mut builder = EstateBuilder::new();
        if declare {
            builder.declare("Microsoft.Network/virtualNetworks/subnets", "vnet/snet", &json!({ "properties": {} }));
        } else {
            builder.existing("Microsoft.Network/virtualNetworks/subnets", "vnet/snet");
        }
        let index = builder.declare(STORAGE, "st", &subnets(json!([{ "id": of }])));
        summary::verdicts(&summary::of(&builder, index))
    };
    assert_eq!(verdict(json!(subnet), true), "holds");
    assert_eq!(verdict(json!(subnet.to_uppercase()), true), "holds");
    assert_eq!(verdict(json!(subnet), false), "unknown");
    assert_eq!(verdict(json!(elsewhere), true), "unknown");
    assert_eq!(verdict(json!({ "$param": "subnetId" }), true), "unknown");
    assert_eq!(verdict(json!("snet"), true), "unknown");
}

#[test]
fn a_default_action_or_list_without_a_value_is_unknown() {
    let acl = |action: Json, rules: Json| json!({ "properties": { "networkAcls": { "defaultAction": action, "ipRules": rules } } });
    let param = || json!({ "$param": "x" });
    for (body, expected) in [
        (acl(param(), json!([])), "unknown"),
        (acl(json!({ "$if": ["open", "Allow", "Deny"] }), json!([])), "fails|holds"),
        (acl(json!("Deny"), json!({ "$array": "x" })), "unknown"),
        (acl(json!("Allow"), json!({ "$array": "x" })), "fails"),
        (json!({ "properties": { "networkAcls": { "$object": "x" } } }), "unknown"),
        (json!({ "properties": { "networkAcls": { "$param": "x" }, "publicNetworkAccess": "Disabled" } }), "holds"),
        (json!({ "properties": { "$object": "x" } }), "unknown"),
        (json!({ "$object": "x" }), "unknown"),
    ] {
        assert_eq!(summary::verdict(STORAGE, &body), expected, "{body}");
    }
}

#[test]
fn service_tags_of_a_managed_hsm_are_not_the_network() {
    let body = |tag: &str| json!({ "properties": { "networkAcls": { "defaultAction": "Deny", "serviceTags": [{ "tag": tag }] } } });
    for (tag, expected) in [
        ("Internet", "fails internet properties.networkAcls.serviceTags[0].tag"),
        ("AzureCloud.westeurope", "fails azure properties.networkAcls.serviceTags[0].tag"),
        ("Storage", "unknown properties.networkAcls.serviceTags[0].tag"),
    ] {
        assert_eq!(alone("Microsoft.KeyVault/managedHSMs", &body(tag)), expected, "{tag}");
    }
}
