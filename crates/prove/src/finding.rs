//! What a prover returns: a verdict per choice, with the steps that led to it.

use std::sync::Arc;

use ringfence_estate::{Cause, Guard, OriginId, Resource, ResourceIndex, Value};

/// What is true of a subject under one choice.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The statement is true.
    Holds,
    /// The statement is false; the counterexample is in the steps.
    Fails,
    /// That depends on what is missing.
    Unknown(Vec<Missing>),
}

/// An outcome under some choices.
#[derive(Clone, Debug)]
pub struct Case {
    /// The choices. Those of one finding exclude each other and cover every choice under which the subject exists.
    pub when: Guard,
    /// What is true under them.
    pub outcome: Outcome,
    /// What led to it, in the order of the decision; exactly one of them decides.
    pub steps: Vec<Step>,
    /// What it rests on besides the input.
    pub assumptions: Vec<Assumption>,
}

/// One step of a decision: a setting, what it is, and what it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The resource that has the setting.
    pub resource: ResourceIndex,
    /// The setting's dotted path in the resource's body: `properties.publicNetworkAccess`.
    pub path: Arc<str>,
    /// What it is, as evaluated; omitted if it was left out.
    pub actual: Value,
    /// What would close it, as a person reads it: `'Disabled'`, `no rules`.
    pub required: Arc<str>,
    /// What follows from what it is, as a sentence without a subject: `lets every address on the internet in`.
    pub effect: Arc<str>,
    /// How much it counts.
    pub role: Role,
    /// Its place: the value's, or the declaration's if it was left out.
    pub origin: OriginId,
}

/// How much a step counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It decides.
    Decisive,
    /// It was looked at and matters to a reader.
    Related,
    /// It leads to what decides.
    Chain,
}

/// A fact without which there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// Why it is missing.
    pub cause: Cause,
    /// What it is: ``the value of `publicAccess` ``.
    pub what: String,
    /// What would settle it: `give the parameter a value`.
    pub settle: String,
}

/// A statement that a finding rests on, from the closed list in the design.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assumption {
    /// Its name: `complete:kv-{baseName}`, `default:location`.
    pub id: String,
    /// What is assumed, as a sentence.
    pub text: String,
    /// Where it matters.
    pub origin: OriginId,
}

/// What is true of the settings of one resource.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The resource.
    pub resource: ResourceIndex,
    /// What it is called: `storage account`.
    pub service: &'static str,
    /// What is true under which choices.
    pub cases: Vec<Case>,
}

impl Assumption {
    /// `as-declared:ID`: what is deployed is what is declared, also where the declaration leaves something out.
    pub fn as_declared(resource: &Resource) -> Self {
        let name = resource.id.display_name();
        Self {
            id: format!("as-declared:{name}"),
            text: format!("nobody set or sets {name} otherwise, not even what its declaration leaves out"),
            origin: resource.origin,
        }
    }
}
