//! The DNS servers that a network's machines ask, and who answers at a server's address.
//!
//! A network's `dhcpOptions.dnsServers` count for its machines, unless an interface names its own; without either, Azure
//! answers. <https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances>

use std::net::IpAddr;

use ringfence_estate::{
    Case, Cause, Found, Kind, Provision, ResourceId, ResourceIndex, Sameness, Term, TermKind, Value,
};
use ringfence_packets::AddressSet;

use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::items::items;
use crate::missing;
use crate::private_link::endpoint::is_id;

/// The address at which Azure answers in every network.
/// <https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16>
pub(super) const AZURE: &str = "168.63.129.16";

/// Whom a machine asks.
pub(super) enum Servers {
    /// Azure, in the machine's own network.
    Azure(Setting),
    /// These addresses, in this order.
    Custom(Vec<Setting>),
    /// That is not known.
    Unknown(Vec<Missing>, Setting),
}

/// Who answers at an address.
pub(super) enum Owner {
    /// Azure, in the network where the question is asked.
    Azure,
    /// The inbound endpoint of a resolver in this network.
    Resolver { endpoint: ResourceIndex, network: Setting },
    /// A firewall that passes questions on: to these servers, or to Azure in its own network.
    Firewall { firewall: ResourceIndex, servers: Vec<Setting>, network: ResourceId, proxy: Setting },
    /// Somebody of whom it is not known what they answer.
    Unknown(Vec<Missing>),
}

/// The servers of a network.
pub(super) fn of_network(path: &mut Path<'_>, network: ResourceIndex) -> Servers {
    of_setting(path, network, "properties.dhcpOptions.dnsServers")
}

/// The servers that an interface names, if it does.
pub(super) fn of_interface(path: &mut Path<'_>, interface: ResourceIndex) -> Option<Servers> {
    let list = path.setting(interface, "properties.dnsSettings.dnsServers");
    match &list.value.kind {
        Kind::Null | Kind::Omitted => None,
        Kind::Array(array) if array.elements.is_empty() => None,
        _ => Some(of_setting(path, interface, "properties.dnsSettings.dnsServers")),
    }
}

fn of_setting(path: &mut Path<'_>, of: ResourceIndex, at: &str) -> Servers {
    let list = path.setting(of, at);
    let mut servers = Vec::new();
    for item in items(path, &list) {
        if item.opaque || !item.doubt.is_empty() {
            return Servers::Unknown(item.doubt, list);
        }
        servers.push(item.member(path, "", of));
    }
    match servers.first().and_then(|first| first.value.as_str()) {
        // Of an interface: as if the network named none.
        Some(word) if word.eq_ignore_ascii_case("AzureProvidedDNS") => Servers::Azure(list),
        _ if servers.is_empty() => Servers::Azure(list),
        _ => Servers::Custom(servers),
    }
}

/// Who answers at the address of a server.
pub(super) fn owner(path: &mut Path<'_>, server: &Setting) -> Owner {
    if server.value.as_str() == Some(AZURE) {
        return Owner::Azure;
    }
    let mut doubts = Vec::new();
    for (index, endpoint) in path.estate.of_kind("Microsoft.Network/dnsResolvers/inboundEndpoints") {
        if endpoint.provision == Provision::External || !path.holds(&endpoint.present) {
            continue;
        }
        match is_inbound(path, index, &server.value) {
            Sameness::Same => return resolver(path, index),
            Sameness::Maybe => doubts.push(perhaps(server, "the inbound endpoint", &endpoint.id)),
            Sameness::Different => {}
        }
    }
    for (index, firewall) in path.estate.of_kind("Microsoft.Network/azureFirewalls") {
        if firewall.provision == Provision::External || !path.holds(&firewall.present) {
            continue;
        }
        match is_firewall(path, index, &server.value) {
            Sameness::Same => return proxy(path, index),
            Sameness::Maybe => doubts.push(perhaps(server, "the firewall", &firewall.id)),
            Sameness::Different => {}
        }
    }
    if doubts.is_empty() {
        doubts.push(forwarder(path, server));
    }
    Owner::Unknown(doubts)
}

