//! A network with an endpoint onto a search service, which each test changes, and a short form of what is found.

use ringfence_prove::finding::Outcome;
use ringfence_prove::names::resolutions;
use ringfence_testkit::{EstateBuilder, id};
use serde_json::{Value as Json, json};

pub(crate) const NETWORK: &str = "Microsoft.Network/virtualNetworks";
pub(crate) const SUBNET: &str = "Microsoft.Network/virtualNetworks/subnets";
pub(crate) const INBOUND: &str = "Microsoft.Network/dnsResolvers/inboundEndpoints";
pub(crate) const ZONE: &str = "Microsoft.Network/privateDnsZones";
pub(crate) const LINK: &str = "Microsoft.Network/privateDnsZones/virtualNetworkLinks";
pub(crate) const ENDPOINT: &str = "Microsoft.Network/privateEndpoints";
pub(crate) const GROUP: &str = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups";
pub(crate) const RIGHT: &str = "privatelink.search.windows.net";

/// What there is of the usual parts; a part that is `null` is not declared.
pub(crate) struct Parts {
    pub(crate) network: Json,
    pub(crate) zone: Json,
    pub(crate) link: Json,
    pub(crate) endpoint: Json,
    pub(crate) group: Json,
}

impl Parts {
    /// Everything as it should be.
    pub(crate) fn sealed() -> Self {
        Self {
            network: json!({}),
            zone: json!({}),
            link: link("vnet"),
            endpoint: endpoint("vnet"),
            group: group(&id(ZONE, RIGHT)),
        }
    }

    pub(crate) fn declare(&self, builder: &mut EstateBuilder) {
        builder.declare("Microsoft.Search/searchServices", "srch", &json!({}));
        let parts = [
            (NETWORK, "vnet", &self.network),
            (ZONE, RIGHT, &self.zone),
            (LINK, "privatelink.search.windows.net/link", &self.link),
            (ENDPOINT, "pe", &self.endpoint),
            (GROUP, "pe/default", &self.group),
        ];
        for (kind, names, body) in parts {
            if !body.is_null() {
                builder.declare(kind, names, body);
            }
        }
        client(builder, "app", "vnet");
    }
}

pub(crate) fn link(network: &str) -> Json {
    json!({ "properties": { "virtualNetwork": { "id": id(NETWORK, network) } } })
}

pub(crate) fn endpoint(network: &str) -> Json {
    json!({ "properties": {
        "subnet": { "id": id("Microsoft.Network/virtualNetworks/subnets", &format!("{network}/snet")) },
        "privateLinkServiceConnections": [
            { "properties": {
                "privateLinkServiceId": id("Microsoft.Search/searchServices", "srch"), "groupIds": ["searchService"]
            } }
        ]
    } })
}

pub(crate) fn group(zone: &str) -> Json {
    json!({ "properties": { "privateDnsZoneConfigs": [{ "properties": { "privateDnsZoneId": zone } }] } })
}

pub(crate) fn client(builder: &mut EstateBuilder, name: &str, network: &str) {
    let subnet = id("Microsoft.Network/virtualNetworks/subnets", &format!("{network}/snet"));
    builder.declare("Microsoft.Web/sites", name, &json!({ "properties": { "virtualNetworkSubnetId": subnet } }));
}

pub(crate) fn servers(list: &Json) -> Json {
    json!({ "properties": { "dhcpOptions": { "dnsServers": list } } })
}

/// `vnet: fails D2`, one entry a network, in order.
pub(crate) fn of(builder: &EstateBuilder) -> String {
    let found = resolutions(&builder.estate);
    let texts = found.iter().filter(|own| own.host == "srch.search.windows.net").map(|own| {
        let cases = own.cases.iter().map(|case| {
            let verdict = match case.case.outcome {
                Outcome::Holds => "holds",
                Outcome::Fails => "fails",
                Outcome::Unknown(_) => "unknown",
            };
            case.code.map_or(verdict.to_owned(), |code| format!("{verdict} {code}"))
        });
        format!("{}: {}", own.network, cases.collect::<Vec<_>>().join(" | "))
    });
    texts.collect::<Vec<_>>().join(", ")
}

/// As [`of`], of parts and whatever else there is.
pub(crate) fn found(parts: &Parts, more: impl FnOnce(&mut EstateBuilder)) -> String {
    let mut builder = EstateBuilder::new();
    parts.declare(&mut builder);
    more(&mut builder);
    of(&builder)
}

/// A hub with a resolver, peered with `vnet`; no subnet is filtered.
pub(crate) fn hub_with_resolver(builder: &mut EstateBuilder) {
    filtered_hub(builder, &json!({}), &json!({}));
}

/// The same with more settings for the subnet of the client, and for that of the resolver.
pub(crate) fn filtered_hub(builder: &mut EstateBuilder, client: &Json, server: &Json) {
    let peering = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings";
    let to = |network: &str| json!({ "properties": { "remoteVirtualNetwork": { "id": id(NETWORK, network) } } });
    builder.declare(NETWORK, "hub", &json!({}));
    builder.declare(peering, "vnet/hub", &to("hub"));
    builder.declare(peering, "hub/vnet", &to("vnet"));
    let resolver = json!({ "properties": { "virtualNetwork": { "id": id(NETWORK, "hub") } } });
    builder.declare("Microsoft.Network/dnsResolvers", "resolver", &resolver);
    let address = json!({ "privateIpAddress": "10.1.0.4", "subnet": { "id": id(SUBNET, "hub/dns") } });
    builder.declare(INBOUND, "resolver/in", &json!({ "properties": { "ipConfigurations": [address] } }));
    let subnets = [
        ("vnet/snet", "10.0.0.0/24", client),
        ("hub/dns", "10.1.0.0/28", server),
        ("hub/AzureFirewallSubnet", "10.1.1.0/26", &json!({})),
    ];
    for (name, prefix, more) in subnets {
        let mut body = json!({ "addressPrefix": prefix });
        if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
            body.extend(more.clone());
        }
        builder.declare(SUBNET, name, &json!({ "properties": body }));
    }
}
