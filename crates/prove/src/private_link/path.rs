//! Private paths: whether a sub-resource in use has an approved private endpoint in a subnet of the estate.
//!
//! A subnet that the input only refers to is one of the estate's too: the endpoint that the estate deploys takes an
//! address of it, so that it is a network of whoever deploys. What is not known is which subnet, never whether.

use std::sync::Arc;

use ringfence_estate::{
    Cause, Estate, Found, Guard, Kind, OriginId, Provision, Resource, ResourceId, ResourceIndex, Sameness, Value,
};

use super::endpoint::{self, Connection, Place, State};
use super::table;
use super::usage::{self, Use};
use crate::explore::{Path, explore};
use crate::finding::{Assumption, Case, Missing, Outcome, Role, Step};
use crate::missing;
use crate::twin::About;

/// Whether one sub-resource of a service has a private path.
#[derive(Clone, Debug)]
pub struct PrivatePath {
    /// The service.
    pub resource: ResourceIndex,
    /// What it is called: `storage account`.
    pub service: Arc<str>,
    /// The group of the sub-resource: `blob`.
    pub group: Arc<str>,
    /// Under which choices it is in use.
    pub present: Guard,
    /// What is true under which choices.
    pub cases: Vec<Case>,
}

impl About for PrivatePath {
    fn resource(&self) -> ResourceIndex {
        self.resource
    }

    fn cases(&self) -> Vec<&Case> {
        self.cases.iter().collect()
    }

    fn cases_mut(&mut self) -> Vec<&mut Case> {
        self.cases.iter_mut().collect()
    }
}

/// A sub-resource in use.
struct Subject {
    resource: ResourceIndex,
    group: Value,
    /// Whether nobody knows such a group of the type.
    odd: bool,
    /// A private endpoint that names it, and whether it certainly does.
    endpoint: Option<(Step, bool)>,
    uses: Vec<Use>,
}

/// Whether each sub-resource that is in use has a private path.
pub fn private_paths(estate: &Estate) -> Vec<PrivatePath> {
    let subjects = subjects(estate);
    let mut paths: Vec<PrivatePath> = subjects.iter().filter_map(|subject| private_path(estate, subject)).collect();
    // Twins are told apart by sub-resource: of one account that may be another, only the same group matters.
    let mut groups: Vec<Arc<str>> = paths.iter().map(|path| path.group.clone()).collect();
    groups.sort();
    groups.dedup();
    for group in groups {
        let mut of: Vec<PrivatePath> = paths.iter().filter(|path| path.group == group).cloned().collect();
        crate::twin::doubt(estate, &mut of);
        let mut of = of.into_iter();
        paths.iter_mut().filter(|path| path.group == group).for_each(|path| {
            if let Some(own) = of.next() {
                *path = own;
            }
        });
    }
    paths
}

fn private_path(estate: &Estate, subject: &Subject) -> Option<PrivatePath> {
    let resource = estate.resource(subject.resource)?;
    let in_use = match subject.endpoint {
        Some(_) => Guard::Always,
        None => subject.uses.iter().fold(Guard::Never, |sum, own| sum.or(&own.when)),
    };
    let present = resource.present.and(&in_use);
    let explored = explore(estate, subject.resource, &present, |path| decide(path, resource, subject));
    let mut cases: Vec<Case> = Vec::new();
    let left = (!explored.left.is_never()).then(|| (explored.left, too_many(subject, resource)));
    for (when, (outcome, steps, assumptions)) in explored.leaves.into_iter().chain(left) {
        let same =
            |known: &&mut Case| known.outcome == outcome && known.steps == steps && known.assumptions == assumptions;
        match cases.iter_mut().find(same) {
            Some(known) => known.when = known.when.or(&when),
            None => cases.push(Case { when, outcome, steps, assumptions }),
        }
    }
    if let Some(family) = &resource.family {
        // How many there are is not known; what is true of one is true of each, but there may be none.
        for case in &mut cases {
            if case.outcome == Outcome::Fails {
                case.outcome = Outcome::Unknown(missing::of_loop(family));
            }
        }
    }
    let service = table::find(&resource.id.kind).map_or_else(
        || resource.id.kind.rsplit('/').next().unwrap_or(&resource.id.kind).into(),
        |service| service.name.into(),
    );
    Some(PrivatePath { resource: subject.resource, service, group: subject.group.to_string().into(), present, cases })
}

type Verdict = (Outcome, Vec<Step>, Vec<Assumption>);

/// A connection that may carry traffic to the sub-resource, and what is missing to know that it does.
struct Candidate {
    endpoint: ResourceIndex,
    step: Step,
    subnet: Step,
    missing: Vec<Missing>,
}

