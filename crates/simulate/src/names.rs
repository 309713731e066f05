//! What one host name resolves to for one machine of a network, question by question.
//!
//! Everything is text here: an id is a string, and a name is in a zone if it ends in it.

use ringfence_estate::{Estate, Kind, Resource, Value};

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The address of this private endpoint, which is approved and leads to the service that bears the name; and whether
    /// machines of the network write their names into the same zone.
    Endpoint(String, bool),
    /// Another address.
    Address(String),
    /// The public address.
    Public,
    /// The name does not exist.
    NxDomain,
    /// Nobody answers.
    Silence,
    /// Whatever a server says that nobody knows.
    Whatever,
}

/// A public host name, its alias once an endpoint is connected, and the group of that endpoint.
struct Name {
    public: String,
    alias: String,
    group: &'static str,
}

/// The names of a service, as <https://learn.microsoft.com/azure/private-link/private-endpoint-dns> lists them.
fn names_of(service: &Resource) -> Vec<Name> {
    let own = service.id.name().to_string().to_lowercase();
    let name = |public: &str, alias: &str, group| Name {
        public: format!("{own}.{public}"),
        alias: format!("{own}.{alias}"),
        group,
    };
    match service.id.kind_key().as_str() {
        "microsoft.search/searchservices" => {
            vec![name("search.windows.net", "privatelink.search.windows.net", "searchservice")]
        }
        "microsoft.keyvault/vaults" => vec![
            name("vault.azure.net", "privatelink.vaultcore.azure.net", "vault"),
            name("vaultcore.azure.net", "privatelink.vaultcore.azure.net", "vault"),
        ],
        "microsoft.cognitiveservices/accounts" => {
            ["cognitiveservices.azure.com", "openai.azure.com", "services.ai.azure.com"]
                .map(|suffix| name(suffix, &format!("privatelink.{suffix}"), "account"))
                .into()
        }
        _ => Vec::new(),
    }
}

/// What `host` resolves to for a machine in the network of that name.
pub fn resolve(estate: &Estate, host: &str, network: &str) -> Reply {
    let Some(own) = all(estate, "Microsoft.Network/virtualNetworks").find(|own| own.id.display_name() == network)
    else {
        return Reply::Silence;
    };
    let here = lower(&own.id.to_string());
    let servers = strings(&own.property("dhcpOptions.dnsServers"));
    match servers.first() {
        None => azure(estate, host, &here, 0),
        Some(server) => match resolver_at(estate, server) {
            Some(there) if here == there || are_peered(estate, &here, &there) => azure(estate, host, &there, 0),
            Some(_) => Reply::Silence,
            None => Reply::Whatever,
        },
    }
}

/// Azure's answer in a network: zones, rules, public DNS, in this order.
fn azure(estate: &Estate, host: &str, network: &str, depth: u32) -> Reply {
    if depth > 8 {
        return Reply::Whatever;
    }
    let mut linked: Vec<(String, &Resource)> = Vec::new();
    for link in all(estate, "Microsoft.Network/privateDnsZones/virtualNetworkLinks") {
        let zone = link.id.parent().map(|zone| lower(&zone.display_name())).unwrap_or_default();
        if text(&link.property("virtualNetwork.id")) == network && is_in(host, &zone) {
            linked.push((zone, link));
        }
    }
    linked.sort_by_key(|(zone, _)| zone.len());
    if let Some((zone, link)) = linked.last() {
        return match record(estate, host, zone) {
            Some(Reply::Endpoint(endpoint, _)) => {
                Reply::Endpoint(endpoint, link.property("registrationEnabled").as_bool() == Some(true))
            }
            Some(reply) => reply,
            None if text(&link.property("resolutionPolicy")) == "nxdomainredirect"
                && zone.starts_with("privatelink.") =>
            {
                Reply::Public
            }
            None => Reply::NxDomain,
        };
    }
    if let Some(server) = rule(estate, host, network) {
        return match resolver_at(estate, &server) {
            Some(there) => azure(estate, host, &there, depth + 1),
            None => Reply::Whatever,
        };
    }
    for service in &estate.resources {
        for name in names_of(service).iter().filter(|name| name.public == host) {
            if endpoints(estate, service, name.group).next().is_some() {
                return azure(estate, &name.alias, network, depth + 1);
            }
        }
    }
    Reply::Public
}

/// What a zone holds: what the endpoints' zone groups wrote, and what is declared.
fn record(estate: &Estate, host: &str, zone: &str) -> Option<Reply> {
    for service in &estate.resources {
        for name in names_of(service).iter().filter(|name| name.alias == host) {
            let (_, suffix) = name.alias.split_once('.')?;
            for endpoint in endpoints(estate, service, name.group).filter(|_| suffix == zone) {
                if writes_to(estate, endpoint).iter().any(|id| id.ends_with(&format!("/{zone}"))) {
                    // A declared record of the same name is another write; which one counts, nobody says.
                    return Some(match declared(estate, host, zone, &["exact"]) {
                        None => Reply::Endpoint(endpoint.id.display_name(), false),
                        Some(Reply::Endpoint(..)) => Reply::Endpoint(endpoint.id.display_name(), false),
                        Some(_) => Reply::Whatever,
                    });
                }
            }
        }
    }
    declared(estate, host, zone, &["exact", "*"])
}

