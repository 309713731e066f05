//! A host name of a service, its alias, and the endpoints that it must lead to.

use ringfence_estate::{Case, Kind, OriginId, Piece, Resource, ResourceId, ResourceIndex, Sameness, Value};

use super::host::HostName;
use crate::explore::Path;
use crate::finding::{Missing, Step};
use crate::missing;
use crate::private_link::endpoint::{self, Connection, State, ZoneConfig};
use crate::private_link::table::{Service, SubResource, Zone};

/// A public host name of a service's sub-resource, as it is on one path.
pub(super) struct Subject {
    pub(super) id: ResourceId,
    /// The public name: `kv-x.vault.azure.net`.
    pub(super) host: HostName,
    /// What public DNS makes of it once an endpoint is connected: `kv-x.privatelink.vaultcore.azure.net`.
    pub(super) alias: HostName,
    /// The zone that the record must stand in: `privatelink.vaultcore.azure.net`.
    pub(super) zone: HostName,
    /// All zones of the sub-resource.
    pub(super) zones: Vec<HostName>,
    /// The endpoints onto the sub-resource.
    pub(super) endpoints: Vec<Reached>,
    /// Without what it is not known that there is such a name; empty if there is.
    pub(super) perhaps: Vec<Missing>,
}

/// An endpoint that leads, or may lead, to the sub-resource.
pub(super) struct Reached {
    pub(super) index: ResourceIndex,
    pub(super) name: String,
    pub(super) connection: Connection,
    /// Without what it is not known that it leads there and carries traffic; empty if it does.
    pub(super) doubt: Vec<Missing>,
    /// Set if it carries nothing.
    pub(super) closed: Option<Step>,
    /// Whether its approval is assumed.
    pub(super) assumed: bool,
    /// The zones that it writes to.
    pub(super) configs: Vec<ZoneConfig>,
    pub(super) origin: OriginId,
}

/// What names a subject, whatever is chosen.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) service: &'static Service,
    pub(super) sub: &'static SubResource,
    pub(super) zone: &'static Zone,
    pub(super) host: &'static str,
}

impl Key {
    /// Every host name that a service of a type may have.
    pub(super) fn all(service: &'static Service) -> impl Iterator<Item = Self> {
        service.subs.iter().flat_map(move |sub| {
            sub.zones.iter().flat_map(move |zone| zone.hosts.iter().map(move |host| Self { service, sub, zone, host }))
        })
    }

    /// The public name; unknown parts included, as a person reads it.
    pub(super) fn host_of(&self, resource: &Resource) -> HostName {
        HostName::of_labels(&fill(self.host, &own_name(resource), resource)).unwrap_or_default()
    }

    /// The subject on this path; none if the service is of a kind that has no such name.
    pub(super) fn on(&self, path: &mut Path<'_>, index: ResourceIndex) -> Option<Subject> {
        let resource = path.estate.resource(index)?;
        let id = resource.id.clone();
        let kind = path.setting(index, "kind");
        let mut perhaps = resource.family.as_ref().map(missing::of_loop).unwrap_or_default();
        match self.zone.kinds.admit(&kind.value) {
            Sameness::Different => return None,
            Sameness::Maybe => perhaps.extend(missing::of_value(&kind.value, "kind")),
            Sameness::Same => {}
        }
        let group = self.sub.group_of(&id);
        let mut endpoints = Vec::new();
        let all: Vec<ResourceIndex> = endpoint::endpoints(path.estate).map(|(index, _)| index).collect();
        for own in all {
            for connection in endpoint::connections_to(path, own, &id) {
                endpoints.extend(reached(path, own, connection, &id, &group));
            }
        }
        let name = path.read(&own_name(resource));
        let fill = |pattern: &str| HostName::of_labels(&fill(pattern, &name, resource));
        let (host, zone) = (fill(self.host)?, fill(self.zone.name)?);
        let alias = relative(&host, &zone).under(&zone);
        let admitted = self.sub.zones.iter().filter(|zone| zone.kinds.admit(&kind.value) != Sameness::Different);
        let zones = admitted.filter_map(|zone| fill(zone.name)).collect();
        Some(Subject { id, host, alias, zone, zones, endpoints, perhaps })
    }
}

impl Subject {
    /// A name that belongs to no service of the estate.
    pub(super) fn plain(host: HostName, asked: &ResourceId) -> Self {
        Self {
            id: asked.clone(),
            alias: HostName::default(),
            zone: HostName::default(),
            zones: Vec::new(),
            endpoints: Vec::new(),
            perhaps: Vec::new(),
            host,
        }
    }
}

