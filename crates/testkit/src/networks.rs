//! Random networks, zones and endpoints, wholly known, for a prover and an oracle of name resolution to agree about.

use serde_json::{Value as Json, json};

use crate::settings::Declaration;
use crate::{Random, id};

const NETWORK: &str = "Microsoft.Network/virtualNetworks";
const ZONE: &str = "Microsoft.Network/privateDnsZones";
const ENDPOINT: &str = "Microsoft.Network/privateEndpoints";
const RESOLVER: &str = "Microsoft.Network/dnsResolvers";
const RULESET: &str = "Microsoft.Network/dnsForwardingRulesets";

/// The networks: clients are in each.
pub const NETWORKS: [&str; 3] = ["vnet-a", "vnet-b", "vnet-hub"];

/// The names that zones may have: right ones, a misspelled one, a public suffix and a parent of one.
const ZONES: [&str; 7] = [
    "privatelink.search.windows.net",
    "privatelink.vaultcore.azure.net",
    "privatelink.openai.azure.com",
    "privatelink.services.ai.azure.com",
    "privatelink.vault.azure.net",
    "search.windows.net",
    "vaultcore.azure.net",
];

/// The address of the resolver's endpoint in the hub.
const INBOUND: &str = "10.2.0.4";

/// Services with private endpoints in networks with zones, links, resolvers and rules at random.
pub fn networks(random: &mut Random) -> Vec<Declaration> {
    let mut all = Vec::new();
    for (nth, name) in NETWORKS.iter().enumerate() {
        let servers = match random.below(12) {
            0 => json!(["10.9.9.9"]),
            1..=3 => json!([INBOUND]),
            4 => json!(null),
            _ => json!([]),
        };
        add(&mut all, NETWORK, name, json!({ "properties": { "dhcpOptions": { "dnsServers": servers } } }));
        let subnet = json!({ "properties": { "addressPrefix": format!("10.{nth}.0.0/24") } });
        add(&mut all, &format!("{NETWORK}/subnets"), &format!("{name}/snet"), subnet);
        let client = json!({ "properties": { "virtualNetworkSubnetId": subnet_id(name) } });
        add(&mut all, "Microsoft.Web/sites", &format!("app-{name}"), client);
    }
    for (one, other, times) in [("vnet-a", "vnet-hub", 6), ("vnet-b", "vnet-hub", 6), ("vnet-a", "vnet-b", 2)] {
        if random.once_in(times) {
            continue;
        }
        for (from, to) in [(one, other), (other, one)] {
            let body = json!({ "properties": { "remoteVirtualNetwork": { "id": id(NETWORK, to) } } });
            add(&mut all, &format!("{NETWORK}/virtualNetworkPeerings"), &format!("{from}/{to}"), body);
        }
    }
    resolver(random, &mut all);
    for zone in ZONES {
        if !random.once_in(3) {
            zone_of(random, zone, &mut all);
        }
    }
    services(random, &mut all);
    all
}

fn add(all: &mut Vec<Declaration>, kind: &str, names: &str, body: Json) {
    all.push(Declaration { kind: kind.into(), names: names.into(), body });
}

fn subnet_id(network: &str) -> String {
    id("Microsoft.Network/virtualNetworks/subnets", &format!("{network}/snet"))
}

