//! Private endpoints as they are on one path: what they lead to, where they stand, and the zones that they write to.

#![allow(dead_code, reason = "the claims about private endpoints are being built on it")]

use std::sync::Arc;

use ringfence_estate::{
    Case, Cause, ElementKind, Estate, Found, Kind, OriginId, Provision, Resource, ResourceId, ResourceIndex, Sameness,
    TermKind, Value,
};

use crate::explore::{Path, Setting};
use crate::finding::{Missing, Step};
use crate::items::{Item, items};
use crate::missing::{self, perhaps_same};

/// The type of a private endpoint.
const ENDPOINT: &str = "Microsoft.Network/privateEndpoints";

/// The two lists of connections, and whether those in it wait for somebody to approve them.
///
/// <https://learn.microsoft.com/azure/private-link/private-endpoint-overview#access-to-a-private-link-resource-using-approval-workflow>
const LISTS: [(&str, bool); 2] =
    [("privateLinkServiceConnections", false), ("manualPrivateLinkServiceConnections", true)];

/// A connection of a private endpoint to a resource.
pub(crate) struct Connection {
    /// The endpoint.
    pub(crate) endpoint: ResourceIndex,
    /// The id of what it leads to.
    pub(crate) target: Setting,
    /// Whether it waits for somebody to approve it.
    pub(crate) manual: bool,
    item: Item,
}

/// For which sub-resource a connection is.
pub(crate) struct Group {
    /// The place where it is named.
    pub(crate) setting: Setting,
    /// Whether it is the one that was asked for.
    pub(crate) is: Sameness,
    /// Without what that is not known.
    pub(crate) missing: Vec<Missing>,
}

/// Whether traffic passes a connection.
pub(crate) enum State {
    /// It does: approved, or asked for by somebody who may approve it, which is the assumption.
    Approved { assumed: bool },
    /// It does not; the place that says so.
    Closed(Step),
    /// That is not known.
    Unknown(Step, Vec<Missing>),
}

/// The subnet that an endpoint stands in.
pub(crate) struct Subnet {
    /// Where it is named.
    pub(crate) setting: Setting,
    /// What is known of it.
    pub(crate) place: Place,
}

/// What is known of a subnet that is named.
pub(crate) enum Place {
    /// A subnet: of the estate if it declares it, else one that the input only refers to.
    Subnet { id: ResourceId, declared: Option<ResourceIndex> },
    /// None is named.
    Nowhere,
    /// It is not known which one it is.
    Unknown(Vec<Missing>),
}

/// A zone that a zone group of an endpoint writes its records to.
pub(crate) struct ZoneConfig {
    /// The zone group.
    pub(crate) group: ResourceIndex,
    /// The zone's id. Its place is where the group names it, or the argument by which a module was given it.
    pub(crate) zone: Setting,
    /// Where the group names it.
    pub(crate) named: OriginId,
    /// Whether it stands for zones of which nothing is known.
    pub(crate) opaque: bool,
    /// Without what it is not known whether it is there, or whether it is of this endpoint.
    pub(crate) doubt: Vec<Missing>,
}

/// The private endpoints that an estate deploys, under whatever choice.
pub fn endpoints(estate: &Estate) -> impl Iterator<Item = (ResourceIndex, &Resource)> {
    estate.of_kind(ENDPOINT).filter(|(_, endpoint)| endpoint.provision != Provision::External)
}

/// What a connection leads to and for which sub-resource, under one choice; asked before any choice is made.
pub(super) struct Target {
    /// The list that it stands in.
    pub(super) list: &'static str,
    /// The id of what it leads to.
    pub(super) id: Value,
    /// An element of `groupIds`, or what stands in place of the list.
    pub(super) group: Value,
}

/// Every target of an endpoint, whatever is chosen.
pub(super) fn targets(endpoint: &Resource) -> Vec<Target> {
    let mut targets = Vec::new();
    for (list, _) in LISTS {
        for (_, connections) in endpoint.property(list).each_case() {
            for element in connections.as_array().map(|array| array.elements.as_slice()).unwrap_or_default() {
                let (id, groups) = (element.value.path("properties.privateLinkServiceId"), groups(&element.value));
                for (_, id) in id.each_case() {
                    targets.extend(groups.iter().map(|group| Target { list, id: id.clone(), group: group.clone() }));
                }
            }
        }
    }
    targets
}