fn reached(
    path: &mut Path<'_>,
    index: ResourceIndex,
    connection: Connection,
    to: &ResourceId,
    group: &Value,
) -> Option<Reached> {
    let own = connection.group(path, group);
    if own.is == Sameness::Different {
        return None;
    }
    let mut doubt = connection.doubt(path, to);
    doubt.extend(own.missing.iter().cloned());
    let (mut closed, mut assumed) = (None, false);
    match connection.state(path) {
        State::Approved { assumed: own } => assumed = own,
        State::Closed(_) if connection.waits(path) => {
            let effect = "is for a connection that waits until somebody approves it, and carries nothing until then";
            closed = Some(own.setting.step("a connection that is approved on creation", effect));
        }
        State::Closed(step) => closed = Some(step),
        State::Unknown(_, missing) => doubt.extend(missing),
    }
    let configs = endpoint::zone_configs(path, index);
    let resource = path.estate.resource(index)?;
    let (name, origin) = (resource.id.display_name(), resource.origin);
    Some(Reached { index, name, connection, doubt, closed, assumed, configs, origin })
}

impl Reached {
    /// Whether it certainly leads to the service and carries traffic.
    pub(super) fn works(&self) -> bool {
        self.doubt.is_empty() && self.closed.is_none()
    }
}

/// The labels before the suffix: `kv-x` of `kv-x.vault.azure.net`, `app.scm` of `app.scm.azurewebsites.net`.
///
/// The zone's name is `privatelink.` and the suffix. Where a second suffix leads to the same zone (`vault.azure.net` to
/// that of `vaultcore.azure.net`), it is the first label that stays.
fn relative(host: &HostName, zone: &HostName) -> HostName {
    let suffix = zone.without_first();
    match host.ends_with(&suffix) {
        Sameness::Same => host.relative_to(&suffix),
        _ => host.first(1),
    }
}

/// The name that a service goes by in DNS: for Azure AI services its custom subdomain.
/// <https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains>
fn own_name(resource: &Resource) -> Value {
    if resource.is("Microsoft.CognitiveServices/accounts") {
        let custom = resource.property("customSubDomainName");
        if custom.each_case().all(|(_, name)| name.pieces().is_some()) {
            return custom;
        }
    }
    if resource.is("Microsoft.Web/sites") && has_generated_name(resource) {
        let name = resource.id.name().pieces().unwrap_or_default();
        return Value::concat(name.into_iter().chain([Piece::Literal("-*".into())]), OriginId::NONE);
    }
    resource.id.name()
}

/// Whether Azure adds a hash to the host name of a web app, and its region.
/// <https://learn.microsoft.com/azure/app-service/overview-hostname>
fn has_generated_name(resource: &Resource) -> bool {
    let scope = resource.property("autoGeneratedDomainNameLabelScope");
    scope.each_case().any(|(_, scope)| !matches!(scope.kind, Kind::Null | Kind::Omitted))
}

/// A pattern of the table with the name and the region of a resource in it.
fn fill(pattern: &str, name: &Value, resource: &Resource) -> Value {
    let region = region(resource);
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        pieces.push(Piece::Literal(before.into()));
        let (word, after) = after.split_once('}').unwrap_or((after, ""));
        let value = if word == "region" { &region } else { name };
        pieces.extend(value.pieces().unwrap_or_else(|| vec![Piece::Literal("*".into())]));
        rest = after;
    }
    pieces.push(Piece::Literal(rest.into()));
    Value::concat(pieces, OriginId::NONE)
}

/// The region as host names write it: `westeurope`, whatever the template writes.
fn region(resource: &Resource) -> Value {
    let location = resource.body.get("location");
    match location.as_str() {
        Some(text) => Value::text(&text.replace(' ', "").to_ascii_lowercase()),
        None => location,
    }
}

/// Whether a name holds a part that only Azure knows.
pub(super) fn has_blank(name: &HostName) -> bool {
    name.text().pieces().unwrap_or_default().iter().any(|piece| match piece {
        Piece::Literal(text) => text.contains('*'),
        Piece::Term(_) => false,
    })
}

/// Whether two names, of which `pattern` may hold parts that only Azure knows, are one.
pub(super) fn is_name(pattern: &HostName, name: &HostName) -> Sameness {
    match (has_blank(pattern), pattern.text().same(&name.text(), Case::Insensitive)) {
        (false, answer) => answer,
        (true, Sameness::Same) => Sameness::Same,
        (true, _) => Sameness::Maybe,
    }
}
