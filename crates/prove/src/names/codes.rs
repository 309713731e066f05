//! What is wrong where a name does not resolve to its endpoint: the known mistakes, told apart.

use std::fmt;

use ringfence_estate::{Kind, OriginId, ResourceId, ResourceIndex, Sameness, Value};

use super::host::HostName;
use super::records::{Lookup, lookup};
use super::subject::{Reached, Subject};
use super::walk::{Answer, End};
use super::zones::{self, Linked, Zone};
use crate::explore::{Path, Setting};
use crate::finding::{Missing, Outcome, Role, Step};
use crate::missing;
use crate::private_link::endpoint::{self, ZoneConfig, is_id};

/// A known mistake, by its number on the page of the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// The endpoint has no zone group, and no zone has a record of its own.
    NoRecords = 1,
    /// The zone that holds the record is not linked to the network that asks Azure.
    NotLinked = 2,
    /// The zone's name is not the one that the service's names lead to.
    WrongZone = 3,
    /// The service needs several zones, and this one is not among those that the endpoint writes to.
    ZoneLeftOut = 4,
    /// A linked zone denies the name, since the record is missing.
    RecordMissing = 5,
    /// The record is in another zone of the same name.
    SplitZone = 6,
    /// As before, for the zone that Azure Monitor and storage accounts share.
    SplitMonitorZone = 7,
    /// The endpoint is for another sub-resource of the service.
    OtherSubResource = 8,
    /// The zone is linked to the network with the clients, but custom servers ask Azure elsewhere.
    LinkedElsewhere = 9,
    /// Machines register their names in the zone.
    Registration = 10,
    /// The record names an address that is not the endpoint's.
    StaleAddress = 11,
    /// A private zone for the public suffix denies the name.
    PublicSuffix = 12,
    /// The private suffix is forwarded, not the public one.
    LateForwarding = 13,
    /// The zone lets public DNS answer what it has no record of.
    Fallback = 14,
}

/// As a message ends: `D5`.
impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "D{}", *self as u8)
    }
}

/// What an answer amounts to.
pub(super) struct Diagnosis {
    pub(super) outcome: Outcome,
    /// What decides.
    pub(super) step: Step,
    pub(super) code: Option<Code>,
}

/// What an answer amounts to, for who asks from `network`.
pub(super) fn diagnose(path: &mut Path<'_>, subject: &Subject, network: &ResourceId, answer: &Answer) -> Diagnosis {
    match &answer.end {
        End::Endpoint { nth, record, link } => reached(path, subject, *nth, record, link),
        End::Unknown { missing, at } => {
            let code = answer.late_rule.as_ref().map(|_| Code::LateForwarding);
            let effect = match code {
                Some(_) => {
                    format!("sends on what ends in the private suffix; nobody asks for that, but for {}", subject.host)
                }
                None => format!("leaves open where {} leads", subject.host),
            };
            let step = match at {
                Some(at) => at.step("known", effect),
                None => of_endpoint(path, subject, "known", effect),
            };
            Diagnosis { outcome: Outcome::Unknown(missing.clone()), step, code }
        }
        End::Elsewhere { address } => {
            let effect = format!("is not the address of the endpoint, so that {} leads somewhere else", subject.host);
            let required = format!("the address of {}", endpoints(subject));
            fails(Code::StaleAddress, address.step(&required, effect))
        }
        End::Unreachable { server } => {
            let effect = "is in a network that no peering connects with this one, so that nobody answers".to_owned();
            let step = server.step("a server that the network reaches", effect);
            Diagnosis { outcome: Outcome::Fails, step, code: None }
        }
        End::Redirected { policy, .. } => {
            let effect =
                format!("lets public DNS answer {}, whose record is missing, with the public address", subject.host);
            fails(Code::Fallback, policy.step("'Default', and the record in the zone", effect))
        }
        End::Denied { link, public: true } => {
            let effect = format!("answers for every name under {}, and denies {}", link.zone.name, subject.host);
            let required = format!("'{}'", subject.zone);
            fails(Code::PublicSuffix, name_of(&link.zone, &required, effect, link.link))
        }
        End::Denied { link, public: false } => denied(path, subject, link),
        End::Public => public(path, subject, network, answer),
    }
}

fn fails(code: Code, step: Step) -> Diagnosis {
    Diagnosis { outcome: Outcome::Fails, step, code: Some(code) }
}