fn resolver(random: &mut Random, all: &mut Vec<Declaration>) {
    let network = json!({ "id": id(NETWORK, "vnet-hub") });
    add(all, RESOLVER, "resolver", json!({ "properties": { "virtualNetwork": network } }));
    let inbound = json!({ "properties": { "ipConfigurations": [
        { "subnet": { "id": subnet_id("vnet-hub") }, "privateIpAllocationMethod": "Static", "privateIpAddress": INBOUND }
    ] } });
    add(all, &format!("{RESOLVER}/inboundEndpoints"), "resolver/in", inbound);
    if random.once_in(3) {
        add(all, RULESET, "rules", json!({ "properties": {} }));
        let domains = ["search.windows.net.", "azure.net.", "vault.azure.net.", "contoso.com.", "."];
        for (nth, domain) in domains.iter().enumerate() {
            if random.once_in(2) {
                let state = if random.once_in(4) { "Disabled" } else { "Enabled" };
                let to = if random.once_in(5) { "10.9.9.9" } else { INBOUND };
                let body = json!({ "properties": {
                    "domainName": domain, "forwardingRuleState": state, "targetDnsServers": [{ "ipAddress": to, "port": 53 }]
                } });
                add(all, &format!("{RULESET}/forwardingRules"), &format!("rules/rule{nth}"), body);
            }
        }
        let linked = if random.once_in(2) { "vnet-a" } else { "vnet-b" };
        let body = json!({ "properties": { "virtualNetwork": { "id": id(NETWORK, linked) } } });
        add(all, &format!("{RULESET}/virtualNetworkLinks"), "rules/link", body);
    }
}

fn zone_of(random: &mut Random, zone: &str, all: &mut Vec<Declaration>) {
    add(all, ZONE, zone, json!({ "location": "global" }));
    for network in NETWORKS {
        if random.once_in(2) {
            let registers = random.once_in(9);
            let policy = if random.once_in(4) { json!("NxDomainRedirect") } else { json!("Default") };
            let body = json!({ "properties": {
                "virtualNetwork": { "id": id(NETWORK, network) }, "registrationEnabled": registers, "resolutionPolicy": policy
            } });
            add(all, &format!("{ZONE}/virtualNetworkLinks"), &format!("{zone}/link-{network}"), body);
        }
    }
    if random.once_in(4) {
        let name = *random.pick(&["svc", "svc", "*", "@", "other"]).unwrap_or(&"svc");
        let address = *random.pick(&["10.0.0.10", "10.1.0.10", "10.0.0.99"]).unwrap_or(&"10.0.0.99");
        let body = json!({ "properties": { "aRecords": [{ "ipv4Address": address }] } });
        add(all, &format!("{ZONE}/A"), &format!("{zone}/{name}"), body);
    }
}

fn services(random: &mut Random, all: &mut Vec<Declaration>) {
    let kinds = [
        ("Microsoft.Search/searchServices", json!({}), "searchService"),
        ("Microsoft.KeyVault/vaults", json!({}), "vault"),
        (
            "Microsoft.CognitiveServices/accounts",
            json!({ "kind": "AIServices", "properties": { "customSubDomainName": "svc" } }),
            "account",
        ),
    ];
    for (nth, (kind, body, group)) in kinds.into_iter().enumerate() {
        add(all, kind, "svc", body);
        let network = *random.pick(&NETWORKS).unwrap_or(&"vnet-a");
        let list =
            if random.once_in(10) { "manualPrivateLinkServiceConnections" } else { "privateLinkServiceConnections" };
        let address = format!("10.{}.0.{}", NETWORKS.iter().position(|own| *own == network).unwrap_or(0), 10 + nth);
        let endpoint = format!("pe-{group}");
        let properties = json!({
            "subnet": { "id": subnet_id(network) },
            "ipConfigurations": [{ "properties": { "memberName": "default", "privateIPAddress": address } }],
            list: [{ "properties": { "privateLinkServiceId": id(kind, "svc"), "groupIds": [group] } }],
        });
        add(all, ENDPOINT, &endpoint, json!({ "properties": properties }));
        if !random.once_in(5) {
            let zones = ZONES.iter().filter(|_| !random.once_in(4));
            let configs: Vec<Json> =
                zones.map(|zone| json!({ "properties": { "privateDnsZoneId": id(ZONE, zone) } })).collect();
            let body = json!({ "properties": { "privateDnsZoneConfigs": configs } });
            add(all, &format!("{ENDPOINT}/privateDnsZoneGroups"), &format!("{endpoint}/default"), body);
        }
    }
}
