//! The records of a zone: those that the zone group of an endpoint writes, and those that are declared.
//!
//! A zone group writes an A record for each public name of the endpoint's sub-resource into the zone that bears the
//! recommended name of its suffix, and nothing into any other zone.
//! <https://learn.microsoft.com/azure/private-link/private-endpoint-dns#azure-services-dns-zone-configuration>

use std::net::IpAddr;

use ringfence_estate::{Kind, Provision, Resource, ResourceIndex, Sameness, Term, TermKind, Value};
use ringfence_packets::AddressSet;

use super::host::HostName;
use super::subject::{Subject, is_name};
use super::zones::Zone;
use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::items::items;
use crate::missing::{self, perhaps_same};
use crate::private_link::endpoint::{self, is_id};

/// What a zone answers for a name.
pub(super) enum Lookup {
    /// The address of an endpoint of the subject, by its place in [`Subject::endpoints`]; the place that says so.
    Endpoint(usize, Setting),
    /// An address that belongs to no endpoint of the subject.
    Elsewhere(Setting),
    /// Another name to ask for.
    Alias(HostName, Setting),
    /// Nothing.
    Nothing,
    /// That is not known.
    Unknown(Vec<Missing>, Option<Setting>),
}

/// What the zone answers for `name`, which it is a suffix of.
pub(super) fn lookup(path: &mut Path<'_>, subject: &Subject, zone: &Zone, name: &HostName) -> Lookup {
    let mut doubts: Vec<(Vec<Missing>, Option<Setting>)> = Vec::new();
    let mut written = None;
    if zone.is_named(&subject.zone) != Sameness::Different && name.same(&subject.alias) == Sameness::Same {
        for (nth, reached) in subject.endpoints.iter().enumerate() {
            for config in &reached.configs {
                let into = if config.opaque { Sameness::Maybe } else { is_id(&config.zone.value, &path.id(&zone.id)) };
                let named = zone.is_named(&subject.zone);
                if into == Sameness::Different {
                    continue;
                }
                let mut doubt: Vec<Missing> = reached.doubt.iter().chain(&config.doubt).cloned().collect();
                if into == Sameness::Maybe && !config.opaque {
                    doubt.extend(perhaps_zone(&config.zone, zone));
                }
                if named == Sameness::Maybe {
                    doubt.push(perhaps_same(&zone.name.to_string(), &subject.zone.to_string()));
                }
                match (doubt.is_empty(), &reached.closed) {
                    (true, None) if written.is_none() => written = Some((nth, config.zone.clone())),
                    (true, _) => {}
                    (false, _) => doubts.push((doubt, Some(config.zone.clone()))),
                }
            }
        }
    }
    let declared = declared(path, subject, zone, name);
    match (written, declared) {
        // The record of a zone group and a declared one of the same name are two writes of which one counts.
        (Some((nth, setting)), Lookup::Nothing | Lookup::Endpoint(..)) => Lookup::Endpoint(nth, setting),
        (Some((_, setting)), other) => {
            let other = match other {
                Lookup::Elsewhere(other) | Lookup::Alias(_, other) => other,
                Lookup::Unknown(missing, other) if doubts.is_empty() => return Lookup::Unknown(missing, other),
                _ => setting.clone(),
            };
            let missing = Missing {
                cause: ringfence_estate::Cause::RunTime,
                what: format!("which record of {name} counts: that of the zone group, or the declared one"),
                settle: "declare one of them only".into(),
            };
            Lookup::Unknown(vec![missing], Some(other))
        }
        (None, Lookup::Nothing) => match doubts.into_iter().next() {
            Some((missing, at)) => Lookup::Unknown(missing, at),
            None if zone.declared.is_some() => Lookup::Nothing,
            None => Lookup::Unknown(vec![records_of(zone)], None),
        },
        (None, own) => own,
    }
}

fn records_of(zone: &Zone) -> Missing {
    Missing {
        cause: ringfence_estate::Cause::NotInInput,
        what: format!("the records of the zone {}, which is only referred to", zone.name),
        settle: "join the template that declares the zone and its records, or an export of it".into(),
    }
}