/// What a server that nothing in the input accounts for forwards is known to whoever runs it.
fn forwarder(path: &mut Path<'_>, server: &Setting) -> Missing {
    match &server.value.kind {
        Kind::Term(_) => {
            let missing = missing::of_value(&server.value, &server.path);
            missing.into_iter().next().unwrap_or_else(|| nobody(server, "is not known"))
        }
        _ => match machine(path, &server.value) {
            Some(name) => nobody(server, &format!("is a machine of its own ({name})")),
            None => nobody(server, "is not in the input"),
        },
    }
}

fn nobody(server: &Setting, what: &str) -> Missing {
    Missing {
        cause: Cause::NotInInput,
        what: format!("what the DNS server {} answers, which {what}", server.value),
        settle: "join the template of the network that it stands in, or an export of it".into(),
    }
}

/// The machine's interface that has a static address.
fn machine(path: &mut Path<'_>, address: &Value) -> Option<String> {
    for (index, interface) in path.estate.of_kind("Microsoft.Network/networkInterfaces") {
        let list = path.setting(index, "properties.ipConfigurations");
        for item in items(path, &list) {
            let own = item.member(path, "properties.privateIPAddress", index);
            if own.value.as_str().is_some() && own.value.same(address, Case::Insensitive) == Sameness::Same {
                return Some(interface.id.display_name());
            }
        }
    }
    None
}

fn perhaps(server: &Setting, what: &str, id: &ResourceId) -> Missing {
    Missing {
        cause: Cause::RunTime,
        what: format!("whether {} is the address of {what} {}", server.value, id.display_name()),
        settle: "give it a static address, or refer to its address in the template".into(),
    }
}

/// The subnet of a server, which its first address is in; `at` is where an address names it.
pub(super) fn subnet(path: &mut Path<'_>, server: ResourceIndex, at: &str) -> Option<Setting> {
    let list = path.setting(server, "properties.ipConfigurations");
    let first = items(path, &list).into_iter().next()?;
    Some(first.member(path, at, server))
}

/// Whether a value is the address of an inbound endpoint: a static one, or what Azure reports of it.
fn is_inbound(path: &mut Path<'_>, index: ResourceIndex, value: &Value) -> Sameness {
    if let (Kind::Term(term), Some(resource)) = (&value.kind, path.estate.resource(index)) {
        return if reports(term, &resource.id, 0) { Sameness::Same } else { Sameness::Maybe };
    }
    let list = path.setting(index, "properties.ipConfigurations");
    let mut answer = Sameness::Different;
    for item in items(path, &list) {
        let address = item.member(path, "privateIpAddress", index);
        let own = match &address.value.kind {
            _ if item.opaque => Sameness::Maybe,
            Kind::Null | Kind::Omitted => in_subnet(path, &item.value.path("subnet.id"), value),
            _ => address.value.same(value, Case::Insensitive),
        };
        answer = match (answer, own) {
            (Sameness::Same, _) | (_, Sameness::Same) => Sameness::Same,
            (Sameness::Maybe, _) | (_, Sameness::Maybe) => Sameness::Maybe,
            _ => Sameness::Different,
        };
    }
    answer
}

/// Whether a value is the private address of a firewall, which Azure chooses in its subnet.
fn is_firewall(path: &mut Path<'_>, index: ResourceIndex, value: &Value) -> Sameness {
    if let (Kind::Term(term), Some(resource)) = (&value.kind, path.estate.resource(index)) {
        return if reports(term, &resource.id, 0) { Sameness::Same } else { Sameness::Maybe };
    }
    let list = path.setting(index, "properties.ipConfigurations");
    let mut answer = Sameness::Different;
    for item in items(path, &list) {
        match in_subnet(path, &item.value.path("properties.subnet.id"), value) {
            Sameness::Different if !item.opaque => {}
            _ => answer = Sameness::Maybe,
        }
    }
    answer
}

/// Whether an address may be one of a subnet; never certainly, since others may be in it.
fn in_subnet(path: &mut Path<'_>, subnet: &Value, address: &Value) -> Sameness {
    let subnet = path.read(subnet);
    let (Some(id), Some(text)) = (ResourceId::parse(&subnet), address.as_str()) else { return Sameness::Maybe };
    let (Found::Resource(index), Ok(address)) = (path.find(&id), text.parse::<IpAddr>()) else {
        return Sameness::Maybe;
    };
    let one = path.setting(index, "properties.addressPrefix");
    let many = path.setting(index, "properties.addressPrefixes");
    let mut prefixes: Vec<Value> = items(path, &many).into_iter().map(|item| item.value).collect();
    if !one.value.is_null_or_omitted() {
        prefixes.push(one.value);
    }
    let sets: Option<Vec<AddressSet>> = prefixes.iter().map(|prefix| prefix.as_str()?.parse().ok()).collect();
    match sets {
        Some(sets) if !sets.is_empty() && sets.iter().all(|set| !set.contains(address)) => Sameness::Different,
        _ => Sameness::Maybe,
    }
}

