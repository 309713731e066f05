//! What is not known is never taken for what would be good, or bad.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::json;

use crate::summary::{ENDPOINT, GROUP, LINK, NETWORK, Parts, RIGHT, ZONE, client, endpoint, found, group, link, of};

#[test]
fn a_part_that_is_not_known_is_unknown() {
    let sealed = Parts::sealed;
    let zone_param = group("x").to_string().replace("\"x\"", "{\"$param\":\"x\"}");
    let zone_param = serde_json::from_str(&zone_param).unwrap_or_default();
    let link_param = json!({ "properties": { "virtualNetwork": { "id": { "$param": "x" } } } });
    let rows = [
        ("the zone of the group", Parts { group: zone_param, ..sealed() }),
        ("the network of the link", Parts { link: link_param, ..sealed() }),
        (
            "the group's list",
            Parts { group: json!({ "properties": { "privateDnsZoneConfigs": { "$array": "x" } } }), ..sealed() },
        ),
        (
            "a loop of zones",
            Parts {
                group: json!({ "properties": { "privateDnsZoneConfigs": [
                { "$family": { "properties": { "privateDnsZoneId": id(ZONE, RIGHT) } } }
            ] } }),
                ..sealed()
            },
        ),
    ];
    for (what, parts) in rows {
        assert_eq!(found(&parts, |_| {}), "vnet: unknown", "{what}");
    }
}

#[test]
fn a_zone_that_is_only_referred_to_is_known_as_far_as_it_is_declared() {
    let without_zone = || Parts { zone: json!(null), ..Parts::sealed() };
    let existing = |parts: &Parts| {
        found(parts, |builder| {
            builder.existing(ZONE, RIGHT);
        })
    };
    assert_eq!(existing(&without_zone()), "vnet: holds", "the record and the link are declared here");
    assert_eq!(existing(&Parts { link: json!(null), ..without_zone() }), "vnet: unknown", "it may be linked elsewhere");
    assert_eq!(existing(&Parts { group: json!(null), ..without_zone() }), "vnet: unknown", "it may hold the record");
}

#[test]
fn a_network_that_is_only_referred_to_names_servers_that_nobody_knows() {
    let mut builder = EstateBuilder::new();
    let parts = Parts { network: json!(null), ..Parts::sealed() };
    parts.declare(&mut builder);
    assert_eq!(of(&builder), "vnet: unknown", "not even referred to, but by the endpoint's subnet");
    builder.existing(NETWORK, "vnet");
    assert_eq!(of(&builder), "vnet: unknown");
}

#[test]
fn a_policy_that_may_block_the_name_makes_it_unknown() {
    let policy = "Microsoft.Network/dnsResolverPolicies";
    for (action, is_declared, expected) in [
        ("Alert", true, "vnet: holds"),
        ("Allow", true, "vnet: holds"),
        ("Block", true, "vnet: unknown"),
        ("Alert", false, "vnet: unknown"),
    ] {
        let said = found(&Parts::sealed(), |builder| {
            if is_declared {
                builder.declare(policy, "policy", &json!({}));
            } else {
                builder.existing(policy, "policy");
            }
            builder.declare(&format!("{policy}/virtualNetworkLinks"), "policy/link", &link("vnet"));
            let rule = json!({ "properties": { "action": { "actionType": action } } });
            builder.declare(&format!("{policy}/dnsSecurityRules"), "policy/rule", &rule);
        });
        assert_eq!(said, expected, "{action} {is_declared}");
    }
}

#[test]
fn a_conditional_part_counts_under_its_condition() {
    for (kind, names, body) in
        [(LINK, "privatelink.search.windows.net/link", link("vnet")), (GROUP, "pe/default", group(&id(ZONE, RIGHT)))]
    {
        let parts = Parts {
            link: if kind == LINK { json!(null) } else { link("vnet") },
            group: if kind == GROUP { json!(null) } else { group(&id(ZONE, RIGHT)) },
            ..Parts::sealed()
        };
        let said = found(&parts, |builder| {
            builder.declare_if("x", kind, names, &body);
        });
        let expected = if kind == LINK { "vnet: holds | fails D2" } else { "vnet: holds | fails D5" };
        assert_eq!(said, expected, "{kind}");
    }
}

#[test]
fn a_loop_of_links_proves_nothing() {
    let said = found(&Parts { link: json!(null), ..Parts::sealed() }, |builder| {
        builder.declare_family(LINK, "privatelink.search.windows.net/link", &link("vnet"));
    });
    assert_eq!(said, "vnet: unknown");
}

#[test]
fn a_longer_zone_that_may_be_linked_makes_it_unknown() {
    for (name, to) in [
        ("srch.privatelink.search.windows.net", json!({ "$param": "x" })),
        ("search.windows.net", json!({ "$param": "x" })),
    ] {
        let said = found(&Parts::sealed(), |builder| {
            builder.declare(ZONE, name, &json!({}));
            let body = json!({ "properties": { "virtualNetwork": { "id": to } } });
            builder.declare(LINK, &format!("{name}/link"), &body);
        });
        assert_eq!(said, "vnet: unknown", "{name}");
    }
}

#[test]
fn two_linked_zones_of_one_name_are_one_too_many() {
    let mut builder = EstateBuilder::new();
    Parts::sealed().declare(&mut builder);
    // The same name in another resource group, linked to the same network, without the record.
    let other = builder.declare(LINK, "privatelink.search.windows.net/second", &link("vnet"));
    if let Some(resource) = builder.estate.resources.get_mut(other.0 as usize) {
        resource.id.scope = ringfence_estate::Scope::ResourceGroup {
            subscription: ringfence_estate::Value::text("s"),
            name: ringfence_estate::Value::text("h"),
        };
    }
    assert_eq!(of(&builder), "vnet: unknown");
}

#[test]
fn a_client_that_may_be_elsewhere_fails_nothing() {
    let mut builder = EstateBuilder::new();
    builder.declare("Microsoft.Search/searchServices", "srch", &json!({}));
    builder.declare(NETWORK, "vnet", &json!({}));
    builder.declare(ENDPOINT, "pe", &endpoint("vnet"));
    let app = json!({ "properties": { "virtualNetworkSubnetId": { "$param": "subnet" } } });
    builder.declare("Microsoft.Web/sites", "app", &app);
    assert_eq!(of(&builder), "vnet: unknown D1");
    client(&mut builder, "worker", "vnet");
    assert_eq!(of(&builder), "vnet: fails D1");
}

#[test]
fn an_endpoint_that_waits_or_is_refused_leads_nowhere() {
    for (list, state, expected) in [
        ("manualPrivateLinkServiceConnections", json!(null), "vnet: fails"),
        ("manualPrivateLinkServiceConnections", json!("Approved"), "vnet: holds"),
        ("privateLinkServiceConnections", json!("Rejected"), "vnet: fails"),
        ("privateLinkServiceConnections", json!({ "$param": "x" }), "vnet: unknown"),
    ] {
        let mut body = endpoint("vnet");
        let mut connections = body["properties"]["privateLinkServiceConnections"].take();
        connections[0]["properties"]["privateLinkServiceConnectionState"] = json!({ "status": state });
        body["properties"][list] = connections;
        let parts = Parts { endpoint: body, ..Parts::sealed() };
        assert_eq!(found(&parts, |_| {}), expected, "{list} {state}");
    }
}