fn decide(path: &mut Path<'_>, resource: &Resource, subject: &Subject) -> Verdict {
    let mut seen = Seen::default();
    let all: Vec<ResourceIndex> = endpoint::endpoints(path.estate).map(|(index, _)| index).collect();
    for index in all {
        for connection in endpoint::connections_to(path, index, &resource.id) {
            seen.look(path, &resource.id, &connection, &subject.group);
        }
        if !subject.odd && seen.is_settled(path.estate) {
            break;
        }
    }
    seen.mistrust_twins(path);
    if subject.odd {
        seen.mistrust(&missing::of_group(&subject.group));
    }
    let (sure, unsure): (Vec<Candidate>, Vec<Candidate>) =
        seen.candidates.into_iter().partition(|own| own.missing.is_empty());
    // Who else uses it does not decide here: no choice is made for it.
    let shown = subject.uses.iter().filter(|own| path.implies(&own.when)).take(MAX_SHOWN);
    let mut related: Vec<Step> = shown.map(|own| own.step.clone()).collect();
    if let Some(own) = sure.into_iter().next() {
        let name = path.estate.resource(own.endpoint).map(|own| own.id.display_name()).unwrap_or_default();
        if own.step.effect.as_ref() == LEADS {
            let origin = path.estate.resource(own.endpoint).map_or(OriginId::NONE, |own| own.origin);
            let text = format!("the connection of the private endpoint {name} is approved");
            path.assume(format!("auto-approved:{name}"), text, origin);
        }
        related.insert(0, own.subnet);
        return conclude(path, Outcome::Holds, own.step, related);
    }
    if let Some(own) = unsure.first() {
        let mut missing: Vec<Missing> = unsure.iter().flat_map(|own| own.missing.clone()).collect();
        missing.sort();
        missing.dedup();
        related.insert(0, own.subnet.clone());
        return conclude(path, Outcome::Unknown(missing), own.step.clone(), related);
    }
    let by = used_by(path, subject);
    let absent = absent(path, subject, by, resource);
    let is_used =
        by.is_some_and(|own| own.missing.is_empty()) || subject.endpoint.as_ref().is_some_and(|(_, sure)| *sure);
    let outcome = match (is_used, by) {
        _ if subject.odd => Outcome::Unknown(missing::of_group(&subject.group)),
        (true, _) if path.estate.unread.is_empty() => Outcome::Fails,
        (true, _) => Outcome::Unknown(vec![missing::unread()]),
        (false, Some(own)) => Outcome::Unknown(own.missing.clone()),
        (false, None) => Outcome::Unknown(missing::of_group(&subject.group)),
    };
    let decisive = match (seen.closed.into_iter().next(), seen.wrong.first()) {
        (Some(closed), _) => closed,
        (None, Some(_)) => {
            let groups: Vec<String> = seen.wrong.iter().map(|own| format!("'{}'", own.actual)).collect();
            let effect = format!("{}, while its private endpoints are for {} (D8)", absent.effect, groups.join(", "));
            Step { effect: effect.into(), ..absent }
        }
        (None, None) => {
            Step { effect: format!("{}, and no private endpoint leads there", absent.effect).into(), ..absent }
        }
    };
    related.splice(0..0, seen.wrong);
    conclude(path, outcome, decisive, related)
}

/// The most uses that are shown besides what decides.
const MAX_SHOWN: usize = 4;

/// A use that certainly is one on this path, else one that may be.
fn used_by<'s>(path: &mut Path<'_>, subject: &'s Subject) -> Option<&'s Use> {
    let (sure, unsure): (Vec<&Use>, Vec<&Use>) = subject.uses.iter().partition(|own| own.missing.is_empty());
    sure.into_iter().chain(unsure).find(|own| path.holds(&own.when))
}

/// What shows that a private endpoint is needed where there is none.
fn absent(path: &Path<'_>, subject: &Subject, by: Option<&Use>, resource: &Resource) -> Step {
    match (by, &subject.endpoint) {
        (Some(own), _) => own.step.clone(),
        (None, Some((endpoint, _))) => {
            Step { effect: "names it, but is not deployed under this choice".into(), ..endpoint.clone() }
        }
        (None, None) => Step {
            resource: path.subject,
            path: "properties".into(),
            actual: Value::new(Kind::Omitted, resource.origin),
            required: required(&subject.group),
            effect: "needs it".into(),
            role: Role::Related,
            origin: resource.origin,
        },
    }
}

/// What there is of private endpoints on one path.
#[derive(Default)]
struct Seen {
    candidates: Vec<Candidate>,
    /// Those that carry nothing.
    closed: Vec<Step>,
    /// Those for another sub-resource.
    wrong: Vec<Step>,
}

/// The effect of a connection whose approval is assumed.
const LEADS: &str = "connects a subnet of the estate to it";
/// The effect of a connection of which that is not known.
const LEADS_PERHAPS: &str = "may connect a subnet of the estate to it";
/// The effect of a connection that says that it is approved.
const LEADS_APPROVED: &str = "connects a subnet of the estate to it, and is approved";

