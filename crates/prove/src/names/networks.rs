//! Which networks can reach which: peerings, and the hubs of Virtual WAN.
//!
//! Peering is not transitive: past a hub, traffic needs a router that forwards it.
//! <https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview>
//! It carries nothing until both sides are made, and nothing for sure where one side does not allow access.
//! <https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering>

use ringfence_estate::{Estate, Kind, ResourceId, Sameness};

use crate::explore::Path;
use crate::private_link::endpoint::{endpoints, is_id, subnet_id};

const NETWORK: &str = "Microsoft.Network/virtualNetworks";

/// The networks that the estate declares or refers to, if only by the subnet of an endpoint.
pub(super) fn networks(estate: &Estate) -> Vec<ResourceId> {
    let mut found: Vec<ResourceId> = Vec::new();
    for (_, network) in estate.of_kind(NETWORK) {
        if !network.present.is_never() && !found.iter().any(|own| own.same(&network.id) == Sameness::Same) {
            found.push(network.id.clone());
        }
    }
    for (_, endpoint) in endpoints(estate) {
        let subnet = endpoint.property("subnet.id");
        for (_, subnet) in subnet.each_case() {
            let subnet = subnet_id(estate, subnet).filter(|id| id.is("Microsoft.Network/virtualNetworks/subnets"));
            let Some(network) = subnet.and_then(|id| id.parent()) else { continue };
            if !found.iter().any(|own| own.same(&network) != Sameness::Different) {
                found.push(network);
            }
        }
    }
    found
}

/// Whether traffic gets from one network to the other: *same* if they are one or peered on both sides, *maybe* if only
/// through others, or where one side of the peering is missing or may keep traffic out.
pub(super) fn connected(path: &mut Path<'_>, from: &ResourceId, to: &ResourceId) -> Sameness {
    let itself = from.same(to);
    if itself == Sameness::Same {
        return Sameness::Same;
    }
    let mut edges: Vec<(ResourceId, ResourceId, bool)> = Vec::new();
    // The sides that certainly let traffic through, by the network that has them and the one that they lead to.
    let mut open: Vec<(ResourceId, ResourceId)> = Vec::new();
    let mut unknown = false;
    for kind in [
        "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
        "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections",
    ] {
        for (index, peering) in path.estate.of_kind(kind) {
            let Some(own) = peering.id.parent() else { continue };
            if !path.holds(&peering.present) {
                continue;
            }
            let remote = path.setting(index, "properties.remoteVirtualNetwork.id");
            match ResourceId::parse(&remote.value) {
                Some(remote) => {
                    let access = path.setting(index, "properties.allowVirtualNetworkAccess");
                    if matches!(access.value.kind, Kind::Bool(true) | Kind::Null | Kind::Omitted) {
                        open.push((own.clone(), remote.clone()));
                    }
                    edges.push((own, remote, kind.starts_with("Microsoft.Network/virtualNetworks")));
                }
                // It may lead anywhere.
                None => unknown |= is_id(&remote.value, to) == Sameness::Maybe,
            }
        }
    }
    let side = |a: &ResourceId, b: &ResourceId| {
        open.iter().any(|(one, other)| one.same(a).and(other.same(b)) == Sameness::Same)
    };
    if side(from, to) && side(to, from) {
        return Sameness::Same;
    }
    // Two networks of one hub reach each other.
    let of_hub = |network: &ResourceId| -> Vec<&ResourceId> {
        let own = edges.iter().filter(|(_, remote, peering)| !peering && remote.same(network) == Sameness::Same);
        own.map(|(hub, ..)| hub).collect()
    };
    let (ours, theirs) = (of_hub(from), of_hub(to));
    if ours.iter().any(|hub| theirs.iter().any(|other| hub.same(other) == Sameness::Same)) {
        return Sameness::Same;
    }
    let mut seen = vec![from.clone()];
    let mut at = 0;
    while let Some(own) = seen.get(at).cloned() {
        at += 1;
        if own.same(to) != Sameness::Different {
            return Sameness::Maybe;
        }
        for (one, other, _) in &edges {
            for (near, far) in [(one, other), (other, one)] {
                if near.same(&own) != Sameness::Different && !seen.iter().any(|known| known.same(far) == Sameness::Same)
                {
                    seen.push(far.clone());
                }
            }
        }
    }
    if unknown { Sameness::Maybe } else { Sameness::Different }
}
