//! Names: what the public host name of a service resolves to from a network.
//!
//! The facts, with their sources, are collected on [docs/facts/names.md](../../../../docs/facts/names.md).

mod ask;
mod clients;
mod codes;
mod filters;
mod host;
mod networks;
mod policies;
mod records;
mod rulesets;
mod servers;
mod subject;
mod walk;
mod zones;

use ringfence_estate::{Cause, Estate, Guard, OriginId, Resource, ResourceId, ResourceIndex, Sameness};

pub use self::ask::{Unasked, ask};
use self::clients::Client;
pub use self::codes::Code;
use self::codes::{Diagnosis, diagnose};
use self::servers::{Owner, Servers};
use self::subject::{Key, Subject};
use self::walk::{Answer, End, Walk};
use crate::explore::{Explored, Path, Setting, explore};
use crate::finding::{Assumption, Case, Missing, Outcome, Role, Step};
use crate::private_link::endpoint::{self, Place};

/// What one host name of a service resolves to from one network.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// The service.
    pub resource: ResourceIndex,
    /// What it is called: `key vault`.
    pub service: &'static str,
    /// The host name: `kv-{baseName}.vault.azure.net`.
    pub host: String,
    /// The network that the question is asked from, by name.
    pub network: String,
    /// Under which choices all of them exist.
    pub present: Guard,
    /// What is true under which choices. `Holds`: the name resolves to an approved endpoint of the service.
    pub cases: Vec<ResolutionCase>,
}

/// What a host name resolves to under some choices.
#[derive(Clone, Debug)]
pub struct ResolutionCase {
    /// The choices, the outcome, and what led to it.
    pub case: Case,
    /// The way that the question takes.
    pub hops: Vec<Hop>,
    /// What the way ends at.
    pub ending: Ending,
    /// The same as a person says it: `the private address of pe-key-vault`.
    pub end: String,
    /// If it fails, or would: the known mistake.
    pub code: Option<Code>,
}

/// What the way of a question ends at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// An address of a private endpoint of the service.
    Endpoint,
    /// The public address.
    Public,
    /// Another address.
    Address,
    /// No answer.
    Nothing,
    /// That is not known.
    Unknown,
}

/// A station on the way of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// What it is: `vnet-workload`, `zone privatelink.vaultcore.azure.net`.
    pub place: String,
    /// What it does: `asks Azure DNS`, `has no record of …`.
    pub action: String,
    /// The line that makes it do so.
    pub origin: OriginId,
}

impl ResolutionCase {
    /// Whether the name belongs to a service with an endpoint.
    fn is_connected(&self) -> bool {
        self.ending == Ending::Endpoint || self.ending == Ending::Unknown
    }
}

impl crate::twin::About for Resolution {
    fn resource(&self) -> ResourceIndex {
        self.resource
    }

    fn cases(&self) -> Vec<&Case> {
        self.cases.iter().map(|own| &own.case).collect()
    }

    fn cases_mut(&mut self) -> Vec<&mut Case> {
        self.cases.iter_mut().map(|own| &mut own.case).collect()
    }
}

/// What holds of a subject on one path.
#[derive(Clone, Debug, PartialEq)]
struct Verdict {
    outcome: Outcome,
    steps: Vec<Step>,
    assumptions: Vec<Assumption>,
    hops: Vec<Hop>,
    ending: Ending,
    end: String,
    code: Option<Code>,
}

/// The resolution of every public host name of a service with a private endpoint, from every network with a client.
pub fn resolutions(estate: &Estate) -> Vec<Resolution> {
    let networks = networks::networks(estate);
    let mut found = Vec::new();
    for (nth, resource) in estate.resources.iter().enumerate() {
        let Some(service) = crate::private_link::sub_resources_of(resource) else { continue };
        let Ok(index) = u32::try_from(nth).map(ResourceIndex) else { continue };
        let connected = || endpoint::endpoints(estate).any(|(_, own)| endpoint::may_lead(own, &resource.id));
        if resource.present.is_never() || networks.is_empty() || !connected() {
            continue;
        }
        for key in Key::all(service) {
            for network in &networks {
                found.extend(resolution(estate, index, resource, key, network));
            }
        }
    }
    crate::twin::doubt(estate, &mut found);
    found
}

fn resolution(
    estate: &Estate,
    index: ResourceIndex,
    resource: &Resource,
    key: Key,
    network: &ResourceId,
) -> Option<Resolution> {
    let explored = explore(estate, index, &resource.present, |path| decide(path, index, key, network));
    let (present, cases) = collect(explored)?;
    Some(Resolution {
        resource: index,
        service: key.service.name,
        host: key.host_of(resource).to_string(),
        network: network.display_name(),
        present,
        cases,
    })
}