fn declared(estate: &Estate, host: &str, zone: &str, wanted: &[&str]) -> Option<Reply> {
    let relative = host.strip_suffix(zone).unwrap_or_default().trim_end_matches('.');
    let relative = if relative.is_empty() { "@" } else { relative };
    for want in wanted {
        for record in all(estate, "Microsoft.Network/privateDnsZones/A") {
            let of = record.id.parent().map(|zone| lower(&zone.display_name())).unwrap_or_default();
            let name = lower(&record.id.name().to_string());
            let fits = if *want == "*" { name == "*" && relative != "@" } else { name == relative };
            if of == zone && fits {
                let list = record.property("aRecords");
                let address = elements(&list).first().map(|one| text(&one.get("ipv4Address")))?;
                return Some(
                    owner_of(estate, host, &address).map_or(Reply::Address(address), |own| Reply::Endpoint(own, false)),
                );
            }
        }
    }
    None
}

/// The endpoint that has an address and leads to the service that the name is of.
fn owner_of(estate: &Estate, host: &str, address: &str) -> Option<String> {
    estate.resources.iter().find_map(|service| {
        let name = names_of(service).into_iter().find(|name| name.alias == host || name.public == host)?;
        let found = endpoints(estate, service, name.group).find(|endpoint| {
            elements(&endpoint.property("ipConfigurations"))
                .iter()
                .any(|one| text(&one.path("properties.privateIPAddress")) == address)
        });
        found.map(|endpoint| endpoint.id.display_name())
    })
}

/// The approved endpoints that lead to a service.
fn endpoints<'e>(estate: &'e Estate, service: &'e Resource, group: &'static str) -> impl Iterator<Item = &'e Resource> {
    all(estate, "Microsoft.Network/privateEndpoints").filter(move |endpoint| {
        elements(&endpoint.property("privateLinkServiceConnections")).iter().any(|one| {
            text(&one.path("properties.privateLinkServiceId")) == lower(&service.id.to_string())
                && strings(&one.path("properties.groupIds")).iter().any(|own| own == group)
        })
    })
}

/// The zones that an endpoint's zone groups name.
fn writes_to(estate: &Estate, endpoint: &Resource) -> Vec<String> {
    let groups = all(estate, "Microsoft.Network/privateEndpoints/privateDnsZoneGroups");
    let own = groups.filter(|group| group.id.parent().is_some_and(|of| of.to_string() == endpoint.id.to_string()));
    own.flat_map(|group| {
        let configs = group.property("privateDnsZoneConfigs");
        elements(&configs).iter().map(|one| text(&one.path("properties.privateDnsZoneId"))).collect::<Vec<_>>()
    })
    .collect()
}

/// The server that the longest enabled rule of the network's rulesets names. A rule for everything leaves out Azure's names.
fn rule(estate: &Estate, host: &str, network: &str) -> Option<String> {
    let mut best: Option<(usize, String)> = None;
    for link in all(estate, "Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks") {
        if text(&link.property("virtualNetwork.id")) != network {
            continue;
        }
        for rule in all(estate, "Microsoft.Network/dnsForwardingRulesets/forwardingRules") {
            let domain = text(&rule.property("domainName"));
            let domain = domain.trim_end_matches('.');
            let counts = rule.id.parent().map(|of| of.to_string()) == link.id.parent().map(|of| of.to_string())
                && text(&rule.property("forwardingRuleState")) != "disabled"
                && !domain.is_empty()
                && is_in(host, domain);
            if counts && best.as_ref().is_none_or(|(length, _)| domain.len() > *length) {
                let servers = rule.property("targetDnsServers");
                let server = elements(&servers).first().map(|one| text(&one.get("ipAddress")))?;
                best = Some((domain.len(), server));
            }
        }
    }
    best.map(|(_, server)| server)
}

/// The network of the resolver that answers at an address.
fn resolver_at(estate: &Estate, address: &str) -> Option<String> {
    let endpoint = all(estate, "Microsoft.Network/dnsResolvers/inboundEndpoints").find(|endpoint| {
        elements(&endpoint.property("ipConfigurations")).iter().any(|one| text(&one.get("privateIpAddress")) == address)
    })?;
    let resolver = endpoint.id.parent()?.to_string();
    let own = all(estate, "Microsoft.Network/dnsResolvers").find(|own| own.id.to_string() == resolver)?;
    Some(text(&own.property("virtualNetwork.id")))
}

/// Whether two networks are peered: each has a peering to the other.
fn are_peered(estate: &Estate, one: &str, other: &str) -> bool {
    let has = |from: &str, to: &str| {
        all(estate, "Microsoft.Network/virtualNetworks/virtualNetworkPeerings").any(|peering| {
            let own = peering.id.parent().map(|own| lower(&own.to_string())).unwrap_or_default();
            own == from && text(&peering.property("remoteVirtualNetwork.id")) == to
        })
    };
    has(one, other) && has(other, one)
}

fn is_in(host: &str, zone: &str) -> bool {
    host == zone || host.ends_with(&format!(".{zone}"))
}

fn all<'e>(estate: &'e Estate, kind: &'static str) -> impl Iterator<Item = &'e Resource> {
    estate.resources.iter().filter(move |own| own.id.kind.eq_ignore_ascii_case(kind))
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

fn text(value: &Value) -> String {
    value.as_str().map(lower).unwrap_or_default()
}

fn strings(value: &Value) -> Vec<String> {
    elements(value).iter().map(text).collect()
}

fn elements(value: &Value) -> Vec<Value> {
    match &value.kind {
        Kind::Array(array) => array.elements.iter().map(|element| element.value.clone()).collect(),
        _ => Vec::new(),
    }
}
