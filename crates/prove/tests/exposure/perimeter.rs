//! Network security perimeters: the table of semantics §2.5 (traps 3 and 4).

use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

use crate::summary;

const PERIMETERS: &str = "Microsoft.Network/networkSecurityPerimeters";

/// A storage account in a perimeter whose rules let in `prefixes`.
fn found(switch: Json, mode: Json, prefixes: Json) -> String {
    let mut builder = EstateBuilder::new();
    let index = builder.declare(
        "Microsoft.Storage/storageAccounts",
        "st",
        &json!({ "properties": { "publicNetworkAccess": switch } }),
    );
    builder.declare(&format!("{PERIMETERS}/profiles"), "nsp/p", &json!({}));
    let rule = json!({ "properties": { "direction": "Inbound", "addressPrefixes": prefixes } });
    builder.declare(&format!("{PERIMETERS}/profiles/accessRules"), "nsp/p/in", &rule);
    let out = json!({ "properties": { "direction": "Outbound", "addressPrefixes": ["198.51.100.0/24"] } });
    builder.declare(&format!("{PERIMETERS}/profiles/accessRules"), "nsp/p/out", &out);
    associate(&mut builder, mode, &json!(id("Microsoft.Storage/storageAccounts", "st")));
    summary::of(&builder, index)
}

fn associate(builder: &mut EstateBuilder, mode: Json, target: &Json) {
    let body = json!({ "properties": {
        "privateLinkResource": { "id": target },
        "profile": { "id": id(&format!("{PERIMETERS}/profiles"), "nsp/p") },
        "accessMode": mode } });
    builder.declare(&format!("{PERIMETERS}/resourceAssociations"), "nsp/a", &body);
}

#[test]
fn trap_4_the_table_of_switch_and_mode() {
    let rule = "fails 203.0.113.0-203.0.113.255 properties.addressPrefixes[0]";
    let outside = || json!(["203.0.113.0/24"]);
    let inside = || json!(["10.0.0.0/8"]);
    let rows = [
        ("Enabled", json!("Learning"), inside(), "fails internet properties.publicNetworkAccess"),
        ("Enabled", json!("Enforced"), inside(), "holds properties.accessMode"),
        ("Enabled", json!("Enforced"), outside(), rule),
        ("Disabled", json!("Learning"), inside(), "holds properties.publicNetworkAccess"),
        ("Disabled", json!("Learning"), outside(), rule),
        ("Disabled", json!(null), outside(), rule),
        ("Disabled", json!("Audit"), outside(), rule),
        ("Disabled", json!("Enforced"), inside(), "holds properties.accessMode"),
        ("SecuredByPerimeter", json!("Learning"), inside(), "holds properties.publicNetworkAccess"),
        ("SecuredByPerimeter", json!("Learning"), outside(), rule),
        ("SecuredByPerimeter", json!("Enforced"), outside(), rule),
        ("Enabled", json!({ "$param": "mode" }), inside(), "unknown properties.accessMode"),
        ("Disabled", json!({ "$param": "mode" }), inside(), "holds properties.publicNetworkAccess"),
        ("Disabled", json!({ "$param": "mode" }), outside(), rule),
        ("Enabled", json!("enforcing"), inside(), "unknown properties.accessMode"),
        ("Disabled", json!("Learning"), json!({ "$array": "prefixes" }), "unknown properties.addressPrefixes"),
        (
            "Enabled",
            json!({ "$if": ["strict", "Enforced", "Learning"] }),
            inside(),
            "holds properties.accessMode when strict is true | fails internet properties.publicNetworkAccess when strict is false",
        ),
    ];
    for (switch, mode, prefixes, expected) in rows {
        assert_eq!(found(json!(switch), mode.clone(), prefixes.clone()), expected, "{switch} {mode} {prefixes}");
    }
}

#[test]
fn an_association_of_another_resource_does_not_count_and_one_of_an_unknown_resource_may() {
    let verdict = |target: Json| {
        let mut builder = EstateBuilder::new();
        let body = json!({ "properties": { "publicNetworkAccess": "Disabled" } });
        let index = builder.declare("Microsoft.Storage/storageAccounts", "st", &body);
        associate(&mut builder, json!("Learning"), &target);
        summary::verdicts(&summary::of(&builder, index))
    };
    assert_eq!(verdict(json!(id("Microsoft.Storage/storageAccounts", "other"))), "holds");
    assert_eq!(verdict(json!({ "$param": "resourceId" })), "unknown");
    // The profile is not in the input: its rules may let anyone in.
    assert_eq!(verdict(json!(id("Microsoft.Storage/storageAccounts", "st"))), "unknown");
}

#[test]
fn a_type_outside_the_perimeter_s_list_is_not_opened_by_it() {
    let mut builder = EstateBuilder::new();
    let body = json!({ "sku": { "name": "Premium" }, "properties": { "publicNetworkAccess": "Disabled" } });
    let index = builder.declare("Microsoft.ContainerRegistry/registries", "cr", &body);
    associate(&mut builder, json!("Learning"), &json!(id("Microsoft.ContainerRegistry/registries", "cr")));
    assert_eq!(summary::of(&builder, index), "holds properties.publicNetworkAccess");
}

#[test]
fn who_comes_in_by_identity_is_listed_and_does_not_count() {
    let mut builder = EstateBuilder::new();
    let kind = "Microsoft.Storage/storageAccounts";
    let body = json!({ "properties": { "publicNetworkAccess": "SecuredByPerimeter", "networkAcls": { "bypass": "AzureServices" } } });
    let index = builder.declare(kind, "st", &body);
    builder.declare(&format!("{PERIMETERS}/profiles"), "nsp/p", &json!({}));
    let rule = json!({ "properties": { "direction": "Inbound", "subscriptions": [{ "id": "/subscriptions/x" }] } });
    builder.declare(&format!("{PERIMETERS}/profiles/accessRules"), "nsp/p/in", &rule);
    builder.declare(&format!("{PERIMETERS}/links"), "nsp/partner", &json!({ "properties": {} }));
    associate(&mut builder, json!("Enforced"), &json!(id(kind, "st")));
    assert_eq!(summary::of(&builder, index), "holds properties.accessMode");
    let exceptions = summary::exposure(&builder, index).exceptions;
    let who: Vec<&str> = exceptions.iter().map(|exception| &*exception.who).collect();
    assert_eq!(
        who,
        [
            "members of its network security perimeter, by their identities",
            "identities of the subscriptions [{id: /subscriptions/x}]",
            "members of the perimeter that nsp/partner links with",
        ]
    );
}