/// The guard under which the question is asked, and the cases; none if it never is.
fn collect(explored: Explored<Option<Verdict>>) -> Option<(Guard, Vec<ResolutionCase>)> {
    let mut present = explored.left.clone();
    let mut verdicts: Vec<(Guard, Verdict)> = Vec::new();
    for (when, verdict) in explored.leaves {
        let Some(verdict) = verdict else { continue };
        present = present.or(&when);
        match verdicts.iter_mut().find(|(_, known)| *known == verdict) {
            Some((known, _)) => *known = known.or(&when),
            None => verdicts.push((when, verdict)),
        }
    }
    let mut last = verdicts.last()?.1.clone();
    if !explored.left.is_never() {
        last.outcome = Outcome::Unknown(vec![Missing {
            cause: Cause::TooManyCases,
            what: "what follows from more combinations of choices than are told apart".into(),
            settle: "give some of the parameters that it depends on a value (--parameters)".into(),
        }]);
        verdicts.push((explored.left, last));
    }
    let cases = verdicts.into_iter().map(|(when, own)| ResolutionCase {
        case: Case { when, outcome: own.outcome, steps: own.steps, assumptions: own.assumptions },
        hops: own.hops,
        ending: own.ending,
        end: own.end,
        code: own.code,
    });
    Some((present, cases.collect()))
}

/// None if nobody in the network uses the name on this path.
fn decide(path: &mut Path<'_>, index: ResourceIndex, key: Key, network: &ResourceId) -> Option<Verdict> {
    let subject = key.on(path, index).filter(|subject| !subject.endpoints.is_empty())?;
    let near = near(path, &subject, network);
    if near == Sameness::Different {
        return None;
    }
    let clients = clients::clients(path, network);
    let first = clients.first()?;
    let mut doubt: Vec<Missing> = first.doubt.iter().chain(&subject.perhaps).cloned().collect();
    if near == Sameness::Maybe {
        doubt.push(perhaps_far(&subject, network));
    }
    let (answer, diagnosis) = worst(path, &subject, network, &clients)?;
    let mut outcome = diagnosis.outcome;
    if outcome == Outcome::Fails && !doubt.is_empty() {
        outcome = Outcome::Unknown(doubt);
    }
    let mut steps = chain(&answer, &diagnosis.step);
    steps.push(Step { role: Role::Decisive, ..diagnosis.step });
    if outcome == Outcome::Holds {
        assume(path, &subject, &answer, network);
    }
    let mut assumptions = std::mem::take(&mut path.assumptions);
    assumptions.extend(path.defaults());
    assumptions.sort();
    let mut hops = vec![Hop {
        place: first.name.clone(),
        action: format!("is in {} and asks for {}", network.display_name(), subject.host),
        origin: first.origin,
    }];
    hops.extend(answer.hops.iter().cloned());
    let (ending, end) = (ending(&answer), end(&subject, &answer));
    Some(Verdict { outcome, steps, assumptions, hops, ending, end, code: diagnosis.code })
}

/// Whether a network reaches an endpoint of the subject.
fn near(path: &mut Path<'_>, subject: &Subject, network: &ResourceId) -> Sameness {
    let mut answer = Sameness::Different;
    for reached in &subject.endpoints {
        let own = match endpoint::subnet(path, reached.index).place {
            Place::Subnet { id, .. } => match id.parent() {
                Some(of) => networks::connected(path, network, &of),
                None => Sameness::Maybe,
            },
            Place::Nowhere | Place::Unknown(_) => Sameness::Maybe,
        };
        match own {
            Sameness::Same => return Sameness::Same,
            Sameness::Maybe => answer = Sameness::Maybe,
            Sameness::Different => {}
        }
    }
    answer
}

fn perhaps_far(subject: &Subject, network: &ResourceId) -> Missing {
    let names: Vec<&str> = subject.endpoints.iter().map(|own| own.name.as_str()).collect();
    Missing {
        cause: Cause::NotInInput,
        what: format!(
            "whether clients in {} reach {}, which no peering on both sides connects directly",
            network.display_name(),
            names.join(", ")
        ),
        settle: "peer the networks, or join the template of what routes between them".into(),
    }
}

/// The answer for the client that fares worst: each interface may name servers of its own.
fn worst(
    path: &mut Path<'_>,
    subject: &Subject,
    network: &ResourceId,
    clients: &[Client],
) -> Option<(Answer, Diagnosis)> {
    if let Some(waiting) = nothing_works(subject) {
        return Some(waiting);
    }
    let mut servers: Vec<Servers> = Vec::new();
    let mut of_network = false;
    for client in clients {
        match client.interface.and_then(|interface| servers::of_interface(path, interface)) {
            Some(own) => servers.push(own),
            None => of_network = true,
        }
    }
    if of_network {
        let own = match walk::declared(path, network) {
            Some(index) => servers::of_network(path, index),
            None => Servers::Unknown(vec![unread(network)], no_setting(path)),
        };
        servers.insert(0, own);
    }
    let mut worst: Option<(Answer, Diagnosis)> = None;
    for own in &servers {
        let answer = Walk::ask(path, subject, network, own);
        let mut diagnosis = diagnose(path, subject, network, &answer);
        if diagnosis.outcome == Outcome::Holds
            && let Servers::Custom(servers) = own
            && let Some((step, missing)) = in_the_way(path, clients, servers)
        {
            diagnosis = Diagnosis { outcome: Outcome::Unknown(missing), step, code: None };
        }
        let is_worse = worst.as_ref().is_none_or(|(_, known)| rank(&diagnosis.outcome) > rank(&known.outcome));
        if is_worse {
            worst = Some((answer, diagnosis));
        }
    }
    worst
}

