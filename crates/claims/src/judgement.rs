//! Judgements: what a claim says about one subject, and what a person needs to believe it.

use std::sync::Arc;

use crate::Choices;
use ringfence_estate::{DeploymentId, Estate, OriginId, ResourceIndex, Value};

/// What a claim comes to in an estate.
#[derive(Clone, Debug)]
pub enum Applicability {
    /// It is about these subjects.
    Judged(Vec<Judgement>),
    /// It is about nothing in this estate; why.
    NotApplicable(String),
}

/// The answer about one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The statement is false, and there is a counterexample.
    Fails,
    /// A fact is missing.
    Unknown,
    /// The statement is true, on the assumptions named.
    Holds,
}

/// What a claim says about one subject.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The claim's name.
    pub claim: &'static str,
    /// The answer.
    pub verdict: Verdict,
    /// Subject, setting, actual and required value, and what follows, in one or two sentences.
    pub message: String,
    /// The same in a few words after the subject's name, for a heading: `is open to the whole internet`.
    pub headline: String,
    /// What it is about.
    pub subject: Subject,
    /// The setting that decides; none only where an absence decides.
    pub decisive: Option<Setting>,
    /// The places, the decisive one first.
    pub locations: Vec<Location>,
    /// What a person needs to believe it.
    pub evidence: Vec<Evidence>,
    /// The smallest choices under which it certainly fails; one that is empty if it fails under every choice.
    pub fails_when: Choices,
    /// The facts without which there is no answer; empty unless unknown.
    pub missing: Vec<Missing>,
    /// What to do: the next step.
    pub mend: Option<String>,
    /// What it rests on besides the input.
    pub assumptions: Vec<Assumption>,
    /// The rows of the requirements that it is evidence for.
    pub rows: &'static [&'static str],
    /// The deployment that declares the subject.
    pub deployment: DeploymentId,
}

impl Judgement {
    /// What holds rests on nobody changing the subject.
    pub(crate) fn assume_as_declared(&mut self, estate: &Estate) {
        let Some(resource) = estate.resource(self.subject.resource) else { return };
        let own = Assumption::as_declared(resource);
        if self.verdict == Verdict::Holds && !self.assumptions.iter().any(|known| known.id == own.id) {
            let at = self.assumptions.partition_point(|known| *known < own);
            self.assumptions.insert(at, own);
        }
    }

    /// If a published module decides, its user can change the call only, which then stands first.
    pub(crate) fn lead_to_call(&mut self, estate: &Estate) {
        let Some(first) = self.locations.first_mut() else { return };
        let Some(call) = estate.origins.call_of_published(first.origin) else { return };
        let label = format!("calls the published module in which {}", first.label);
        let role = std::mem::replace(&mut first.role, Role::Related);
        self.locations.insert(0, Location { origin: call, role, label });
    }

    /// Makes it unknown if it holds, since `unread` was not read: that may add to the subject or declare it once more.
    pub(crate) fn distrust_absence(&mut self, unread: OriginId) {
        if self.verdict != Verdict::Holds {
            return;
        }
        self.verdict = Verdict::Unknown;
        self.headline = "is undecided: part of the input was not read".into();
        self.message = format!(
            "{}, as far as the input was read; but part of it was not, and may add what opens it",
            self.message
        );
        self.locations.push(Location { origin: unread, role: Role::Related, label: "this was not read".into() });
        self.missing = vec![Missing {
            cause: ringfence_estate::Cause::NotInInput,
            what: "what the part that was not read declares".into(),
            settle: "mend what the diagnostics name, or add the template that is missing".into(),
        }];
        self.mend = self.missing.first().map(|missing| missing.settle.clone());
    }
}

/// What a judgement is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The resource.
    pub resource: ResourceIndex,
    /// Its canonical id, atoms in braces.
    pub id: String,
    /// Its type, as declared.
    pub kind: Arc<str>,
    /// Its name, atoms in braces.
    pub name: String,
    /// Its type and name as a person says them: `storage account stagent{baseName}`.
    pub display: String,
}

/// The setting that decides a judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its dotted path: `properties.publicNetworkAccess`.
    pub path: Arc<str>,
    /// What it is.
    pub actual: Value,
    /// What it should be, as a person reads it.
    pub required: Arc<str>,
}

/// A place that matters to a judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// The place.
    pub origin: OriginId,
    /// How much it counts.
    pub role: Role,
    /// What stands there, for a caption: ``left out: the default is `Enabled` ``.
    pub label: String,
}

pub use ringfence_prove::finding::{Assumption, Missing, Role};

/// What a person needs to believe a judgement.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// A packet, from hop to hop.
    Packet {
        /// Where it starts, as a person says it: `203.0.113.7 on the internet`.
        from: String,
        /// Where it ends: `stagent{baseName}, tcp 443`.
        to: String,
        /// The filters and routers on its way, in order.
        hops: Vec<Hop>,
        /// Under which choices, if not under all.
        when: Option<String>,
    },
    /// A host name, from server to server.
    Resolution {
        /// The name that is asked for: `kv-{baseName}.vault.azure.net`.
        name: String,
        /// The network that it is asked for from.
        from: String,
        /// What it ends at: `the private address of pe-key-vault`.
        to: String,
        /// The servers, zones and records on the way, in order.
        hops: Vec<Hop>,
        /// Under which choices, if not under all.
        when: Option<String>,
    },
    /// An attribute and its line.
    Attribute {
        /// Its dotted path.
        path: String,
        /// What it is.
        actual: String,
        /// What follows from it.
        effect: String,
        /// Its place.
        at: OriginId,
    },
    /// A way in that the claim does not count against the subject, but a reader must know of.
    Exception(Exception),
}

/// A way in that is not counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// Who may come in: `trusted Azure services`.
    pub who: String,
    /// The setting that lets them in.
    pub path: String,
    /// Its place.
    pub at: OriginId,
}

/// A station on a packet's way.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// What it is: `firewall of stagent{baseName}`.
    pub place: String,
    /// What it does to the packet: `lets it through: no rule is left that could stop it`.
    pub action: String,
    /// The line that makes it do so.
    pub at: OriginId,
}
