//! From the parts of a statement to findings.

use ringfence_estate::{Cause, Estate, Guard, Kind, OriginId, Provision, Resource, ResourceIndex, Value};

use super::{Decide, Part, Service, State};
use crate::explore::{Path, Setting, explore};
use crate::finding::{Assumption, Case, Finding, Missing, Outcome, Role, Step};
use crate::missing;

/// What is true of a subject on one path.
#[derive(Clone, Debug, PartialEq)]
struct Verdict {
    outcome: Outcome,
    steps: Vec<Step>,
    assumptions: Vec<Assumption>,
}

/// What is found about every resource of the types, in the order of declaration.
pub(crate) fn findings(estate: &Estate, services: &'static [Service]) -> Vec<Finding> {
    let found = estate.resources.iter().enumerate().filter_map(|(nth, resource)| {
        if resource.provision == Provision::External || resource.present.is_never() {
            return None;
        }
        let service = services.iter().find(|service| service.kind.eq_ignore_ascii_case(&resource.id.kind))?;
        finding(estate, ResourceIndex(u32::try_from(nth).ok()?), resource, service)
    });
    let mut found: Vec<Finding> = found.collect();
    crate::twin::doubt(estate, &mut found);
    found
}

/// Whether a type is one of these, or the type of a child of one.
pub(crate) fn is_of(services: &[Service], kind: &str) -> bool {
    services.iter().any(|service| {
        let head = kind.get(..service.kind.len());
        let rest = kind.get(service.kind.len()..).unwrap_or_default();
        head.is_some_and(|head| head.eq_ignore_ascii_case(service.kind)) && (rest.is_empty() || rest.starts_with('/'))
    })
}

/// None if the statement is not about the resource, whatever is chosen.
fn finding(estate: &Estate, index: ResourceIndex, resource: &Resource, service: &Service) -> Option<Finding> {
    let explored = explore(estate, index, &resource.present, |path| {
        let parts = match service.decide {
            Decide::Demands(demands) => Some(demands.iter().map(|demand| demand.of_subject(path)).collect()),
            Decide::Special(decide) => decide(path),
        };
        parts.map(|parts| conclude(path, parts))
    });
    if explored.leaves.iter().all(|(_, verdict)| verdict.is_none()) {
        return None;
    }
    let left = (!explored.left.is_never()).then(|| (explored.left, Some(too_many(index, resource))));
    let mut verdicts: Vec<(Guard, Verdict)> = Vec::new();
    for (when, verdict) in explored.leaves.into_iter().chain(left) {
        let verdict = verdict.unwrap_or_else(|| nothing_asked(index, resource));
        match verdicts.iter_mut().find(|(_, known)| *known == verdict) {
            Some((known, _)) => *known = known.or(&when),
            None => verdicts.push((when, verdict)),
        }
    }
    let cases = verdicts.into_iter().map(|(when, verdict)| {
        let outcome = match (verdict.outcome, &resource.family) {
            // Of a loop that may have no element, nothing certainly fails.
            (Outcome::Fails, Some(family)) => Outcome::Unknown(missing::of_loop(family)),
            (outcome, _) => outcome,
        };
        Case { when, outcome, steps: verdict.steps, assumptions: verdict.assumptions }
    });
    Some(Finding { resource: index, service: service.name, cases: cases.collect() })
}

fn conclude(path: &mut Path<'_>, parts: Vec<Part>) -> Verdict {
    let decisive = parts
        .iter()
        .find(|part| part.state == State::Broken)
        .or_else(|| parts.iter().find(|part| matches!(part.state, State::Unsure(_))))
        .or_else(|| parts.first())
        .map(|part| part.step.clone());
    let broken = parts.iter().any(|part| part.state == State::Broken);
    let mut missing: Vec<Missing> = Vec::new();
    for part in &parts {
        if let State::Unsure(own) = &part.state {
            missing.extend(own.iter().cloned());
        }
        // Of a subject that fails, only what breaks it matters.
        if !broken || part.state == State::Broken {
            path.note(part.step.clone());
        }
    }
    missing.sort();
    missing.dedup();
    let outcome = match (broken, missing.is_empty()) {
        (true, _) => Outcome::Fails,
        (false, false) => Outcome::Unknown(missing),
        (false, true) => Outcome::Holds,
    };
    let mut assumptions = path.defaults();
    if outcome == Outcome::Holds {
        assumptions.extend(path.assumptions.iter().cloned());
    }
    assumptions.sort();
    Verdict { outcome, steps: steps(path, decisive), assumptions }
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
fn too_many(index: ResourceIndex, resource: &Resource) -> Verdict {
    let missing = Missing {
        cause: Cause::TooManyCases,
        what: "which of very many combinations of choices is deployed".into(),
        settle: "give the parameters that it depends on a value (--parameters)".into(),
    };
    let step = declaration(index, resource, "depends on more than is known");
    Verdict { outcome: Outcome::Unknown(vec![missing]), steps: vec![step], assumptions: Vec::new() }
}

/// The statement is not about the resource on this path.
fn nothing_asked(index: ResourceIndex, resource: &Resource) -> Verdict {
    let step = declaration(index, resource, "leaves nothing to ask of it");
    Verdict { outcome: Outcome::Holds, steps: vec![step], assumptions: Vec::new() }
}

/// The declaration as the step that decides, where nothing smaller can be named.
fn declaration(index: ResourceIndex, resource: &Resource, effect: &str) -> Step {
    let value = Value::new(Kind::Omitted, resource.origin);
    let setting = Setting { resource: index, path: "properties".into(), value, origin: resource.origin };
    Step { role: Role::Decisive, ..setting.step("settings that are known", effect) }
}

/// A step for what is not there.
pub(crate) fn absent(resource: ResourceIndex, path: &str, origin: OriginId, required: &str, effect: &str) -> Step {
    Setting { resource, path: path.into(), value: Value::new(Kind::Omitted, origin), origin }.step(required, effect)
}