/// The groups that a connection may name.
fn groups(connection: &Value) -> Vec<Value> {
    let list = connection.path("properties.groupIds");
    let mut groups = Vec::new();
    for (_, list) in list.each_case() {
        match list.as_array() {
            Some(array) => {
                let elements = array.elements.iter().flat_map(|element| element.value.each_case());
                groups.extend(elements.map(|(_, group)| group.clone()));
            }
            None => groups.push(list.clone()),
        }
    }
    groups
}

/// The connections of an endpoint that may lead to a resource, as they are on this path; none if the endpoint is not
/// there. Choices that cannot matter are not made.
pub(crate) fn connections_to(path: &mut Path<'_>, index: ResourceIndex, to: &ResourceId) -> Vec<Connection> {
    let Some(endpoint) = path.estate.resource(index) else { return Vec::new() };
    let lists: Vec<_> = LISTS.into_iter().filter(|(list, _)| leads_perhaps(endpoint, list, to)).collect();
    if lists.is_empty() || !path.holds(&endpoint.present) {
        return Vec::new();
    }
    let mut connections = Vec::new();
    for (list, manual) in lists {
        let setting = path.setting(index, &format!("properties.{list}"));
        for item in items(path, &setting) {
            let target = item.member(path, "properties.privateLinkServiceId", index);
            if item.opaque || names(&target.value, &path.id(to)) != Sameness::Different {
                connections.push(Connection { endpoint: index, target, manual, item });
            }
        }
    }
    connections
}

impl Connection {
    /// Without what it is not known that the connection is there and leads to the resource; empty if it does.
    pub(crate) fn doubt(&self, path: &mut Path<'_>, to: &ResourceId) -> Vec<Missing> {
        let mut missing = self.item.doubt.clone();
        missing.extend(super::refusal::perhaps_refused(path, to));
        let to = &path.id(to);
        if !self.item.opaque && names(&self.target.value, to) == Sameness::Maybe {
            missing.extend(match &self.target.value.kind {
                Kind::Term(term) if ResourceId::parse(&self.target.value).is_none() => missing::of_term(term),
                _ => vec![perhaps_same(&self.target.value.to_string(), &to.to_string())],
            });
        }
        if let Some(family) = path.estate.resource(self.endpoint).and_then(|endpoint| endpoint.family.as_ref()) {
            missing.extend(missing::of_loop(family));
        }
        missing
    }

    /// Whether the connection is for a group.
    ///
    /// A connection is for one sub-resource; of one that names several, nobody says which it is for.
    pub(crate) fn group(&self, path: &mut Path<'_>, group: &Value) -> Group {
        let list = self.item.member(path, "properties.groupIds", self.endpoint);
        let found = if self.item.opaque { Vec::new() } else { items(path, &list) };
        let mut known = found.iter().map(|item| {
            let setting = item.member(path, "", self.endpoint);
            let is = if item.opaque { Sameness::Maybe } else { setting.value.same(group, Case::Insensitive) };
            let missing = match (&item.doubt, is) {
                (doubt, _) if !doubt.is_empty() => doubt.clone(),
                (_, Sameness::Maybe) => missing::of_value(&setting.value, &setting.path),
                _ => Vec::new(),
            };
            Group { setting, is: if missing.is_empty() { is } else { is.and(Sameness::Maybe) }, missing }
        });
        match (found.len(), known.next()) {
            (1, Some(only)) => only,
            (0, _) | (_, None) => Group { is: Sameness::Maybe, missing: unknown_group(&self.target), setting: list },
            (_, Some(first)) => {
                let mut all: Vec<Group> = std::iter::once(first).chain(known).collect();
                let at = all.iter().position(|own| own.is != Sameness::Different).unwrap_or(0);
                let own = all.swap_remove(at);
                match own.is {
                    Sameness::Different => own,
                    _ => Group { is: Sameness::Maybe, missing: unknown_group(&self.target), setting: own.setting },
                }
            }
        }
    }

