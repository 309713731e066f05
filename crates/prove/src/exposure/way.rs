//! Ways into a service, and what they amount to.

use std::net::IpAddr;

use ringfence_estate::{Cause, Value};
use ringfence_packets::AddressSet;

use super::address;
use super::{Packet, Source};
use crate::explore::Path;
use crate::finding::{Assumption, Missing, Outcome, Role, Step};

/// From where one way leads in. All of it is outside the boundary.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum From {
    /// Every address on the internet.
    Internet,
    /// Azure's own addresses, which any tenant can have.
    Azure,
    /// Some addresses.
    Addresses(AddressSet),
    /// A subnet that is not of the estate.
    Subnet(Value),
    /// From somewhere that is not known.
    Somewhere,
}

/// A way into an endpoint from outside the boundary.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Way {
    pub(super) from: From,
    /// Whether it is certainly there.
    pub(super) certain: bool,
    /// The setting that makes it.
    pub(super) step: Step,
    /// Unless certain: without what that is not known.
    pub(super) missing: Vec<Missing>,
}

/// All ways into one endpoint.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reach {
    pub(super) ways: Vec<Way>,
    /// What closes it to everyone else, the weightiest first.
    pub(super) shut: Vec<Step>,
}

/// One public endpoint of a service.
pub(super) struct Endpoint {
    pub(super) name: &'static str,
    pub(super) port: u16,
    pub(super) reach: Reach,
}

/// What is true of a service on one path.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    pub(super) steps: Vec<Step>,
    pub(super) assumptions: Vec<Assumption>,
    pub(super) packet: Option<Packet>,
}

impl Way {
    /// A way that is certainly there.
    pub(super) fn certain(from: From, step: Step) -> Self {
        Self { from, certain: true, step, missing: Vec::new() }
    }

    /// A way that may be there.
    pub(super) fn possible(from: From, step: Step, missing: Vec<Missing>) -> Self {
        Self { from, certain: false, step, missing }
    }
}

impl Reach {
    /// Nobody gets in.
    pub(super) fn shut(step: Step) -> Self {
        Self { ways: Vec::new(), shut: vec![step] }
    }

    /// Everyone gets in.
    pub(super) fn open(step: Step) -> Self {
        Self { ways: vec![Way::certain(From::Internet, step)], shut: Vec::new() }
    }

    /// Everyone may get in, or nobody.
    pub(super) fn doubtful(step: Step, missing: Vec<Missing>) -> Self {
        Self { ways: vec![Way::possible(From::Internet, step, missing)], shut: Vec::new() }
    }

    /// Whether everyone certainly gets in.
    pub(super) fn is_open(&self) -> bool {
        self.ways.iter().any(|way| way.certain && way.from == From::Internet)
    }

    /// The ways of both.
    pub(super) fn join(&mut self, other: Self) {
        self.ways.extend(other.ways);
        self.shut.extend(other.shut);
    }

    /// Makes every way uncertain, because of `step`, which is then what the reader must look at.
    pub(super) fn doubt(&mut self, step: &Step, missing: &[Missing], path: &mut Path<'_>) {
        for way in &mut self.ways {
            way.certain = false;
            way.missing = missing.iter().chain(&way.missing).cloned().collect();
            let own = std::mem::replace(&mut way.step, step.clone());
            if own != *step {
                path.note(own);
            }
        }
    }
}

