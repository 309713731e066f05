//! Whether security groups and routes certainly let a question through to a DNS server, UDP port 53.
//!
//! This is not the prover of packets: it looks for what may stop the question, and what it cannot tell is in the way.
//!
//! - Rules are tried by priority, the lowest number first, and the first that matches decides; if none does, what goes
//!   from the network to its own and its peers' addresses is let through.
//!   <https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview>
//! - A route of the subnet's own that is as narrow as the server's network, or narrower, may lead elsewhere; the route
//!   for all addresses does not, since the network's own are more specific.
//!   <https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview>

use std::net::IpAddr;

use ringfence_estate::{Cause, Found, Provision, ResourceId, ResourceIndex, Sameness, Value};
use ringfence_packets::{AddressSet, Set};

use crate::explore::{Path, Setting};
use crate::finding::{Missing, Step};
use crate::items::items;
use crate::private_link::endpoint::subnet_id;

const PORT: u16 = 53;
const REQUIRED: &str = "a rule that lets UDP port 53 through to the DNS server";

/// What may stop a question on its way from a client's subnet to a server, and without what that is not known.
pub(super) fn in_the_way(
    path: &mut Path<'_>,
    client: &Setting,
    server: &Setting,
    server_subnet: Option<&Setting>,
) -> Option<(Step, Vec<Missing>)> {
    let Some(near) = subnet(path, client) else { return Some(unread(client, "filters the client's subnet")) };
    let Some(far_setting) = server_subnet else { return Some(unread(server, "filters what reaches the DNS server")) };
    let Some(far) = subnet(path, far_setting) else {
        return Some(unread(far_setting, "filters what reaches the DNS server"));
    };
    let (sources, all) = (prefixes(path, near), prefixes(path, far));
    let targets = match server.value.as_str().and_then(|text| text.parse::<IpAddr>().ok()) {
        Some(address) => Some(AddressSet::single(address)),
        None => all,
    };
    let question = Question { sources: sources.as_ref(), targets: targets.as_ref() };
    group(path, near, "Outbound", &question)
        .or_else(|| group(path, far, "Inbound", &question))
        .or_else(|| routes(path, near, question.targets))
}

/// The addresses between which a question travels, as far as they are known.
struct Question<'a> {
    sources: Option<&'a AddressSet>,
    targets: Option<&'a AddressSet>,
}

/// A subnet that is declared; of one that is only referred to, nobody knows what filters it.
fn subnet(path: &mut Path<'_>, setting: &Setting) -> Option<ResourceIndex> {
    let id = subnet_id(path.estate, &setting.value)?;
    if id.is("Microsoft.Network/virtualNetworks/subnets") { declared(path, &id) } else { None }
}

fn declared(path: &mut Path<'_>, id: &ResourceId) -> Option<ResourceIndex> {
    let Found::Resource(index) = path.find(id) else { return None };
    let own = path.estate.resource(index)?;
    (own.provision != Provision::External && path.holds(&own.present)).then_some(index)
}

fn prefixes(path: &mut Path<'_>, subnet: ResourceIndex) -> Option<AddressSet> {
    let one = path.setting(subnet, "properties.addressPrefix");
    let many = path.setting(subnet, "properties.addressPrefixes");
    let mut texts: Vec<Value> = items(path, &many).into_iter().map(|item| item.value).collect();
    if !one.value.is_null_or_omitted() {
        texts.push(one.value);
    }
    let sets: Option<Vec<AddressSet>> = texts.iter().map(|text| text.as_str()?.parse().ok()).collect();
    sets.filter(|sets| !sets.is_empty()).map(|sets| sets.iter().fold(AddressSet::empty(), |all, own| all.union(own)))
}