    /// Whether the connection is asked for by hand and says nothing of its state.
    pub(crate) fn waits(&self, path: &mut Path<'_>) -> bool {
        self.manual && self.item.member(path, STATUS, self.endpoint).value.is_null_or_omitted()
    }

    /// Whether traffic passes: what the service says of the connection, else what the connection itself says, else what
    /// the list implies in which it stands.
    pub(crate) fn state(&self, path: &mut Path<'_>) -> State {
        if let Some(state) = self.state_at_service(path) {
            return state;
        }
        let status = self.item.member(path, STATUS, self.endpoint);
        match status.value.kind {
            Kind::Null | Kind::Omitted if !self.manual => State::Approved { assumed: true },
            // It waits, and carries nothing until somebody approves it.
            Kind::Null | Kind::Omitted => {
                State::Closed(status.step("'Approved'", "leaves it waiting until somebody approves it"))
            }
            _ => match said(&status) {
                State::Approved { .. } => State::Approved { assumed: !self.manual },
                state => state,
            },
        }
    }

    /// What the service says of the connection: `privateEndpointConnections` are its children, by which its owner
    /// approves and rejects.
    ///
    /// <https://learn.microsoft.com/azure/templates/microsoft.storage/storageaccounts/privateendpointconnections>
    fn state_at_service(&self, path: &mut Path<'_>) -> Option<State> {
        let target = ResourceId::parse(&self.target.value)?;
        let endpoint = path.estate.resource(self.endpoint)?.id.clone();
        let kind = format!("{}/privateEndpointConnections", target.kind);
        let all: Vec<_> = path.estate.of_kind(&kind).filter(|(_, own)| own.provision != Provision::External).collect();
        let mut perhaps = None;
        for (index, own) in all {
            let of_service = own.id.parent().map_or(Sameness::Different, |parent| path.same(&parent, &target));
            if of_service == Sameness::Different || !path.holds(&own.present) {
                continue;
            }
            let id = path.setting(index, "properties.privateEndpoint.id");
            // One that names no endpoint may be of this one.
            let of =
                if id.value.is_null_or_omitted() { Sameness::Maybe } else { is_id(&id.value, &path.id(&endpoint)) };
            let status = path.setting(index, STATUS);
            match (of_service.and(of), said(&status)) {
                (Sameness::Different, _) => {}
                (Sameness::Same, state) if own.family.is_none() => return Some(state),
                // What would have been assumed anyway.
                (_, State::Approved { .. }) if !self.manual => {}
                _ => {
                    let missing = perhaps_same(&own.id.to_string(), &endpoint.to_string());
                    perhaps = Some(State::Unknown(status.step("'Approved'", SAYS), vec![missing]));
                }
            }
        }
        perhaps
    }
}

/// Where a connection says its state.
const STATUS: &str = "properties.privateLinkServiceConnectionState.status";

/// The effect of a state.
const SAYS: &str = "says whether it carries anything";

/// What a state that is written says.
fn said(status: &Setting) -> State {
    match &status.value.kind {
        Kind::String(word) if word.eq_ignore_ascii_case("Approved") => State::Approved { assumed: false },
        Kind::String(word) if CLOSED.iter().any(|known| known.eq_ignore_ascii_case(word)) => {
            State::Closed(status.step("'Approved'", "carries nothing"))
        }
        Kind::Term(_) => {
            State::Unknown(status.step("'Approved'", SAYS), missing::of_value(&status.value, &status.path))
        }
        _ => State::Unknown(
            status.step("'Approved'", SAYS),
            vec![missing::odd(&status.value, "status", &["Approved", "Pending", "Rejected", "Disconnected"])],
        ),
    }
}

/// The states in which a connection carries nothing.
const CLOSED: [&str; 4] = ["Pending", "Rejected", "Disconnected", "Timeout"];