fn perhaps_zone(config: &Setting, zone: &Zone) -> Vec<Missing> {
    match ringfence_estate::ResourceId::parse(&config.value) {
        Some(_) => vec![perhaps_same(&config.value.to_string(), &zone.id.to_string())],
        None => missing::of_value(&config.value, &config.path),
    }
}

/// What the declared records of a zone answer.
fn declared(path: &mut Path<'_>, subject: &Subject, zone: &Zone, name: &HostName) -> Lookup {
    let relative = name.relative_to(&zone.name);
    let mut wildcard = Lookup::Nothing;
    let mut exact = Lookup::Nothing;
    for (kind, is_alias) in [("A", false), ("CNAME", true)] {
        let kind = format!("Microsoft.Network/privateDnsZones/{kind}");
        let found: Vec<(ResourceIndex, &Resource)> = path.estate.of_kind(&kind).collect();
        for (index, record) in found {
            let of = record.id.parent().map_or(Sameness::Different, |parent| path.same(&parent, &zone.id));
            if of == Sameness::Different || record.provision == Provision::External {
                continue;
            }
            let own = path.read(&record.id.name());
            let (is_wildcard, named) = match own.as_str() {
                Some("@") => (false, if relative.len() == 0 { Sameness::Same } else { Sameness::Different }),
                Some("*") => (true, if relative.len() == 0 { Sameness::Different } else { Sameness::Same }),
                _ => (false, HostName::parse(&own).map_or(Sameness::Maybe, |own| is_name(&relative, &own))),
            };
            if named == Sameness::Different || !path.holds(&record.present) {
                continue;
            }
            let mut doubt = record.family.as_ref().map(missing::of_loop).unwrap_or_default();
            if of.and(named) == Sameness::Maybe {
                doubt.push(perhaps_same(&record.id.to_string(), &name.to_string()));
            }
            let answer = match (doubt.is_empty(), is_alias) {
                (false, _) => Lookup::Unknown(doubt, None),
                (true, false) => addresses(path, subject, index),
                (true, true) => alias(path, index),
            };
            let slot = if is_wildcard { &mut wildcard } else { &mut exact };
            let known = std::mem::replace(slot, Lookup::Nothing);
            *slot = worse(known, answer);
        }
    }
    match exact {
        Lookup::Nothing if matches!(wildcard, Lookup::Nothing) => Lookup::Nothing,
        // A zone that is only referred to may hold a record of the very name, which comes before a wildcard.
        Lookup::Nothing if zone.declared.is_none() => Lookup::Unknown(vec![records_of(zone)], None),
        Lookup::Nothing => wildcard,
        own => own,
    }
}

/// Of two answers for one name, the one that is worse.
fn worse(one: Lookup, other: Lookup) -> Lookup {
    match (one, other) {
        (Lookup::Nothing, own) | (own, Lookup::Nothing) => own,
        (own @ Lookup::Elsewhere(_), _) | (_, own @ Lookup::Elsewhere(_)) => own,
        (own @ Lookup::Unknown(..), _) | (_, own @ Lookup::Unknown(..)) => own,
        (own, _) => own,
    }
}

fn alias(path: &mut Path<'_>, index: ResourceIndex) -> Lookup {
    let target = path.setting(index, "properties.cnameRecord.cname");
    match HostName::parse(&target.value).filter(|name| !name.is_open() && name.len() > 0) {
        Some(name) => Lookup::Alias(name, target),
        None => Lookup::Unknown(missing::of_value(&target.value, &target.path), Some(target)),
    }
}

/// The addresses of a declared A record: all of them must be of an endpoint of the subject.
fn addresses(path: &mut Path<'_>, subject: &Subject, index: ResourceIndex) -> Lookup {
    // `ARecords` of older API versions is the same list: names of members compare without case.
    let list = path.setting(index, "properties.aRecords");
    let mut answer = Lookup::Nothing;
    for item in items(path, &list) {
        let address = item.member(path, "ipv4Address", index);
        let own = match (item.opaque, item.doubt.is_empty()) {
            (false, true) => whose(path, subject, &address),
            _ => Lookup::Unknown(item.doubt.clone(), Some(address)),
        };
        answer = worse(answer, own);
    }
    match answer {
        // A record set without a record answers nothing.
        Lookup::Nothing if list.value.is_null_or_omitted() => Lookup::Nothing,
        own => own,
    }
}