/// What a subnet's security group may do to the question.
fn group(
    path: &mut Path<'_>,
    subnet: ResourceIndex,
    direction: &str,
    question: &Question<'_>,
) -> Option<(Step, Vec<Missing>)> {
    let setting = path.setting(subnet, "properties.networkSecurityGroup.id");
    if setting.value.is_null_or_omitted() {
        return None;
    }
    let group = ResourceId::parse(&setting.value).filter(|id| declared(path, id).is_some());
    let Some(group) = group else { return Some(unread(&setting, "is what filters the subnet")) };
    if let Some(list) = unknown_list(path, &group, "properties.securityRules") {
        return Some(unread(&list, "filters the subnet"));
    }
    let mut rules: Vec<(i64, ResourceIndex)> = Vec::new();
    for (index, rule) in path.estate.of_kind("Microsoft.Network/networkSecurityGroups/securityRules") {
        let Some(parent) = rule.id.parent() else { continue };
        let same = path.same(&parent, &group);
        if same == Sameness::Different || !path.holds(&rule.present) {
            continue;
        }
        let own = path.setting(index, "properties.direction");
        if own.value.as_str().is_some_and(|text| !text.eq_ignore_ascii_case(direction)) {
            continue;
        }
        let priority = path.setting(index, "properties.priority");
        match priority.value.as_int() {
            Some(number) if same == Sameness::Same && own.value.as_str().is_some() && rule.family.is_none() => {
                rules.push((number, index));
            }
            _ => return Some(unread(&priority, "places a rule that may concern the question")),
        }
    }
    rules.sort_unstable();
    for (_, rule) in rules {
        let access = path.setting(rule, "properties.access");
        let matches = matches(path, rule, question);
        match (matches, access.value.as_str()) {
            (Sameness::Different, _) => {}
            (Sameness::Same, Some(word)) if word.eq_ignore_ascii_case("Allow") => return None,
            // Whether it lets the question through does not matter if a later one does.
            (_, Some(word)) if word.eq_ignore_ascii_case("Allow") => {}
            _ => return Some(stopped(path, rule, &access)),
        }
    }
    None
}

/// The inline list of a resource, if not all of its elements are known: those are no resources of the estate.
fn unknown_list(path: &mut Path<'_>, of: &ResourceId, at: &str) -> Option<Setting> {
    let index = declared(path, of)?;
    let list = path.setting(index, at);
    items(path, &list).iter().any(|item| item.opaque).then_some(list)
}

/// Whether a rule matches the question.
fn matches(path: &mut Path<'_>, rule: ResourceIndex, question: &Question<'_>) -> Sameness {
    let protocol = path.setting(rule, "properties.protocol");
    let protocol = match protocol.value.as_str() {
        Some(word) if word == "*" || word.eq_ignore_ascii_case("Udp") => Sameness::Same,
        Some(word) if ["tcp", "icmp", "esp", "ah"].contains(&word.to_ascii_lowercase().as_str()) => Sameness::Different,
        _ => Sameness::Maybe,
    };
    let ports = either(path, rule, "destinationPortRange", "destinationPortRanges", has_port);
    let from_ports = either(path, rule, "sourcePortRange", "sourcePortRanges", |text| match text {
        "*" | "0-65535" => Sameness::Same,
        _ => Sameness::Maybe,
    });
    let sources = either(path, rule, "sourceAddressPrefix", "sourceAddressPrefixes", |text| {
        has_addresses(text, question.sources)
    });
    let targets = either(path, rule, "destinationAddressPrefix", "destinationAddressPrefixes", |text| {
        has_addresses(text, question.targets)
    });
    [protocol, ports, from_ports, sources, targets].into_iter().fold(Sameness::Same, Sameness::and)
}

/// Whether one of the words of a rule, which may stand alone or in a list, covers the question; *maybe* if the rule has
/// neither, since it then speaks of application groups.
fn either(
    path: &mut Path<'_>,
    rule: ResourceIndex,
    one: &str,
    many: &str,
    covers: impl Fn(&str) -> Sameness,
) -> Sameness {
    let one = path.setting(rule, &format!("properties.{one}"));
    let many = path.setting(rule, &format!("properties.{many}"));
    let mut answers: Vec<Sameness> = Vec::new();
    if !one.value.is_null_or_omitted() && one.value.as_str() != Some("") {
        answers.push(one.value.as_str().map_or(Sameness::Maybe, &covers));
    }
    for item in items(path, &many) {
        let certain = !item.opaque && item.doubt.is_empty();
        let own = item.value.as_str().map_or(Sameness::Maybe, &covers);
        answers.push(if certain || own == Sameness::Different { own } else { Sameness::Maybe });
    }
    if answers.contains(&Sameness::Same) {
        Sameness::Same
    } else if answers.is_empty() || answers.contains(&Sameness::Maybe) {
        Sameness::Maybe
    } else {
        Sameness::Different
    }
}