/// What the endpoints of a service amount to, together.
pub(super) fn conclude(path: &mut Path<'_>, endpoints: Vec<Endpoint>) -> Verdict {
    let all = || endpoints.iter().flat_map(|endpoint| endpoint.reach.ways.iter().map(move |way| (endpoint, way)));
    let worst = all().filter(|(_, way)| way.certain).min_by_key(|(_, way)| rank(&way.from));
    let (outcome, decisive, packet) = if let Some((endpoint, way)) = worst {
        let packet = Packet { source: source(&way.from), endpoint: endpoint.name, port: endpoint.port };
        (Outcome::Fails, Some(way.step.clone()), Some(packet))
    } else if let Some((_, way)) = all().next() {
        let mut missing: Vec<Missing> = all().flat_map(|(_, way)| way.missing.clone()).collect();
        missing.sort();
        missing.dedup();
        (Outcome::Unknown(missing), Some(way.step.clone()), None)
    } else {
        let decisive = endpoints.iter().find_map(|endpoint| endpoint.reach.shut.first()).cloned();
        (Outcome::Holds, decisive, None)
    };
    if outcome == Outcome::Fails {
        // What was noted on the way leads to it; what other ways there are does not.
        path.notes.iter_mut().for_each(|step| step.role = Role::Chain);
    }
    for endpoint in &endpoints {
        let steps = endpoint.reach.ways.iter().map(|way| &way.step).chain(&endpoint.reach.shut);
        let certain = |step: &Step| endpoint.reach.ways.iter().any(|way| way.certain && way.step == *step);
        for step in steps {
            // Of a service that is open, only what opens it further matters.
            let is_noted = path.notes.iter().any(|known| known.resource == step.resource && known.path == step.path);
            if !is_noted && (outcome != Outcome::Fails || certain(step)) {
                path.note(step.clone());
            }
        }
    }
    let mut assumptions = path.defaults();
    if outcome == Outcome::Holds {
        assumptions.extend(path.assumptions.iter().cloned());
    }
    assumptions.sort();
    Verdict { outcome, steps: steps(path, decisive), assumptions, packet }
}

/// The notes in their order, with the step that decides among them.
fn steps(path: &Path<'_>, decisive: Option<Step>) -> Vec<Step> {
    let Some(decisive) = decisive else { return path.notes.clone() };
    let is_decisive = |step: &Step| step.resource == decisive.resource && step.path == decisive.path;
    let mut steps: Vec<Step> = path.notes.iter().filter(|step| !is_decisive(step)).cloned().collect();
    let at = path.notes.iter().take_while(|step| !is_decisive(step)).count().min(steps.len());
    steps.insert(at, Step { role: Role::Decisive, ..decisive });
    steps
}

/// What is not known since there are more choices than are told apart.
pub(super) fn too_many(step: Step) -> Verdict {
    let missing = Missing {
        cause: Cause::TooManyCases,
        what: "which of very many combinations of choices is deployed".into(),
        settle: "give the parameters that it depends on a value (--parameters)".into(),
    };
    Verdict {
        outcome: Outcome::Unknown(vec![missing]),
        steps: vec![Step { role: Role::Decisive, ..step }],
        assumptions: Vec::new(),
        packet: None,
    }
}

/// A resource of a kind that has no public data plane, on this path.
pub(super) fn nothing_public(step: Step) -> Verdict {
    let step = Step { role: Role::Decisive, effect: "has no public endpoint".into(), ..step };
    Verdict { outcome: Outcome::Holds, steps: vec![step], assumptions: Vec::new(), packet: None }
}

/// Of a loop that may have no element, nothing certainly fails.
pub(super) fn perhaps_none(verdict: &mut Verdict, missing: Vec<Missing>) {
    if verdict.outcome == Outcome::Fails {
        verdict.outcome = Outcome::Unknown(missing);
        verdict.packet = None;
    }
}

/// The worst first.
fn rank(from: &From) -> u8 {
    match from {
        From::Internet => 0,
        From::Azure => 1,
        From::Addresses(_) => 2,
        From::Subnet(_) => 3,
        From::Somewhere => 4,
    }
}

fn source(from: &From) -> Source {
    match from {
        From::Internet | From::Somewhere => Source::Internet,
        From::Azure => Source::Azure,
        From::Subnet(subnet) => Source::Subnet(subnet.clone()),
        From::Addresses(set) => match range(set) {
            Some((first, last)) => Source::Range { first, last },
            None => Source::Internet,
        },
    }
}

/// The first range; none if the set is all that is public.
fn range(set: &AddressSet) -> Option<(IpAddr, IpAddr)> {
    if address::is_everyone(set) { None } else { set.ranges().next() }
}