/// Whether a run-time value is a part of what Azure reports of a resource.
fn reports(term: &Term, id: &ResourceId, depth: u32) -> bool {
    match term.kind() {
        _ if depth > 16 => false,
        TermKind::Property { base, .. } | TermKind::Index { base, .. } => reports(base, id, depth + 1),
        TermKind::Call { function, args } if function.eq_ignore_ascii_case("reference") => {
            args.first().is_some_and(|own| is_id(own, id) == Sameness::Same)
        }
        _ => false,
    }
}

/// A resolver answers with what Azure knows in its own network.
/// <https://learn.microsoft.com/azure/dns/private-resolver-endpoints-rulesets#inbound-endpoints>
fn resolver(path: &mut Path<'_>, endpoint: ResourceIndex) -> Owner {
    let parent = path.estate.resource(endpoint).and_then(|own| own.id.parent());
    let found = parent.as_ref().map(|parent| path.find(parent));
    match (parent, found) {
        (_, Some(Found::Resource(index))) => {
            let network = path.setting(index, "properties.virtualNetwork.id");
            match ResourceId::parse(&network.value) {
                Some(_) => Owner::Resolver { endpoint, network },
                None => Owner::Unknown(missing::of_value(&network.value, &network.path)),
            }
        }
        (parent, _) => Owner::Unknown(vec![Missing {
            cause: Cause::NotInInput,
            what: format!("the network of the resolver {}", parent.map(|own| own.display_name()).unwrap_or_default()),
            settle: "join the template that declares it, or an export of it".into(),
        }]),
    }
}

/// A firewall passes questions on if its policy says so: to the servers that it names, else to Azure.
/// <https://learn.microsoft.com/azure/firewall/dns-settings>
fn proxy(path: &mut Path<'_>, firewall: ResourceIndex) -> Owner {
    let policy = path.setting(firewall, "properties.firewallPolicy.id");
    let unknown = |what: String| {
        Owner::Unknown(vec![Missing {
            cause: Cause::NotInInput,
            what,
            settle: "join the template that declares it, or an export of it".into(),
        }])
    };
    let name = path.estate.resource(firewall).map(|own| own.id.display_name()).unwrap_or_default();
    let found = ResourceId::parse(&policy.value).map(|id| path.find(&id));
    let Some(Found::Resource(policy)) = found else {
        return unknown(format!("the DNS settings of the firewall {name}"));
    };
    let proxy = path.setting(policy, "properties.dnsSettings.enableProxy");
    let base = path.setting(policy, "properties.basePolicy.id");
    match proxy.value.as_bool() {
        Some(true) => {}
        Some(false) => return unknown(format!("who answers for the firewall {name}, whose DNS proxy is off")),
        None if proxy.value.is_null_or_omitted() && base.value.is_null_or_omitted() => {
            return unknown(format!("who answers for the firewall {name}, whose DNS proxy is off"));
        }
        None if proxy.value.is_null_or_omitted() => {
            return unknown(format!("the DNS settings that the policy of {name} inherits"));
        }
        None => return Owner::Unknown(missing::of_value(&proxy.value, &proxy.path)),
    }
    let servers = match of_setting(path, policy, "properties.dnsSettings.servers") {
        Servers::Azure(_) => Vec::new(),
        Servers::Custom(servers) => servers,
        Servers::Unknown(missing, _) => return Owner::Unknown(missing),
    };
    let list = path.setting(firewall, "properties.ipConfigurations");
    for item in items(path, &list) {
        let subnet = item.member(path, "properties.subnet.id", firewall);
        let network = ResourceId::parse(&subnet.value).and_then(|id| id.parent());
        if let (Some(network), true) = (network, item.doubt.is_empty()) {
            return Owner::Firewall { firewall, servers, network, proxy };
        }
    }
    unknown(format!("the network of the firewall {name}"))
}