fn has_port(text: &str) -> Sameness {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (first.trim().parse::<u16>(), last.trim().parse::<u16>()) {
        _ if text == "*" => Sameness::Same,
        (Ok(first), Ok(last)) if (first..=last).contains(&PORT) => Sameness::Same,
        (Ok(_), Ok(_)) => Sameness::Different,
        _ => Sameness::Maybe,
    }
}

/// Whether a prefix or a tag covers addresses of the network or its peers.
fn has_addresses(text: &str, addresses: Option<&AddressSet>) -> Sameness {
    if text == "*" || text.eq_ignore_ascii_case("Any") || text.eq_ignore_ascii_case("VirtualNetwork") {
        return Sameness::Same;
    }
    // The rest of the world, and what Azure's load balancer probes from.
    if text.eq_ignore_ascii_case("Internet") || text.eq_ignore_ascii_case("AzureLoadBalancer") {
        return Sameness::Different;
    }
    match (text.parse::<AddressSet>(), addresses) {
        (Ok(prefix), Some(own)) if own.is_subset(&prefix) => Sameness::Same,
        (Ok(prefix), Some(own)) if own.intersect(&prefix).is_empty() => Sameness::Different,
        _ => Sameness::Maybe,
    }
}

/// What a route of the client's subnet may do to the question.
fn routes(path: &mut Path<'_>, subnet: ResourceIndex, targets: Option<&AddressSet>) -> Option<(Step, Vec<Missing>)> {
    let setting = path.setting(subnet, "properties.routeTable.id");
    if setting.value.is_null_or_omitted() {
        return None;
    }
    let table = ResourceId::parse(&setting.value).filter(|id| declared(path, id).is_some());
    let Some(table) = table else { return Some(unread(&setting, "routes what the subnet sends")) };
    if let Some(list) = unknown_list(path, &table, "properties.routes") {
        return Some(unread(&list, "routes what the subnet sends"));
    }
    for (index, route) in path.estate.of_kind("Microsoft.Network/routeTables/routes") {
        let Some(parent) = route.id.parent() else { continue };
        if path.same(&parent, &table) == Sameness::Different || !path.holds(&route.present) {
            continue;
        }
        let prefix = path.setting(index, "properties.addressPrefix");
        let next = path.setting(index, "properties.nextHopType");
        let stays = next.value.as_str().is_some_and(|word| word.eq_ignore_ascii_case("VnetLocal"));
        let far = match prefix.value.as_str() {
            Some("0.0.0.0/0" | "::/0") => true,
            Some(text) => has_addresses(text, targets) == Sameness::Different,
            None => false,
        };
        if !far && !stays {
            return Some((
                prefix.step("no route of its own to the DNS server", "may lead questions to the DNS server elsewhere"),
                vec![Missing {
                    cause: Cause::NotImplemented,
                    what: format!("whether the next hop of {} passes questions on", display(path, index)),
                    settle: "leave the way to the DNS server to the network's own routes".into(),
                }],
            ));
        }
    }
    None
}

fn stopped(path: &Path<'_>, rule: ResourceIndex, access: &Setting) -> (Step, Vec<Missing>) {
    let missing = Missing {
        cause: Cause::NotImplemented,
        what: format!("whether {} stops questions to the DNS server", display(path, rule)),
        settle: "let UDP and TCP port 53 through to the server in a rule with a lower priority number".into(),
    };
    (access.step(REQUIRED, "may stop questions to the DNS server"), vec![missing])
}

fn unread(setting: &Setting, effect: &str) -> (Step, Vec<Missing>) {
    let missing = Missing {
        cause: Cause::NotInInput,
        what: format!("whether questions get to the DNS server: nothing in the input says what {effect}"),
        settle: "join the template that declares it, or an export of it".into(),
    };
    (setting.step("something in the input", effect.to_owned()), vec![missing])
}

fn display(path: &Path<'_>, index: ResourceIndex) -> String {
    path.estate.resource(index).map(|own| own.id.display_name()).unwrap_or_default()
}
