//! One rule of the procedure at a time.

use ringfence_testkit::{EstateBuilder, id};
use serde_json::json;

use crate::summary::{
    GROUP, INBOUND, LINK, NETWORK, Parts, RIGHT, SUBNET, ZONE, client, endpoint, found, group, hub_with_resolver, link,
    servers,
};

fn firewall(builder: &mut EstateBuilder, settings: &serde_json::Value) {
    builder.declare(
        "Microsoft.Network/firewallPolicies",
        "policy",
        &json!({ "properties": { "dnsSettings": settings } }),
    );
    let subnet = id(SUBNET, "hub/AzureFirewallSubnet");
    let body = json!({ "properties": {
        "firewallPolicy": { "id": id("Microsoft.Network/firewallPolicies", "policy") },
        "ipConfigurations": [{ "properties": { "subnet": { "id": subnet } } }]
    } });
    builder.declare("Microsoft.Network/azureFirewalls", "fw", &body);
}

#[test]
fn the_usual_parts() {
    let sealed = Parts::sealed;
    let rows = [
        ("everything", sealed(), "vnet: holds"),
        (
            "no zone group, no zone",
            Parts { group: json!(null), zone: json!(null), link: json!(null), ..sealed() },
            "vnet: fails D1",
        ),
        ("no link", Parts { link: json!(null), ..sealed() }, "vnet: fails D2"),
        ("linked to another network", Parts { link: link("other"), ..sealed() }, "vnet: fails D2"),
        ("no zone group, a linked zone", Parts { group: json!(null), ..sealed() }, "vnet: fails D5"),
        (
            "the record in a zone elsewhere",
            Parts { group: group(&id(ZONE, RIGHT).replace("/g/", "/h/")), ..sealed() },
            "vnet: fails D5",
        ),
        (
            "a wrong zone",
            Parts { group: group(&id(ZONE, "privatelink.search.azure.us")), ..sealed() },
            "vnet: fails D3",
        ),
    ];
    for (what, parts, expected) in rows {
        assert_eq!(found(&parts, |_| {}), expected, "{what}");
    }
}

#[test]
fn what_a_link_says() {
    let with = |member: &str, value: serde_json::Value| {
        let mut body = link("vnet");
        body["properties"][member] = value;
        body
    };
    let rows = [
        (with("registrationEnabled", json!(true)), false, "vnet: fails D10"),
        (with("registrationEnabled", json!(false)), false, "vnet: holds"),
        (with("registrationEnabled", json!({ "$if": ["x", true, false] })), false, "vnet: fails D10 | holds"),
        (with("registrationEnabled", json!({ "$param": "x" })), false, "vnet: unknown"),
        (with("resolutionPolicy", json!("NxDomainRedirect")), false, "vnet: holds"),
        (with("resolutionPolicy", json!("NxDomainRedirect")), true, "vnet: fails D14"),
        (with("resolutionPolicy", json!("Default")), true, "vnet: fails D5"),
    ];
    for (body, without_group, expected) in rows {
        let group = if without_group { json!(null) } else { Parts::sealed().group };
        let parts = Parts { link: body.clone(), group, ..Parts::sealed() };
        assert_eq!(found(&parts, |_| {}), expected, "{body}");
    }
}

#[test]
fn whom_the_network_asks() {
    let report = |of: &str, names: &str| json!([{ "$reference": [id(of, names), "ipConfigurations"] }]);
    let rows = [
        (json!([]), "vnet", "vnet: holds"),
        (json!(null), "vnet", "vnet: holds"),
        (json!(["168.63.129.16"]), "vnet", "vnet: holds"),
        (json!(["10.1.0.4"]), "hub", "vnet: holds"),
        (json!(["10.1.0.4"]), "vnet", "vnet: fails D9"),
        (report(INBOUND, "resolver/in"), "hub", "vnet: holds"),
        (report("Microsoft.Network/azureFirewalls", "fw"), "hub", "vnet: holds"),
        (report("Microsoft.Network/azureFirewalls", "fw"), "vnet", "vnet: fails D9"),
        (json!(["10.9.9.9"]), "hub", "vnet: unknown"),
        (json!(["10.1.0.4", "10.9.9.9"]), "hub", "vnet: unknown"),
        (json!({ "$array": "x" }), "vnet", "vnet: unknown"),
        (json!([{ "$param": "x" }]), "hub", "vnet: unknown"),
        (json!({ "$if": ["x", [], ["10.9.9.9"]] }), "vnet", "vnet: holds | unknown"),
    ];
    for (list, linked, expected) in rows {
        let parts = Parts { network: servers(&list), link: link(linked), ..Parts::sealed() };
        let said = found(&parts, |builder| {
            hub_with_resolver(builder);
            firewall(builder, &json!({ "enableProxy": true }));
        });
        assert_eq!(said, expected, "{list} {linked}");
    }
}

#[test]
fn a_firewall_that_is_no_proxy_is_not_known() {
    let list = json!([{ "$reference": [id("Microsoft.Network/azureFirewalls", "fw"), "ipConfigurations"] }]);
    for settings in [json!({}), json!({ "enableProxy": false }), json!({ "enableProxy": { "$param": "x" } })] {
        let parts = Parts { network: servers(&list), link: link("hub"), ..Parts::sealed() };
        let said = found(&parts, |builder| {
            hub_with_resolver(builder);
            firewall(builder, &settings);
        });
        assert_eq!(said, "vnet: unknown", "{settings}");
    }
}