impl Seen {
    fn look(&mut self, path: &mut Path<'_>, to: &ResourceId, connection: &Connection, group: &Value) {
        let mut missing = connection.doubt(path, to);
        let own = connection.group(path, group);
        let step = |effect: &str| Step { required: required(group), ..own.setting.step("", effect) };
        if own.is == Sameness::Different {
            if missing.is_empty() {
                self.wrong.push(step("is for another sub-resource"));
            }
            return;
        }
        missing.extend(own.missing.iter().cloned());
        let leads = match connection.state(path) {
            State::Approved { assumed: true } => LEADS,
            State::Approved { assumed: false } => LEADS_APPROVED,
            State::Closed(state) => {
                let effect = match state.actual.is_null_or_omitted() {
                    true => "is asked for by hand: it waits for somebody to approve it, and carries nothing until then",
                    false => "is not approved, so that it carries nothing",
                };
                self.closed.push(step(effect));
                return;
            }
            State::Unknown(_, unknown) => {
                missing.extend(unknown);
                LEADS
            }
        };
        let subnet = endpoint::subnet(path, connection.endpoint);
        let effect = match &subnet.place {
            Place::Nowhere => {
                self.closed.push(subnet.setting.step("a subnet", "leaves it without an address"));
                return;
            }
            Place::Unknown(unknown) => {
                missing.extend(unknown.iter().cloned());
                "is where it stands, if it is a subnet"
            }
            Place::Subnet { declared: Some(_), .. } => "is where it stands, a subnet that the estate declares",
            Place::Subnet { declared: None, .. } => "is where it stands, a subnet that the estate refers to",
        };
        self.candidates.push(Candidate {
            endpoint: connection.endpoint,
            step: step(if missing.is_empty() { leads } else { LEADS_PERHAPS }),
            subnet: subnet.setting.step("a subnet", effect),
            missing,
        });
    }

    /// Whether no further endpoint can change the answer.
    fn is_settled(&self, estate: &Estate) -> bool {
        let settles = |own: &Candidate| own.missing.is_empty() && endpoint::twins(estate, own.endpoint).is_empty();
        self.candidates.iter().any(settles)
    }

    /// An endpoint may be one with another, which then may be what is deployed.
    fn mistrust_twins(&mut self, path: &mut Path<'_>) {
        let good: Vec<ResourceIndex> =
            self.candidates.iter().filter(|own| own.missing.is_empty()).map(|own| own.endpoint).collect();
        for own in &mut self.candidates {
            for twin in endpoint::twins(path.estate, own.endpoint) {
                let Some(other) = path.estate.resource(twin) else { continue };
                if !good.contains(&twin)
                    && path.holds(&other.present)
                    && let Some(resource) = path.estate.resource(own.endpoint)
                {
                    own.missing.push(missing::perhaps_same(&other.id.to_string(), &resource.id.to_string()));
                    own.step.effect = LEADS_PERHAPS.into();
                }
            }
        }
    }

    fn mistrust(&mut self, missing: &[Missing]) {
        self.candidates.iter_mut().for_each(|own| own.missing.extend_from_slice(missing));
    }
}

fn required(group: &Value) -> Arc<str> {
    format!("an approved private endpoint for '{group}'").into()
}

fn conclude(path: &mut Path<'_>, outcome: Outcome, decisive: Step, related: Vec<Step>) -> Verdict {
    let mut assumptions = path.defaults();
    if outcome == Outcome::Holds {
        assumptions.extend(path.assumptions.iter().cloned());
    }
    let is_known = |step: &Step| step.resource == decisive.resource && step.path == decisive.path;
    let related: Vec<Step> = related.into_iter().filter(|step| !is_known(step)).collect();
    let mut steps = vec![Step { role: Role::Decisive, ..decisive }];
    for step in related {
        if !steps.iter().any(|known| known.resource == step.resource && known.path == step.path) {
            steps.push(Step { role: Role::Related, ..step });
        }
    }
    (outcome, steps, assumptions)
}

/// More choices than are walked one by one.
fn too_many(subject: &Subject, resource: &Resource) -> Verdict {
    let step = Step {
        resource: subject.resource,
        path: "properties".into(),
        actual: Value::new(Kind::Omitted, resource.origin),
        required: required(&subject.group),
        effect: "depends on more choices than are looked at one by one".into(),
        role: Role::Decisive,
        origin: resource.origin,
    };
    let missing = Missing {
        cause: Cause::TooManyCases,
        what: "the values of the parameters on which its private endpoints depend".into(),
        settle: "give them a value (--parameters)".into(),
    };
    (Outcome::Unknown(vec![missing]), vec![step], Vec::new())
}