/// What may stop the questions of a client on their way to one of its servers.
fn in_the_way(path: &mut Path<'_>, clients: &[Client], servers: &[Setting]) -> Option<(Step, Vec<Missing>)> {
    for server in servers {
        let subnet = match servers::owner(path, server) {
            Owner::Resolver { endpoint, .. } => servers::subnet(path, endpoint, "subnet.id"),
            Owner::Firewall { firewall, .. } => servers::subnet(path, firewall, "properties.subnet.id"),
            Owner::Azure | Owner::Unknown(_) => continue,
        };
        for client in clients {
            if let Some(found) = filters::in_the_way(path, &client.subnet, server, subnet.as_ref()) {
                return Some(found);
            }
        }
    }
    None
}

fn rank(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Holds => 0,
        Outcome::Unknown(_) => 1,
        Outcome::Fails => 2,
    }
}

/// What comes of a name whose endpoints all carry nothing: whatever it resolves to, nothing answers there privately.
fn nothing_works(subject: &Subject) -> Option<(Answer, Diagnosis)> {
    let closed: Option<Vec<&Step>> =
        subject.endpoints.iter().map(|own| own.closed.as_ref().filter(|_| own.doubt.is_empty())).collect();
    let step = (*closed?.first()?).clone();
    let answer = Answer { end: End::Public, hops: Vec::new(), asked_in: None, late_rule: None };
    Some((answer, Diagnosis { outcome: Outcome::Fails, step, code: None }))
}

fn unread(network: &ResourceId) -> Missing {
    Missing {
        cause: Cause::NotInInput,
        what: format!("which DNS servers {} names, which is only referred to", network.display_name()),
        settle: "join the template that declares it, or an export of it".into(),
    }
}

fn no_setting(path: &mut Path<'_>) -> crate::explore::Setting {
    path.own("id")
}

/// The places on the way, for a reader.
fn chain(answer: &Answer, decisive: &Step) -> Vec<Step> {
    match &answer.end {
        End::Endpoint { link, .. } => {
            vec![link.network.step("a link to this network", "links the zone to the network")]
        }
        _ => Vec::new(),
    }
    .into_iter()
    .map(|step| Step { role: Role::Chain, ..step })
    .filter(|step| step.origin != decisive.origin)
    .collect()
}

fn ending(answer: &Answer) -> Ending {
    match &answer.end {
        End::Endpoint { .. } => Ending::Endpoint,
        End::Elsewhere { .. } => Ending::Address,
        End::Public | End::Redirected { .. } => Ending::Public,
        End::Unreachable { .. } | End::Denied { .. } => Ending::Nothing,
        End::Unknown { .. } => Ending::Unknown,
    }
}

fn end(subject: &Subject, answer: &Answer) -> String {
    match &answer.end {
        End::Endpoint { nth, .. } => {
            let name = subject.endpoints.get(*nth).map(|own| own.name.clone()).unwrap_or_default();
            format!("the private address of {name}")
        }
        End::Elsewhere { address } if subject.endpoints.is_empty() => format!("the address {}", address.value),
        End::Elsewhere { address } => format!("{}, which is not the endpoint's address", address.value),
        End::Public if !subject.endpoints.is_empty() && subject.endpoints.iter().all(|own| own.closed.is_some()) => {
            "no endpoint that carries anything".into()
        }
        End::Public => "the public address".into(),
        End::Unreachable { server } => format!("no answer: {} is out of reach", server.value),
        End::Redirected { .. } => "the public address, since the private zone has no record".into(),
        End::Denied { link, .. } => format!("no address: {} has no record (NXDOMAIN)", link.zone.name),
        End::Unknown { .. } => "that is not known".into(),
    }
}

/// What an answer that ends at the endpoint rests on.
fn assume(path: &mut Path<'_>, subject: &Subject, answer: &Answer, network: &ResourceId) {
    let End::Endpoint { nth, link, .. } = &answer.end else { return };
    if let Some(reached) = subject.endpoints.get(*nth)
        && reached.assumed
    {
        let text = format!("the connection of {} is approved on creation", reached.name);
        path.assume(format!("auto-approved:{}", reached.name), text, reached.origin);
    }
    let asked_in = answer.asked_in.as_ref().unwrap_or(network);
    if let ringfence_estate::Found::Resource(index) = path.find(asked_in) {
        path.assume_complete(index, "DNS zones, forwarding rules or DNS policies");
    }
    if let Some(zone) = link.zone.declared {
        path.assume_complete(zone, "records");
    }
}