/// Which endpoint has an address.
fn whose(path: &mut Path<'_>, subject: &Subject, address: &Setting) -> Lookup {
    let mut doubts = Vec::new();
    for (nth, reached) in subject.endpoints.iter().enumerate() {
        match is_address(path, reached.index, &address.value) {
            Sameness::Same if reached.works() => return Lookup::Endpoint(nth, address.clone()),
            Sameness::Same => doubts.extend(reached.doubt.iter().cloned()),
            Sameness::Maybe => doubts.push(Missing {
                cause: ringfence_estate::Cause::RunTime,
                what: format!("whether {} is an address of {}, which Azure chooses", address.value, reached.name),
                settle: "give the endpoint a static address (`ipConfigurations`), or a zone group".into(),
            }),
            Sameness::Different => {}
        }
    }
    if doubts.is_empty() {
        return Lookup::Elsewhere(address.clone());
    }
    Lookup::Unknown(doubts, Some(address.clone()))
}

/// Whether a value is an address of an endpoint.
fn is_address(path: &mut Path<'_>, endpoint: ResourceIndex, value: &Value) -> Sameness {
    match &value.kind {
        Kind::Term(term) => {
            let Some(resource) = path.estate.resource(endpoint) else { return Sameness::Maybe };
            if is_of(term, &resource.id, 0) { Sameness::Same } else { Sameness::Maybe }
        }
        Kind::String(text) => {
            let fixed = endpoint::addresses(path, endpoint);
            let known: Option<Vec<&str>> = fixed.iter().map(|(_, address)| address.value.as_str()).collect();
            match known.as_deref() {
                Some(known) if known.contains(&&**text) => Sameness::Same,
                Some([_, ..]) => Sameness::Different,
                _ if is_outside(path, endpoint, text) => Sameness::Different,
                _ => Sameness::Maybe,
            }
        }
        _ => Sameness::Different,
    }
}

/// Whether an address is outside the subnet of an endpoint, as far as its prefixes are known.
fn is_outside(path: &mut Path<'_>, endpoint: ResourceIndex, text: &str) -> bool {
    let Ok(address) = text.parse::<IpAddr>() else { return false };
    let endpoint::Place::Subnet { declared: Some(subnet), .. } = endpoint::subnet(path, endpoint).place else {
        return false;
    };
    let one = path.setting(subnet, "properties.addressPrefix");
    let many = path.setting(subnet, "properties.addressPrefixes");
    let mut prefixes: Vec<Value> = items(path, &many).into_iter().map(|item| item.value).collect();
    if !one.value.is_null_or_omitted() {
        prefixes.push(one.value);
    }
    let sets: Option<Vec<AddressSet>> = prefixes.iter().map(|prefix| prefix.as_str()?.parse().ok()).collect();
    sets.is_some_and(|sets| !sets.is_empty() && sets.iter().all(|set| !set.contains(address)))
}

/// Whether a run-time value is an address that Azure reports of an endpoint: `customDnsConfigs[0].ipAddresses[0]` of the
/// endpoint, or `ipConfigurations[0].properties.privateIPAddress` of its interface.
fn is_of(term: &Term, endpoint: &ringfence_estate::ResourceId, depth: u32) -> bool {
    if depth > 16 {
        return false;
    }
    match term.kind() {
        TermKind::Property { base, .. } | TermKind::Index { base, .. } => is_of(base, endpoint, depth + 1),
        TermKind::Call { function, args } if function.eq_ignore_ascii_case("reference") => {
            args.first().is_some_and(|id| match &id.kind {
                _ if is_id(id, endpoint) == Sameness::Same => true,
                Kind::Term(inner) => is_of(inner, endpoint, depth + 1),
                _ => false,
            })
        }
        _ => false,
    }
}
