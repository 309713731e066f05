//! Container environments and the apps in them. Page of facts, "Types with their own rule".

use ringfence_estate::{Cause, Found, Kind, Provision, ResourceId, ResourceIndex};
use ringfence_packets::{AddressSet, Filter, Set};

use super::address::{self, Entry, Zero};
use super::generic::{self, EVERYONE, NOBODY, PERHAPS, Position};
use super::list::{self, Entries};
use super::subnet;
use super::table::switch;
use super::way::{Endpoint, From, Reach, Way};
use crate::explore::{Path, Setting};
use crate::finding::{Missing, Step};
use crate::items::items;
use crate::missing;
use crate::version::is_since;

/// The entry of an environment.
pub(super) fn environment(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    let reach = entry(path, path.subject);
    Some(vec![Endpoint { name: "entry", port: 443, reach }])
}

fn entry(path: &mut Path<'_>, environment: ResourceIndex) -> Reach {
    match generic::position(path, environment, &switch(first_with_switch(path, environment))) {
        Position::Off(step) => Reach::shut(step),
        Position::On(step) => in_network(path, environment, &step),
        Position::Unsure(step, missing) => {
            let mut reach = in_network(path, environment, &step);
            reach.doubt(&step, &missing, path);
            reach
        }
    }
}

/// The first API version with the switch; 2025-01-01 is younger than the preview that has it, and lacks it.
fn first_with_switch(path: &Path<'_>, environment: ResourceIndex) -> &'static str {
    let version = path.estate.resource(environment).and_then(|resource| resource.api_version.as_deref());
    if version == Some("2025-01-01") { "2025-07-01" } else { "2024-02-02" }
}

fn in_network(path: &mut Path<'_>, environment: ResourceIndex, on: &Step) -> Reach {
    let internal = path.setting(environment, "properties.vnetConfiguration.internal");
    let required = "true";
    match &internal.value.kind {
        Kind::Bool(true) => Reach::shut(internal.step(required, "gives the environment no public address")),
        Kind::Bool(false) | Kind::Null | Kind::Omitted => {
            // The switch that was left out decides where there is one, else the network that is not there.
            let has_switch = is_since(path.estate.resource(environment), first_with_switch(path, environment));
            let step = match internal.value.is_null_or_omitted() && has_switch {
                true => Step { effect: "leaves the environment a public address".into(), ..on.clone() },
                false => internal.step(required, "leaves the environment a public address"),
            };
            path.note(on.clone());
            filtered(path, environment, step)
        }
        _ => {
            let missing = missing::of_value(&internal.value, &internal.path);
            Reach::doubtful(internal.step(required, PERHAPS), missing)
        }
    }
}

/// In a customer's subnet, the subnet's network security group may turn everyone away.
fn filtered(path: &mut Path<'_>, environment: ResourceIndex, step: Step) -> Reach {
    let subnet = path.setting(environment, "properties.vnetConfiguration.infrastructureSubnetId");
    let missing = subnet::filter(path, &subnet);
    if missing.is_empty() { Reach::open(step) } else { Reach::doubtful(step, missing) }
}

/// What an app listens to.
pub(super) fn app(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    Some(vec![Endpoint { name: "ingress", port: 443, reach: ingress(path) }])
}

fn ingress(path: &mut Path<'_>) -> Reach {
    let ingress = path.own("properties.configuration.ingress");
    match &ingress.value.kind {
        Kind::Null | Kind::Omitted => return Reach::shut(ingress.step("no ingress", "makes nothing listen")),
        Kind::Object(_) => {}
        _ => {
            let missing = missing::of_value(&ingress.value, &ingress.path);
            return Reach::doubtful(ingress.step("no external ingress", PERHAPS), missing);
        }
    }
    let external = path.own("properties.configuration.ingress.external");
    let required = "false";
    let mut reach = match &external.value.kind {
        Kind::Bool(false) => Reach::shut(external.step(required, "lets in only what is in the environment")),
        Kind::Bool(true) => restricted(path, &external),
        Kind::Null | Kind::Omitted => {
            let mut reach = restricted(path, &external);
            let what = "whether an ingress is external when `external` is left out";
            let missing = missing::unconfirmed("aca-external-default", what, "set `external`");
            reach.doubt(&external.step(required, PERHAPS), &[missing], path);
            reach
        }
        _ => {
            let mut reach = restricted(path, &external);
            let missing = missing::of_value(&external.value, &external.path);
            reach.doubt(&external.step(required, PERHAPS), &missing, path);
            reach
        }
    };
    reach.join(more_ports(path));
    reach
}

/// Ports besides the main one, each external or not.
fn more_ports(path: &mut Path<'_>) -> Reach {
    let list = path.own("properties.configuration.ingress.additionalPortMappings");
    let mut reach = Reach::default();
    for item in items(path, &list) {
        let external = item.member(path, if item.opaque { "" } else { "external" }, path.subject);
        let doubt = match &external.value.kind {
            Kind::Bool(true) => item.doubt.clone(),
            Kind::Bool(false) | Kind::Null | Kind::Omitted => continue,
            _ => missing::of_value(&external.value, &external.path),
        };
        let step = external.step("false", "opens a further port as far as the environment is open");
        let mut more = of_environment(path, &step);
        if !doubt.is_empty() {
            more.doubt(&step, &doubt, path);
        }
        reach.ways.extend(more.ways);
    }
    reach
}

/// Whoever reaches the environment.
fn of_environment(path: &mut Path<'_>, step: &Step) -> Reach {
    let mut id = path.own("properties.environmentId");
    if id.value.is_null_or_omitted() {
        id = path.own("properties.managedEnvironmentId");
    }
    let found = ResourceId::parse(&id.value).map(|id| path.find(&id));
    if let Some(Found::Resource(index)) = found
        && path.estate.resource(index).is_some_and(|found| found.provision != Provision::External)
    {
        path.note(step.clone());
        return entry(path, index);
    }
    let mut missing = vec![Missing {
        cause: Cause::NotInInput,
        what: format!("whether the environment `{}` can be reached from the internet", id.value),
        settle: "join the template that declares the environment, or an export of it".into(),
    }];
    if let Kind::Term(term) = &id.value.kind {
        missing.extend(missing::of_term(term).into_iter().filter(|own| own.cause == Cause::NoValue));
    }
    path.note(id.step("an internal environment", "is where the app runs"));
    Reach::doubtful(step.clone(), missing)
}

/// Whoever reaches the environment, as far as the app's list of addresses lets in: all its rules allow, or all deny.
fn restricted(path: &mut Path<'_>, external: &Setting) -> Reach {
    let on = external.step("false", "lets in whoever reaches the environment");
    let mut reach = of_environment(path, &on);
    let list = path.own("properties.configuration.ingress.ipSecurityRestrictions");
    let items = items(path, &list);
    if reach.ways.is_empty() || items.is_empty() {
        return reach;
    }
    let mut rules = Vec::new();
    let mut doubt = Vec::new();
    for item in items {
        let action = item.member(path, "action", path.subject);
        let entry = item.member(path, "ipAddressRange", path.subject);
        doubt.extend(item.doubt.iter().cloned());
        match action.value.as_str().map(str::to_ascii_lowercase).as_deref() {
            Some("allow") => rules.push((true, entry)),
            Some("deny") => rules.push((false, entry)),
            _ => doubt.extend(missing::of_value(&action.value, &action.path)),
        }
    }
    let step = list.step("rules that allow no address from outside", "may narrow who comes in");
    let mixed = rules.iter().any(|(allow, _)| *allow) && rules.iter().any(|(allow, _)| !allow);
    if mixed {
        doubt.extend(missing::of_value(&list.value, &list.path));
    }
    if !doubt.is_empty() {
        reach.doubt(&step, &doubt, path);
        return reach;
    }
    let environment: Vec<Missing> = reach.ways.iter().flat_map(|way| way.missing.clone()).collect();
    let is_certain = reach.ways.iter().any(|way| way.certain);
    reach.ways.iter().for_each(|way| path.note(way.step.clone()));
    let narrowed = match rules.iter().all(|(allow, _)| *allow) {
        true => allowed(path, &rules),
        false => not_denied(&rules, &list),
    };
    let ways = narrowed.into_iter().map(|way| match is_certain {
        true => way,
        false => list::doubted(way, &environment),
    });
    let mut reach =
        Reach { ways: ways.collect(), shut: vec![list.step("rules that allow no address from outside", NOBODY)] };
    generic::unless_ignored(path, &list, "2022-06-01", &mut reach);
    reach
}

const ZERO: Zero = Zero::Unconfirmed("aca-zero");

fn allowed(path: &Path<'_>, rules: &[(bool, Setting)]) -> Vec<Way> {
    rules.iter().filter_map(|(_, entry)| list::of_setting(path, entry, Entries::Addresses(ZERO))).collect()
}

fn not_denied(rules: &[(bool, Setting)], list: &Setting) -> Vec<Way> {
    let denied = rules.iter().fold(Filter::nothing(), |sum: Filter<AddressSet>, (_, entry)| {
        sum.union(&match entry.value.as_str().map(|text| (text.parse::<AddressSet>(), address::of_text(text, ZERO))) {
            Some((_, Entry::Everyone)) => Filter::everything(),
            Some((Ok(set), _)) => Filter::exactly(set),
            _ => Filter::possibly(Set::all()),
        })
    });
    let left = Filter::everything().subtract(&denied);
    let step = list.step("rules that allow no address from outside", EVERYONE);
    let part = |set: &AddressSet| match address::entry(set) {
        Entry::Everyone => Some(From::Internet),
        Entry::Addresses { must, .. } if !must.is_empty() => Some(From::Addresses(must)),
        _ => None,
    };
    if let Some(from) = part(left.must()) {
        let step = Step { effect: "lets in everyone but those that it names".into(), ..step };
        return vec![Way::certain(from, step)];
    }
    let unread = rules.iter().filter(|(_, entry)| entry.value.as_str().is_none());
    let missing: Vec<Missing> = unread.flat_map(|(_, entry)| missing::of_value(&entry.value, &entry.path)).collect();
    part(left.may()).map(|from| Way::possible(from, step, missing)).into_iter().collect()
}