/// Every sub-resource in use, by service.
fn subjects(estate: &Estate) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    for own in usage::uses(estate) {
        let Some(resource) = estate.resource(own.service) else { continue };
        let group = Value::text(&own.group.replace("{name}", &resource.id.name().to_string()));
        with(&mut subjects, own.service, group, |subject| subject.uses.push(own));
    }
    for (index, endpoint) in endpoint::endpoints(estate).filter(|(_, own)| !own.present.is_never()) {
        for target in endpoint::targets(endpoint) {
            for (service, sure) in leads_to(estate, &target) {
                let Some(named) = estate.resource(service).and_then(|own| group_of(own, &target.group)) else {
                    continue;
                };
                let group = &target.group;
                let origin = if group.origin == OriginId::NONE { endpoint.origin } else { group.origin };
                let step = Step {
                    resource: index,
                    path: format!("properties.{}", target.list).into(),
                    actual: group.clone(),
                    required: required(&named.group),
                    effect: LEADS.into(),
                    role: Role::Related,
                    origin,
                };
                with(&mut subjects, service, named.group, |subject| {
                    subject.odd |= named.odd;
                    let known = subject.endpoint.get_or_insert((step, sure));
                    known.1 |= sure;
                });
            }
        }
    }
    subjects.sort_by_key(|own| own.resource);
    // An endpoint for nobody knows what is a subject of its own only where nothing else shows a use of the service.
    let known: Vec<ResourceIndex> = subjects.iter().filter(|own| !own.odd).map(|own| own.resource).collect();
    subjects.retain(|own| !own.odd || !known.contains(&own.resource));
    subjects
}

fn with(subjects: &mut Vec<Subject>, resource: ResourceIndex, group: Value, change: impl FnOnce(&mut Subject)) {
    let same = |own: &&mut Subject| {
        own.resource == resource && own.group.same(&group, ringfence_estate::Case::Insensitive) == Sameness::Same
    };
    if let Some(known) = subjects.iter_mut().find(same) {
        return change(known);
    }
    let mut subject = Subject { resource, group, odd: false, endpoint: None, uses: Vec::new() };
    change(&mut subject);
    subjects.push(subject);
}

struct Named {
    group: Value,
    odd: bool,
}

/// The group as the type's table spells it; none if the type has no groups.
fn group_of(resource: &Resource, group: &Value) -> Option<Named> {
    let Some(service) = table::find(&resource.id.kind) else {
        return group.as_str().map(|_| Named { group: group.clone(), odd: false });
    };
    let of_slot = resource.is("Microsoft.Web/sites/slots");
    if let (Some(only), false) = (service.only(), of_slot) {
        // Whatever stands there, there is nothing else that it could be.
        return Some(Named { group: Value::text(only.group), odd: false });
    }
    Some(match group.as_str().and_then(|word| service.sub(word)) {
        Some(sub) => Named { group: Value::text(sub.group), odd: false },
        None => Named { group: group.clone(), odd: !of_slot },
    })
}

/// The services of the estate that a connection's target is, or may be; and whether it certainly is.
fn leads_to(estate: &Estate, target: &endpoint::Target) -> Vec<(ResourceIndex, bool)> {
    let slot = target.group.as_str().and_then(|group| group.get(..6).zip(group.get(6..)));
    let slot = slot.filter(|(prefix, _)| prefix.eq_ignore_ascii_case("sites-")).map(|(_, slot)| slot);
    let found = match (ResourceId::parse(&target.id), slot) {
        (Some(id), Some(slot)) if id.is("Microsoft.Web/sites") => estate.find(&id.child("slots", Value::text(slot))),
        (Some(id), _) => estate.find(&id),
        (None, _) if matches!(target.id.kind, Kind::Term(_)) => Found::Maybe(with_group(estate, &target.group)),
        (None, _) => Found::Nothing,
    };
    let found: Vec<(ResourceIndex, bool)> = match found {
        Found::Resource(index) => vec![(index, true)],
        Found::Maybe(indices) => indices.into_iter().map(|index| (index, false)).collect(),
        Found::Nothing => Vec::new(),
    };
    let declared = |(index, _): &(ResourceIndex, bool)| {
        estate.resource(*index).is_some_and(|own| own.provision != Provision::External && !own.present.is_never())
    };
    found.into_iter().filter(declared).collect()
}

/// The services that have a group of a name.
fn with_group(estate: &Estate, group: &Value) -> Vec<ResourceIndex> {
    let Some(group) = group.as_str() else { return Vec::new() };
    let of = |resource: &Resource| table::find(&resource.id.kind).is_some_and(|service| service.sub(group).is_some());
    (0u32..).zip(&estate.resources).filter(|(_, own)| of(own)).map(|(index, _)| ResourceIndex(index)).collect()
}