#[test]
fn an_interface_may_name_servers_of_its_own() {
    for (list, expected) in [
        (json!(["10.9.9.9"]), "vnet: unknown"),
        (json!(["AzureProvidedDNS"]), "vnet: holds"),
        (json!([]), "vnet: holds"),
    ] {
        let said = found(&Parts::sealed(), |builder| {
            let nic = "Microsoft.Network/networkInterfaces";
            let subnet = id("Microsoft.Network/virtualNetworks/subnets", "vnet/snet");
            let body = json!({ "properties": {
                "dnsSettings": { "dnsServers": list },
                "ipConfigurations": [{ "properties": { "subnet": { "id": subnet } } }]
            } });
            builder.declare(nic, "nic", &body);
            let machine =
                json!({ "properties": { "networkProfile": { "networkInterfaces": [{ "id": id(nic, "nic") }] } } });
            builder.declare("Microsoft.Compute/virtualMachines", "vm", &machine);
        });
        assert_eq!(said, expected, "{list}");
    }
}

#[test]
fn rules_come_after_zones_and_before_public_dns() {
    let rows = [
        ("search.windows.net.", "10.1.0.4", "hub", "vnet: holds"),
        ("windows.net.", "10.1.0.4", "hub", "vnet: holds"),
        ("search.windows.net.", "10.1.0.4", "other", "vnet: fails D2"),
        ("search.windows.net.", "10.9.9.9", "hub", "vnet: unknown"),
        ("contoso.com.", "10.9.9.9", "hub", "vnet: fails D2"),
        (".", "10.9.9.9", "hub", "vnet: fails D2"),
        ("privatelink.search.windows.net.", "10.1.0.4", "hub", "vnet: unknown D13"),
        ("privatelink.search.windows.net.", "10.9.9.9", "vnet", "vnet: holds"),
    ];
    for (domain, to, linked, expected) in rows {
        let parts = Parts { link: link(linked), ..Parts::sealed() };
        let said = found(&parts, |builder| {
            hub_with_resolver(builder);
            builder.declare("Microsoft.Network/dnsForwardingRulesets", "rules", &json!({}));
            builder.declare("Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks", "rules/link", &link("vnet"));
            let rule = json!({ "properties": { "domainName": domain, "targetDnsServers": [{ "ipAddress": to }] } });
            builder.declare("Microsoft.Network/dnsForwardingRulesets/forwardingRules", "rules/rule", &rule);
        });
        assert_eq!(said, expected, "{domain} to {to}, zone linked to {linked}");
    }
}

#[test]
fn a_zone_of_the_public_suffix_answers_first() {
    let said = found(&Parts::sealed(), |builder| {
        builder.declare(ZONE, "search.windows.net", &json!({}));
        builder.declare(LINK, "search.windows.net/link", &link("vnet"));
    });
    assert_eq!(said, "vnet: fails D12");
}

#[test]
fn a_declared_record_must_have_the_address_of_the_endpoint() {
    let fixed = json!([{ "properties": { "memberName": "searchService", "privateIPAddress": "10.0.0.9" } }]);
    let reported = json!({ "$reference": [id(crate::summary::ENDPOINT, "pe"), "customDnsConfigs"] });
    for (name, address, fixes, expected) in [
        ("srch", json!("10.0.0.9"), true, "vnet: holds"),
        ("*", json!("10.0.0.9"), true, "vnet: holds"),
        ("srch", json!("10.0.0.8"), true, "vnet: fails D11"),
        ("srch", json!("10.0.0.8"), false, "vnet: unknown"),
        ("srch", reported, false, "vnet: holds"),
        ("srch", json!({ "$param": "x" }), true, "vnet: unknown"),
        ("other", json!("10.0.0.9"), true, "vnet: fails D5"),
        ("@", json!("10.0.0.9"), true, "vnet: fails D5"),
    ] {
        let mut body = endpoint("vnet");
        if fixes {
            body["properties"]["ipConfigurations"] = fixed.clone();
        }
        let parts = Parts { group: json!(null), endpoint: body, ..Parts::sealed() };
        let said = found(&parts, |builder| {
            let record = json!({ "properties": { "aRecords": [{ "ipv4Address": address }] } });
            builder.declare("Microsoft.Network/privateDnsZones/A", &format!("{RIGHT}/{name}"), &record);
        });
        assert_eq!(said, expected, "{name} {address}");
    }
}

#[test]
fn a_network_uses_what_it_reaches() {
    let peering = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings";
    let to = |network: &str| json!({ "properties": { "remoteVirtualNetwork": { "id": id(NETWORK, network) } } });
    let apart = found(&Parts::sealed(), |builder| {
        builder.declare(NETWORK, "spoke", &json!({}));
        client(builder, "worker", "spoke");
    });
    assert_eq!(apart, "vnet: holds", "no path, no use");
    let peered = found(&Parts::sealed(), |builder| {
        builder.declare(NETWORK, "spoke", &json!({}));
        client(builder, "worker", "spoke");
        builder.declare(peering, "spoke/to", &to("vnet"));
        builder.declare(peering, "vnet/to", &to("spoke"));
    });
    assert_eq!(peered, "vnet: holds, spoke: fails D2");
    let past = found(&Parts::sealed(), |builder| {
        builder.declare(NETWORK, "spoke", &json!({}));
        client(builder, "worker", "spoke");
        builder.declare(peering, "spoke/to", &to("hub"));
        builder.declare(peering, "vnet/to", &to("hub"));
    });
    assert_eq!(past, "vnet: holds, spoke: unknown D2", "nobody says whether the hub passes it on");
}

#[test]
fn two_endpoints_of_one_service_are_both_right() {
    let said = found(&Parts::sealed(), |builder| {
        builder.declare(crate::summary::ENDPOINT, "pe2", &endpoint("vnet"));
        builder.declare(GROUP, "pe2/default", &group(&id(ZONE, RIGHT)));
    });
    assert_eq!(said, "vnet: holds");
}
