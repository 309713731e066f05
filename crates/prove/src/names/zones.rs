//! Private DNS zones and the virtual networks that they are linked to.
//!
//! A zone answers in the networks that it is linked to, and nowhere else; peering does not extend a link.
//! <https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links>

use ringfence_estate::{Found, OriginId, Provision, ResourceId, ResourceIndex, Sameness};

use super::host::HostName;
use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::missing::{self, perhaps_same};
use crate::private_link::endpoint::is_id;

const ZONE: &str = "Microsoft.Network/privateDnsZones";
const LINK: &str = "Microsoft.Network/privateDnsZones/virtualNetworkLinks";

/// A zone as it is on one path.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    pub(super) id: ResourceId,
    pub(super) name: HostName,
    /// The declaration, if the input declares the zone on this path: then nobody else writes to it.
    pub(super) declared: Option<ResourceIndex>,
    /// Where its name, or else what stands for it, is written.
    pub(super) origin: OriginId,
}

/// A zone that is, or may be, linked to a network.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    pub(super) zone: Zone,
    pub(super) link: ResourceIndex,
    /// The network that the link names.
    pub(super) network: Setting,
    /// Without what it is not known whether the zone is linked and is a suffix of the name; empty if it is both.
    pub(super) doubt: Vec<Missing>,
}

impl Zone {
    /// The zone of an id.
    pub(super) fn of(path: &mut Path<'_>, id: &ResourceId, origin: OriginId) -> Option<Self> {
        if !id.is(ZONE) {
            return None;
        }
        let name = path.read(&id.name());
        let mut own = origin;
        let mut declared = None;
        if let Found::Resource(index) = path.find(id)
            && let Some(resource) = path.estate.resource(index)
            && resource.provision != Provision::External
            && path.holds(&resource.present)
        {
            let named = resource.id.name().origin;
            own = if named == OriginId::NONE { resource.origin } else { named };
            declared = Some(index);
        }
        Some(Self { id: id.clone(), name: HostName::parse(&name)?, declared, origin: own })
    }

    /// Whether a zone has this name: the name is known to be the same or known to be another, or neither.
    pub(super) fn is_named(&self, name: &HostName) -> Sameness {
        self.name.same(name)
    }
}

/// The zones that are, or may be, linked to a network and a suffix of a name; the longest first.
pub(super) fn linked(path: &mut Path<'_>, network: &ResourceId, name: &HostName) -> Vec<Linked> {
    let mut found = Vec::new();
    for link in links(path, &|zone| name.ends_with(zone) != Sameness::Different) {
        let (fits, linked) = (name.ends_with(&link.zone.name), is_id(&link.network.value, &path.id(network)));
        if fits == Sameness::Different || linked == Sameness::Different {
            continue;
        }
        let mut doubt = link.doubt;
        if linked == Sameness::Maybe {
            doubt.extend(perhaps_network(&link.network, network));
        }
        if fits == Sameness::Maybe {
            doubt.push(perhaps_suffix(&link.zone, name));
        }
        found.push(Linked { doubt, ..link });
    }
    // What may be longer than it looks comes before what is not.
    found.sort_by_key(|own| (!own.zone.name.is_open(), std::cmp::Reverse(own.zone.name.len())));
    found
}

/// The links of every zone whose name is, or may be, `name`.
pub(super) fn links_of_name(path: &mut Path<'_>, name: &HostName) -> Vec<Linked> {
    links(path, &|zone| zone.same(name) != Sameness::Different)
}

/// The zones of a name that the input declares.
pub(super) fn declared(path: &mut Path<'_>, name: &HostName) -> Vec<Zone> {
    let ids: Vec<_> = path.estate.of_kind(ZONE).map(|(_, zone)| (zone.id.clone(), zone.origin)).collect();
    let zones: Vec<Zone> = ids.iter().filter_map(|(id, origin)| Zone::of(path, id, *origin)).collect();
    zones.into_iter().filter(|zone| zone.declared.is_some() && zone.is_named(name) == Sameness::Same).collect()
}

/// The links of the zones that matter; choices that cannot matter are not made.
fn links(path: &mut Path<'_>, matters: &dyn Fn(&HostName) -> bool) -> Vec<Linked> {
    let mut found = Vec::new();
    for (index, link) in path.estate.of_kind(LINK) {
        let Some(id) = link.id.parent() else { continue };
        let perhaps = id.name().each_case().any(|(_, name)| HostName::parse(name).is_some_and(|name| matters(&name)));
        if !perhaps || !path.holds(&link.present) {
            continue;
        }
        let Some(zone) = Zone::of(path, &id, link.origin).filter(|zone| matters(&zone.name)) else { continue };
        let network = path.setting(index, "properties.virtualNetwork.id");
        let doubt = link.family.as_ref().map(missing::of_loop).unwrap_or_default();
        found.push(Linked { zone, link: index, network, doubt });
    }
    found
}

fn perhaps_network(link: &Setting, network: &ResourceId) -> Vec<Missing> {
    match ResourceId::parse(&link.value) {
        Some(_) => vec![perhaps_same(&link.value.to_string(), &network.to_string())],
        None => missing::of_value(&link.value, &link.path),
    }
}

fn perhaps_suffix(zone: &Zone, name: &HostName) -> Missing {
    perhaps_same(&format!("the zone {}", zone.name), &name.to_string())
}