/// The subnet that an endpoint stands in.
pub(crate) fn subnet(path: &mut Path<'_>, index: ResourceIndex) -> Subnet {
    let setting = path.setting(index, "properties.subnet.id");
    let unknown = |setting: &Setting| Place::Unknown(missing::of_value(&setting.value, &setting.path));
    let id = subnet_id(path.estate, &setting.value);
    let place = match (&setting.value.kind, id) {
        (Kind::Null | Kind::Omitted, _) => Place::Nowhere,
        (_, Some(id)) if id.is("Microsoft.Network/virtualNetworks/subnets") => match path.find(&id) {
            Found::Resource(found) => {
                let subnet = path.estate.resource(found);
                let declared = subnet.is_some_and(|own| own.provision != Provision::External).then_some(found);
                Place::Subnet { id, declared }
            }
            Found::Maybe(_) | Found::Nothing => Place::Subnet { id, declared: None },
        },
        _ => unknown(&setting),
    };
    Subnet { setting, place }
}

/// The id of a subnet, however the input names it.
pub(crate) fn subnet_id(estate: &Estate, value: &Value) -> Option<ResourceId> {
    ResourceId::parse(value).or_else(|| nth_subnet(estate, value))
}

/// The subnet that `network.properties.subnets[0].id` is: the first one that the network's declaration lists.
///
/// That is what Azure Resource Manager answers after the deployment, in the order of the declaration
/// (<https://learn.microsoft.com/azure/azure-resource-manager/bicep/scenarios-virtual-networks>, which advises against it
/// because others may add subnets); in whatever order, it is a subnet of that network.
fn nth_subnet(estate: &Estate, value: &Value) -> Option<ResourceId> {
    let TermKind::Property { base, name } = value.as_term()?.kind() else { return None };
    let TermKind::Index { base: list, index } = base.kind() else { return None };
    let TermKind::Property { base: network, name: of } = list.kind() else { return None };
    let network = match network.kind() {
        // `reference(ID, 'Full').properties`
        TermKind::Property { base, name } if name.eq_ignore_ascii_case("properties") => base,
        _ => network,
    };
    let TermKind::Call { function, args } = network.kind() else { return None };
    let id = ResourceId::parse(args.first()?)?;
    let fits = name.eq_ignore_ascii_case("id")
        && of.eq_ignore_ascii_case("subnets")
        && function.eq_ignore_ascii_case("reference")
        && id.is("Microsoft.Network/virtualNetworks");
    let Found::Resource(found) = estate.find(&id) else { return None };
    let subnets = estate.resource(found)?.property("subnets");
    let nth = usize::try_from(index.as_int()?).ok()?;
    let name = subnets.as_array()?.items()?.get(nth)?.get("name");
    fits.then(|| id.child("subnets", name))
}

/// The zones that an endpoint's zone groups write its records to.
///
/// `privateDnsZoneGroups` are children of the endpoint.
pub(crate) fn zone_configs(path: &mut Path<'_>, endpoint: ResourceIndex) -> Vec<ZoneConfig> {
    let Some(own) = path.estate.resource(endpoint) else { return Vec::new() };
    let groups: Vec<_> = path.estate.of_kind("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").collect();
    let mut configs = Vec::new();
    for (index, group) in groups {
        let of = group.id.parent().map_or(Sameness::Different, |parent| path.same(&parent, &own.id));
        if group.provision == Provision::External || of == Sameness::Different || !path.holds(&group.present) {
            continue;
        }
        let mut doubt = Vec::new();
        if of == Sameness::Maybe {
            doubt.push(perhaps_same(&group.id.to_string(), &own.id.to_string()));
        }
        if let Some(family) = &group.family {
            doubt.extend(missing::of_loop(family));
        }
        let list = path.setting(index, "properties.privateDnsZoneConfigs");
        for item in items(path, &list) {
            let zone = item.member(path, "properties.privateDnsZoneId", index);
            let doubt = doubt.iter().chain(&item.doubt).cloned().collect();
            let named = named(&item.value).unwrap_or(zone.origin);
            let instance = |origin| path.estate.origins.get(origin).instance;
            let own = instance(named) == instance(zone.origin) && !is_behind(path.estate, zone.origin, named);
            let zone = Setting { origin: if own { named } else { zone.origin }, ..zone };
            configs.push(ZoneConfig { group: index, zone, named, opaque: item.opaque, doubt });
        }
    }
    configs
}