/// The record leads to the endpoint; a zone in which machines register their own names is open to all of them.
/// <https://learn.microsoft.com/azure/dns/private-dns-autoregistration>
fn reached(path: &mut Path<'_>, subject: &Subject, nth: usize, record: &Setting, link: &Linked) -> Diagnosis {
    let registers = path.setting(link.link, "properties.registrationEnabled");
    let name = subject.endpoints.get(nth).map(|own| own.name.clone()).unwrap_or_default();
    let held = |step: Step| Diagnosis { outcome: Outcome::Holds, step, code: None };
    match &registers.value.kind {
        Kind::Bool(true) => {
            let effect =
                "lets every machine of the network write its name into the zone, also the service's".to_owned();
            fails(Code::Registration, registers.step("false", effect))
        }
        Kind::Bool(false) | Kind::Null | Kind::Omitted => {
            held(record.step("a zone that answers here", format!("puts the address of {name} into {}", link.zone.name)))
        }
        _ => Diagnosis {
            outcome: Outcome::Unknown(missing::of_value(&registers.value, &registers.path)),
            step: registers.step("false", "says whether machines write their names into the zone"),
            code: None,
        },
    }
}

/// The linked zone denies the private name.
fn denied(path: &mut Path<'_>, subject: &Subject, link: &Linked) -> Diagnosis {
    let denies = format!(
        "so that {}, which is linked, denies {}: the name does not exist (NXDOMAIN)",
        link.zone.name, subject.host
    );
    let configs = configs(path, subject);
    if let Some((config, zone)) = configs.iter().find(|(_, zone)| zone.is_named(&subject.zone) == Sameness::Same) {
        let code = match (zone.declared.is_some(), is_monitor(path, &zone.id) || is_monitor(path, &link.zone.id)) {
            (false, _) => Code::RecordMissing,
            (true, true) if zone.name.to_string().starts_with("privatelink.blob.") => Code::SplitMonitorZone,
            (true, _) => Code::SplitZone,
        };
        let effect = match code {
            Code::RecordMissing => format!("is another zone than the linked one, {denies}"),
            Code::SplitMonitorZone => format!(
                "is another zone than the one that Azure Monitor's endpoint writes to; a network takes one of a name, {denies}"
            ),
            _ => format!("is another zone of the same name, {denies}"),
        };
        let required = format!("'{}'", link.zone.id);
        return fails(code, Step { origin: config.named, ..config.zone.step(&required, effect) });
    }
    mistaken(path, subject, &configs, &denies).unwrap_or_else(|| {
        let effect = format!("writes no record, {denies}");
        fails(Code::RecordMissing, group_left_out(path, subject, effect))
    })
}

/// Nobody in the network answers for the private name; public DNS does.
fn public(path: &mut Path<'_>, subject: &Subject, network: &ResourceId, answer: &Answer) -> Diagnosis {
    let leaks = format!("so that {} leads to the public address", subject.host);
    let configs = configs(path, subject);
    let asked_in = answer.asked_in.as_ref().unwrap_or(network);
    let place = asked_in.display_name();
    let written = configs.iter().find(|(_, zone)| zone.is_named(&subject.zone) == Sameness::Same);
    let holder = match written {
        Some((_, zone)) => Some(zone.clone()),
        None => zones::declared(path, &subject.zone)
            .into_iter()
            .find(|zone| matches!(lookup(path, subject, zone, &subject.alias), Lookup::Endpoint(..))),
    };
    if let Some(zone) = holder {
        let Some(declared) = zone.declared else {
            let missing = Missing {
                cause: ringfence_estate::Cause::NotInInput,
                what: format!("whether the zone {}, which is only referred to, is linked to {place}", zone.id),
                settle: "join the template that declares the zone and its links, or an export of it".into(),
            };
            let step = match written {
                Some((config, _)) => {
                    config.zone.step("a zone that answers here", format!("leaves open where {} leads", subject.host))
                }
                None => of_endpoint(path, subject, "known", format!("leaves open where {} leads", subject.host)),
            };
            return Diagnosis { outcome: Outcome::Unknown(vec![missing]), step, code: None };
        };
        let origin = path.estate.resource(declared).map_or(OriginId::NONE, |own| own.origin);
        let links = zones::links_of_name(path, &zone.name);
        let to_clients = links.iter().any(|link| {
            link.zone.id.same(&zone.id) == Sameness::Same && is_id(&link.network.value, network) == Sameness::Same
        });
        let elsewhere = to_clients && asked_in.same(network) != Sameness::Same;
        let (code, effect) = if elsewhere {
            let own = network.display_name();
            let effect =
                format!("holds the record and is linked to {own}, whose questions Azure answers in {place}, {leaks}");
            (Code::LinkedElsewhere, effect)
        } else {
            (Code::NotLinked, format!("holds the record and is not linked to {place}, {leaks}"))
        };
        let required = format!("a link of {} to {place}", zone.name);
        return fails(code, left_out(declared, "virtualNetworkLinks", &required, effect, origin));
    }
    mistaken(path, subject, &configs, &leaks).unwrap_or_else(|| {
        let effect = format!("writes no record, {leaks}");
        fails(Code::NoRecords, group_left_out(path, subject, effect))
    })
}

