//! A question that somebody asks: what does this name resolve to from this network?

use ringfence_estate::{Case, Estate, Guard, ResourceId, ResourceIndex, Sameness, Value};

use super::codes::diagnose;
use super::host::HostName;
use super::servers::{self, Servers};
use super::subject::{Key, Subject};
use super::walk::{self, Walk};
use super::{Resolution, Verdict, collect, end, ending, networks, no_setting, unread};
use crate::explore::{Path, explore};
use crate::finding::{Outcome, Role, Step};

/// Why a question was not asked: what there is instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unasked {
    /// No network has that name; those that there are.
    Network(Vec<String>),
    /// No service has that name, and it is no host name; the host names that there are.
    Name(Vec<String>),
}

/// What a name resolves to from a network, whoever is in it. The name is a host name, or that of a service, which stands
/// for all of its host names.
pub fn ask(estate: &Estate, name: &str, network: &str) -> Result<Vec<Resolution>, Unasked> {
    let networks = networks::networks(estate);
    let from: Vec<&ResourceId> = networks.iter().filter(|own| is_called(own, network)).collect();
    if from.is_empty() {
        return Err(Unasked::Network(networks.iter().map(ResourceId::display_name).collect()));
    }
    let services = services(estate);
    let mut asked: Vec<(ResourceIndex, Option<Key>)> = Vec::new();
    let host = |index: ResourceIndex, key: &Key| {
        estate.resource(index).map(|resource| key.host_of(resource).to_string()).unwrap_or_default()
    };
    asked.extend(
        services
            .iter()
            .filter(|(index, key)| host(*index, key).eq_ignore_ascii_case(name))
            .map(|(at, key)| (*at, Some(*key))),
    );
    if asked.is_empty() {
        let called = |index: ResourceIndex| estate.resource(index).is_some_and(|own| is_called(&own.id, name));
        asked.extend(services.iter().filter(|(index, _)| called(*index)).map(|(at, key)| (*at, Some(*key))));
    }
    if asked.is_empty() && name.contains('.') {
        asked.push((ResourceIndex(0), None));
    }
    if asked.is_empty() {
        let mut names: Vec<String> = services.iter().map(|(index, key)| host(*index, key)).collect();
        names.sort();
        names.dedup();
        return Err(Unasked::Name(names));
    }
    let mut found = Vec::new();
    for network in from {
        for (index, key) in &asked {
            found.extend(resolution(estate, *index, *key, name, network));
        }
    }
    // Of a service that is named by itself, the parts that nothing leads to say nothing.
    let connected = |own: &Resolution| own.cases.iter().any(|case| case.code.is_some() || case.is_connected());
    if asked.len() > 1 && found.iter().any(connected) {
        found.retain(connected);
    }
    Ok(found)
}

fn is_called(id: &ResourceId, name: &str) -> bool {
    id.display_name().eq_ignore_ascii_case(name)
        || id.to_string().eq_ignore_ascii_case(name)
        || id.name().same(&Value::text(name), Case::Insensitive) == Sameness::Same
}

fn services(estate: &Estate) -> Vec<(ResourceIndex, Key)> {
    let mut found = Vec::new();
    for (nth, resource) in estate.resources.iter().enumerate() {
        let Some(service) = crate::private_link::sub_resources_of(resource) else { continue };
        let Ok(index) = u32::try_from(nth).map(ResourceIndex) else { continue };
        if !resource.present.is_never() {
            found.extend(Key::all(service).map(|key| (index, key)));
        }
    }
    found
}

fn resolution(
    estate: &Estate,
    index: ResourceIndex,
    key: Option<Key>,
    name: &str,
    network: &ResourceId,
) -> Option<Resolution> {
    let resource = estate.resource(index)?;
    let present = if key.is_some() { &resource.present } else { &Guard::Always };
    let explored = explore(estate, index, present, |path| decide(path, index, key, name, network));
    let (present, cases) = collect(explored)?;
    let host = key.map_or_else(|| name.to_owned(), |key| key.host_of(resource).to_string());
    let service = key.map_or("host name", |key| key.service.name);
    Some(Resolution { resource: index, service, host, network: network.display_name(), present, cases })
}

fn decide(
    path: &mut Path<'_>,
    index: ResourceIndex,
    key: Option<Key>,
    name: &str,
    network: &ResourceId,
) -> Option<Verdict> {
    let subject = match key {
        Some(key) => key.on(path, index)?,
        None => Subject::plain(HostName::of_labels(&Value::text(name))?, network),
    };
    let servers = match walk::declared(path, network) {
        Some(own) => servers::of_network(path, own),
        None => Servers::Unknown(vec![unread(network)], no_setting(path)),
    };
    let answer = Walk::ask(path, &subject, network, &servers);
    let diagnosis = diagnose(path, &subject, network, &answer);
    let is_service = !subject.endpoints.is_empty();
    let outcome = match diagnosis.outcome {
        // Of a name without an endpoint nothing is wrong, wherever it leads.
        Outcome::Fails if !is_service => Outcome::Holds,
        own => own,
    };
    Some(Verdict {
        outcome,
        steps: vec![Step { role: Role::Decisive, ..diagnosis.step }],
        assumptions: path.defaults(),
        hops: answer.hops.clone(),
        ending: ending(&answer),
        end: end(&subject, &answer),
        code: diagnosis.code.filter(|_| is_service),
    })
}
