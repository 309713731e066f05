//! The generic truth table, row by row (semantics §2.3), for each type that has an access list and a default action.

use serde_json::{Value as Json, json};

use crate::summary::alone;

/// The types, with where their list stands.
const TYPES: &[(&str, &str)] = &[
    ("Microsoft.CognitiveServices/accounts", "networkAcls"),
    ("Microsoft.Storage/storageAccounts", "networkAcls"),
    ("Microsoft.KeyVault/vaults", "networkAcls"),
    ("Microsoft.KeyVault/managedHSMs", "networkAcls"),
    ("Microsoft.ContainerRegistry/registries", "networkRuleSet"),
];

fn body(switch: Json, list: &str, acl: Json) -> Json {
    let mut properties = serde_json::Map::new();
    if switch != json!("-") {
        properties.insert("publicNetworkAccess".into(), switch);
    }
    if acl != json!("-") {
        properties.insert(list.into(), acl);
    }
    json!({ "kind": "AIServices", "sku": { "name": "Premium" }, "properties": properties })
}

#[test]
fn each_row_decides_as_the_table_says() {
    let ip = || json!([{ "value": "203.0.113.0/24" }]);
    let rows: &[(Json, Json, &str)] = &[
        // 1: the default action lets everyone in, whatever is listed.
        (json!("-"), json!("-"), "fails internet properties.publicNetworkAccess"),
        (json!(null), json!(null), "fails internet properties.publicNetworkAccess"),
        (json!("Enabled"), json!("-"), "fails internet properties.publicNetworkAccess"),
        (json!("-"), json!({ "defaultAction": "Allow" }), "fails internet properties.LIST.defaultAction"),
        (
            json!("Enabled"),
            json!({ "defaultAction": "allow", "ipRules": ip() }),
            "fails internet properties.LIST.defaultAction",
        ),
        // 2 and 5: nobody, or trusted services only.
        (json!("Enabled"), json!({ "defaultAction": "Deny" }), "holds properties.LIST.defaultAction"),
        (
            json!("-"),
            json!({ "defaultAction": "DENY", "ipRules": [], "virtualNetworkRules": [] }),
            "holds properties.LIST.defaultAction",
        ),
        (
            json!("Enabled"),
            json!({ "defaultAction": "Deny", "bypass": "AzureServices" }),
            "holds properties.LIST.defaultAction",
        ),
        // 3: listed addresses.
        (
            json!("Enabled"),
            json!({ "defaultAction": "Deny", "ipRules": ip() }),
            "fails 203.0.113.0-203.0.113.255 properties.LIST.ipRules[0].value",
        ),
        (
            json!("Enabled"),
            json!({ "defaultAction": "Deny", "ipRules": [{ "value": "10.0.0.0/8" }] }),
            "holds properties.LIST.defaultAction",
        ),
        (
            json!("Enabled"),
            json!({ "defaultAction": "Deny", "ipRules": [{ "value": "0.0.0.0/0" }] }),
            "fails internet properties.LIST.ipRules[0].value",
        ),
        // 6 to 8: disabled, whatever is listed.
        (json!("Disabled"), json!("-"), "holds properties.publicNetworkAccess"),
        (json!("disabled"), json!({ "defaultAction": "Allow" }), "holds properties.publicNetworkAccess"),
        (
            json!("DISABLED"),
            json!({ "defaultAction": "Deny", "ipRules": ip() }),
            "holds properties.publicNetworkAccess",
        ),
        // A value that nobody names, and a list without a default action.
        (json!("disable"), json!("-"), "unknown properties.publicNetworkAccess"),
        (json!(false), json!("-"), "unknown properties.publicNetworkAccess"),
        (json!("-"), json!({ "ipRules": [] }), "unknown properties.LIST.defaultAction"),
        (json!("-"), json!({ "defaultAction": "Refuse" }), "unknown properties.LIST.defaultAction"),
        (
            json!("-"),
            json!({ "defaultAction": "Refuse", "ipRules": ip() }),
            "fails 203.0.113.0-203.0.113.255 properties.LIST.ipRules[0].value",
        ),
        (json!("disable"), json!({ "defaultAction": "Deny" }), "holds properties.LIST.defaultAction"),
    ];
    for (kind, list) in TYPES {
        for (switch, acl, expected) in rows {
            let found = alone(kind, &body(switch.clone(), list, acl.clone()));
            assert_eq!(found, expected.replace("LIST", list), "{kind}: {switch} {acl}");
        }
    }
}

#[test]
fn secured_by_perimeter_is_closed_where_the_type_has_it() {
    for (kind, expected) in [
        ("Microsoft.Storage/storageAccounts", "holds properties.publicNetworkAccess"),
        ("Microsoft.KeyVault/vaults", "holds properties.publicNetworkAccess"),
        ("Microsoft.Search/searchServices", "holds properties.publicNetworkAccess"),
        ("Microsoft.Sql/servers", "holds properties.publicNetworkAccess"),
        ("Microsoft.KeyVault/managedHSMs", "unknown properties.publicNetworkAccess"),
        ("Microsoft.CognitiveServices/accounts", "unknown properties.publicNetworkAccess"),
    ] {
        let body = json!({ "properties": { "publicNetworkAccess": "SecuredByPerimeter" } });
        assert_eq!(alone(kind, &body), expected, "{kind}");
    }
}