/// The endpoint writes to zones, but not to the one of the name.
fn mistaken(path: &mut Path<'_>, subject: &Subject, configs: &[(ZoneConfig, Zone)], so: &str) -> Option<Diagnosis> {
    let is_right = |zone: &Zone| subject.zones.iter().any(|own| zone.is_named(own) == Sameness::Same);
    let misnamed = || configs.iter().find(|(_, zone)| !is_right(zone) && resembles(zone, &subject.zone));
    let others = configs.iter().any(|(_, zone)| is_right(zone));
    let (config, zone) = misnamed().or_else(|| configs.first())?;
    if others && misnamed().is_none() {
        let list = path.setting(config.group, "properties.privateDnsZoneConfigs");
        let effect = format!("leaves out {}, {so}", subject.zone);
        let required = format!("one for each of the {} zones of the service", subject.zones.len());
        return Some(fails(Code::ZoneLeftOut, list.step(&required, effect)));
    }
    let effect = format!("is not a zone that {} leads to; Azure writes no record into it, {so}", subject.host);
    let required = format!("'{}'", subject.zone);
    let step = match zone.declared {
        Some(index) => name_of(zone, &required, effect, index),
        None => config.zone.step(&required, effect),
    };
    Some(fails(Code::WrongZone, step))
}

/// Whether a zone is meant to be another one: it starts alike.
fn resembles(zone: &Zone, meant: &HostName) -> bool {
    zone.name.first(2).same(&meant.first(2)) == Sameness::Same
}

/// The zones that the working endpoints write to.
fn configs(path: &mut Path<'_>, subject: &Subject) -> Vec<(ZoneConfig, Zone)> {
    let mut found = Vec::new();
    for reached in subject.endpoints.iter().filter(|own| own.works()) {
        for config in endpoint::zone_configs(path, reached.index) {
            let Some(id) = ResourceId::parse(&config.zone.value) else { continue };
            if let Some(zone) = Zone::of(path, &id, config.zone.origin) {
                found.push((config, zone));
            }
        }
    }
    found
}

/// Whether an endpoint of Azure Monitor's private link scope writes to a zone.
fn is_monitor(path: &mut Path<'_>, zone: &ResourceId) -> bool {
    let all: Vec<(ResourceIndex, bool)> =
        endpoint::endpoints(path.estate).map(|(index, own)| (index, leads_to_monitor(&own.body))).collect();
    all.into_iter().filter(|(_, leads)| *leads).any(|(index, _)| {
        endpoint::zone_configs(path, index).iter().any(|config| is_id(&config.zone.value, zone) == Sameness::Same)
    })
}

fn leads_to_monitor(body: &Value) -> bool {
    let connections = body.path("properties.privateLinkServiceConnections");
    connections.each_case().any(|(_, connections)| {
        connections.as_array().is_some_and(|array| {
            array.elements.iter().any(|element| {
                let target = element.value.path("properties.privateLinkServiceId");
                ResourceId::parse(&target).is_some_and(|id| id.is("Microsoft.Insights/privateLinkScopes"))
            })
        })
    })
}

/// The name of a zone as a step.
fn name_of(zone: &Zone, required: &str, effect: String, index: ResourceIndex) -> Step {
    Step {
        resource: zone.declared.unwrap_or(index),
        path: "name".into(),
        actual: zone.name.text(),
        required: required.into(),
        effect: effect.into(),
        role: Role::Decisive,
        origin: zone.origin,
    }
}

fn left_out(resource: ResourceIndex, path: &str, required: &str, effect: String, origin: OriginId) -> Step {
    Step {
        resource,
        path: path.into(),
        actual: Value::new(Kind::Omitted, origin),
        required: required.into(),
        effect: effect.into(),
        role: Role::Decisive,
        origin,
    }
}

fn group_left_out(path: &Path<'_>, subject: &Subject, effect: String) -> Step {
    let required = format!("a zone group with {}", subject.zone);
    let reached = subject.endpoints.iter().find(|own| own.works()).or_else(|| subject.endpoints.first());
    match reached {
        Some(own) => left_out(own.index, "privateDnsZoneGroups", &required, effect, own.origin),
        None => left_out(path.subject, "privateEndpoints", &required, effect, OriginId::NONE),
    }
}

fn of_endpoint(path: &Path<'_>, subject: &Subject, required: &str, effect: String) -> Step {
    match subject.endpoints.first() {
        Some(own) => own.connection.target.step(required, effect),
        None => {
            let origin = path.resource().map_or(OriginId::NONE, |own| own.origin);
            left_out(path.subject, "privateEndpoints", required, effect, origin)
        }
    }
}

fn endpoints(subject: &Subject) -> String {
    let names: Vec<&str> = subject.endpoints.iter().map(|own: &Reached| own.name.as_str()).collect();
    names.join(" or ")
}