/// Whether a value is written right behind its name.
fn is_behind(estate: &Estate, value: OriginId, name: OriginId) -> bool {
    let span = |origin| estate.origins.get(origin).span;
    match (span(value), span(name)) {
        (Some(value), Some(name)) => value.file == name.file && (name.end..name.end + 5).contains(&value.start),
        _ => false,
    }
}

/// The place of the word `privateDnsZoneId` in an element of a zone group.
fn named(config: &Value) -> Option<OriginId> {
    let properties = config.get("properties");
    let member = properties.as_object()?.member("privateDnsZoneId")?;
    Some(member.name_origin).filter(|origin| *origin != OriginId::NONE)
}

/// The addresses that an endpoint is given: each with the member of the sub-resource that it is for.
pub(crate) fn addresses(path: &mut Path<'_>, endpoint: ResourceIndex) -> Vec<(Setting, Setting)> {
    let list = path.setting(endpoint, "properties.ipConfigurations");
    let found = items(path, &list);
    found
        .iter()
        .map(|item| {
            let member = item.member(path, "properties.memberName", endpoint);
            (member, item.member(path, "properties.privateIPAddress", endpoint))
        })
        .collect()
}

/// Other endpoints that may be the same resource as one of these, since an unknown stands in the name of one of them;
/// if they are, what is written last counts.
pub(crate) fn twins(estate: &Estate, index: ResourceIndex) -> Vec<ResourceIndex> {
    let Some(own) = estate.resource(index) else { return Vec::new() };
    let others = endpoints(estate).filter(|(other, resource)| {
        *other != index && !resource.present.excludes(&own.present) && resource.id.same(&own.id) == Sameness::Maybe
    });
    others.map(|(other, _)| other).collect()
}

/// Whether an endpoint may lead to a resource, under whatever choice.
pub(crate) fn may_lead(endpoint: &Resource, to: &ResourceId) -> bool {
    LISTS.iter().any(|(list, _)| leads_perhaps(endpoint, list, to))
}

/// Whether a connection in a list may lead to a resource, under whatever choice; asked before a choice is made.
fn leads_perhaps(endpoint: &Resource, list: &str, to: &ResourceId) -> bool {
    endpoint.property(list).each_case().any(|(_, connections)| match &connections.kind {
        Kind::Array(array) => array.elements.iter().any(|element| {
            let target = element.value.path("properties.privateLinkServiceId");
            matches!(element.kind, ElementKind::Rest)
                || target.each_case().any(|(_, target)| names(target, to) != Sameness::Different)
        }),
        Kind::Term(_) => true,
        _ => false,
    })
}

/// Whether a value is the id of a resource, or that of the site that it is a slot of.
///
/// The endpoint of a web app's slot leads to the site, with the slot in its group: `sites-staging`.
/// <https://github.com/Azure/bicep-registry-modules/blob/9f9ea1a18204e262be9a4a64e3e3cc7fbe5e509d/avm/res/web/site/slot/main.bicep>
pub(crate) fn names(target: &Value, to: &ResourceId) -> Sameness {
    let own = is_id(target, to);
    match (own, to.is("Microsoft.Web/sites/slots"), to.parent()) {
        (Sameness::Different, true, Some(site)) => is_id(target, &site),
        _ => own,
    }
}

/// Whether a value is the id of a resource.
pub(crate) fn is_id(value: &Value, id: &ResourceId) -> Sameness {
    match (&value.kind, ResourceId::parse(value)) {
        (_, Some(own)) => own.same(id),
        (Kind::Term(_), None) => Sameness::Maybe,
        (Kind::Cases(cases), None) => {
            let mut answers = cases.iter().map(|(_, value)| is_id(value, id));
            if answers.all(|answer| answer == Sameness::Different) { Sameness::Different } else { Sameness::Maybe }
        }
        _ => Sameness::Different,
    }
}

fn unknown_group(at: &Setting) -> Vec<Missing> {
    let at: &Arc<str> = &at.path;
    vec![Missing {
        cause: Cause::NoValue,
        what: format!("which sub-resource the connection at `{at}` is for"),
        settle: "name it, and only it, in `groupIds`".into(),
    }]
}
