//! The report for programs: a contract, described by `schemas/report-1.json`.
//!
//! Within `ringfence/report/1`, members are only ever added.

use std::collections::BTreeMap;

use ringfence_claims::{Chosen, Evidence, Exception, Hop, Judgement, Role, Verdict};
use ringfence_estate::{Cause, Estate, Kind, OriginId};
use ringfence_source::{Diagnostic, Position, Severity, Sources};
use serde::Serialize;

use crate::{Input, InputKind, Judged, Run, fingerprint, place};

/// The report as JSON text, ending in a line break.
pub fn render(run: &Run<'_>) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&report(run))?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    tool: Tool<'a>,
    inputs: Vec<InputJson>,
    deployments: Vec<DeploymentJson>,
    summary: SummaryJson,
    judgements: Vec<JudgementJson>,
    not_applicable: Vec<NotApplicable>,
    not_modelled: Vec<NotModelled>,
    diagnostics: Vec<DiagnosticJson>,
}

#[derive(Serialize)]
pub(crate) struct Tool<'a> {
    pub(crate) name: &'static str,
    pub(crate) version: &'a str,
}

#[derive(Serialize)]
pub(crate) struct InputJson {
    path: String,
    kind: &'static str,
    sha256: String,
}

#[derive(Serialize)]
struct DeploymentJson {
    template: String,
    parameters: Option<String>,
    scope: String,
}

#[derive(Serialize)]
struct SummaryJson {
    resources: usize,
    holds: usize,
    fails: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct JudgementJson {
    claim: &'static str,
    verdict: &'static str,
    message: String,
    fingerprint: String,
    deployment: usize,
    subject: SubjectJson,
    locations: Vec<LocationJson>,
    evidence: Vec<EvidenceJson>,
    fails_when: Vec<BTreeMap<String, serde_json::Value>>,
    fails_when_more: bool,
    missing: Vec<MissingJson>,
    mend: Option<String>,
    assumptions: Vec<AssumptionJson>,
    rows: Vec<&'static str>,
    waived: Option<()>,
}

#[derive(Serialize)]
struct SubjectJson {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    name: String,
    display: String,
}

#[derive(Serialize, Clone)]
pub(crate) struct LocationJson {
    path: String,
    start: PositionJson,
    end: PositionJson,
    role: &'static str,
    instance: String,
}

#[derive(Serialize, Clone, Copy)]
struct PositionJson {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum EvidenceJson {
    Packet { from: String, to: String, when: Option<String>, hops: Vec<HopJson> },
    Resolution { name: String, from: String, to: String, when: Option<String>, hops: Vec<HopJson> },
    Attribute { path: String, actual: String, effect: String, locations: Vec<LocationJson> },
    Exception { who: String, path: String, locations: Vec<LocationJson> },
}

#[derive(Serialize)]
struct HopJson {
    place: String,
    action: String,
    locations: Vec<LocationJson>,
}

#[derive(Serialize)]
pub(crate) struct MissingJson {
    cause: &'static str,
    what: String,
    settle: String,
}

#[derive(Serialize)]
struct AssumptionJson {
    id: String,
    text: String,
    locations: Vec<LocationJson>,
}

#[derive(Serialize)]
struct NotApplicable {
    claim: &'static str,
    why: String,
    deployment: usize,
}

#[derive(Serialize)]
struct NotModelled {
    #[serde(rename = "type")]
    kind: String,
    property: Option<String>,
    count: usize,
}

#[derive(Serialize)]
pub(crate) struct DiagnosticJson {
    severity: &'static str,
    code: &'static str,
    message: String,
    help: Option<String>,
    path: String,
    start: PositionJson,
    end: PositionJson,
}

fn report<'a>(run: &Run<'a>) -> Report<'a> {
    let summary = run.summary();
    let mut report = Report {
        schema: "ringfence/report/1",
        tool: Tool { name: "ringfence", version: run.version },
        inputs: run.inputs.iter().map(input).collect(),
        deployments: Vec::new(),
        summary: SummaryJson {
            resources: summary.resources,
            holds: summary.holds,
            fails: summary.fails,
            unknown: summary.unknown,
        },
        judgements: Vec::new(),
        not_applicable: Vec::new(),
        not_modelled: Vec::new(),
        diagnostics: run.diagnostics.iter().map(|diagnostic| diagnostic_json(diagnostic, run.sources)).collect(),
    };
    for judged in &run.estates {
        add(&mut report, judged, run.sources);
    }
    report
}

fn add(report: &mut Report<'_>, judged: &Judged, sources: &Sources) {
    let first = report.deployments.len();
    let estate = &judged.estate;
    for deployment in estate.deployments.iter().filter(|deployment| deployment.parent.is_none()) {
        report.deployments.push(DeploymentJson {
            template: deployment.template.to_string(),
            parameters: deployment.parameters.as_ref().map(ToString::to_string),
            scope: deployment.scope.to_value(OriginId::NONE).to_string(),
        });
    }
    report.judgements.extend(judged.judgements.iter().map(|own| judgement(own, estate, sources, first)));
    report.not_applicable.extend(judged.not_applicable.iter().map(|(claim, why)| NotApplicable {
        claim,
        why: why.clone(),
        deployment: first,
    }));
    for (kind, count) in &judged.not_modelled {
        match report.not_modelled.iter_mut().find(|known| known.kind.eq_ignore_ascii_case(kind)) {
            Some(known) => known.count += count,
            None => report.not_modelled.push(NotModelled { kind: kind.to_string(), property: None, count: *count }),
        }
    }
}

/// The index, among the reported deployments, of the entry point that declares a judgement's subject.
fn deployment(judgement: &Judgement, estate: &Estate, first: usize) -> usize {
    let mut id = judgement.deployment;
    while let Some(parent) = estate.deployment(id).and_then(|deployment| deployment.parent) {
        id = parent;
    }
    let roots = estate.deployments.iter().enumerate().filter(|(_, deployment)| deployment.parent.is_none());
    first + roots.into_iter().position(|(index, _)| index == id.0 as usize).unwrap_or(0)
}

fn judgement(judgement: &Judgement, estate: &Estate, sources: &Sources, first: usize) -> JudgementJson {
    let at = |origin, role| location(origin, role, estate, sources);
    JudgementJson {
        claim: judgement.claim,
        verdict: verdict(judgement.verdict),
        message: judgement.message.clone(),
        fingerprint: fingerprint::of(judgement),
        deployment: deployment(judgement, estate, first),
        subject: SubjectJson {
            id: judgement.subject.id.clone(),
            kind: judgement.subject.kind.to_string(),
            name: judgement.subject.name.clone(),
            display: judgement.subject.display.clone(),
        },
        locations: judgement.locations.iter().filter_map(|place| at(place.origin, place.role)).collect(),
        evidence: judgement.evidence.iter().map(|evidence| evidence_json(evidence, &at)).collect(),
        fails_when: judgement.fails_when.ways.iter().map(|way| way.iter().map(chosen).collect()).collect(),
        fails_when_more: judgement.fails_when.more,
        missing: judgement.missing.iter().map(missing_json).collect(),
        mend: judgement.mend.clone(),
        assumptions: judgement
            .assumptions
            .iter()
            .map(|assumption| AssumptionJson {
                id: assumption.id.clone(),
                text: assumption.text.clone(),
                locations: at(assumption.origin, Role::Related).into_iter().collect(),
            })
            .collect(),
        rows: judgement.rows.to_vec(),
        waived: None,
    }
}

/// The parameter and its value; what is chosen is a literal of a finite domain.
fn chosen(chosen: &Chosen) -> (String, serde_json::Value) {
    let value = match &chosen.value.kind {
        Kind::Bool(value) => (*value).into(),
        Kind::Int(value) => (*value).into(),
        Kind::String(text) => text.to_string().into(),
        Kind::Null => serde_json::Value::Null,
        _ => chosen.value.to_string().into(),
    };
    (chosen.name.clone(), value)
}

fn evidence_json(evidence: &Evidence, at: &dyn Fn(OriginId, Role) -> Option<LocationJson>) -> EvidenceJson {
    match evidence {
        Evidence::Packet { from, to, hops, when } => {
            EvidenceJson::Packet { from: from.clone(), to: to.clone(), when: when.clone(), hops: hops_json(hops, at) }
        }
        Evidence::Resolution { name, from, to, hops, when } => EvidenceJson::Resolution {
            name: name.clone(),
            from: from.clone(),
            to: to.clone(),
            when: when.clone(),
            hops: hops_json(hops, at),
        },
        Evidence::Attribute { path, actual, effect, at: origin } => EvidenceJson::Attribute {
            path: path.clone(),
            actual: actual.clone(),
            effect: effect.clone(),
            locations: at(*origin, Role::Related).into_iter().collect(),
        },
        Evidence::Exception(Exception { who, path, at: origin }) => EvidenceJson::Exception {
            who: who.clone(),
            path: path.clone(),
            locations: at(*origin, Role::Related).into_iter().collect(),
        },
    }
}

fn hops_json(hops: &[Hop], at: &dyn Fn(OriginId, Role) -> Option<LocationJson>) -> Vec<HopJson> {
    let hop = |hop: &Hop| HopJson {
        place: hop.place.clone(),
        action: hop.action.clone(),
        locations: at(hop.at, Role::Chain).into_iter().collect(),
    };
    hops.iter().map(hop).collect()
}

pub(crate) fn missing_json(missing: &ringfence_claims::Missing) -> MissingJson {
    MissingJson { cause: cause(missing.cause), what: missing.what.clone(), settle: missing.settle.clone() }
}

pub(crate) fn location(origin: OriginId, role: Role, estate: &Estate, sources: &Sources) -> Option<LocationJson> {
    let place = place::of(origin, estate, sources)?;
    Some(LocationJson {
        path: place.path,
        start: position(place.start),
        end: position(place.end),
        role: match role {
            Role::Decisive => "decisive",
            Role::Related => "related",
            Role::Chain => "chain",
        },
        instance: place.instance,
    })
}

fn position(position: Position) -> PositionJson {
    PositionJson { line: position.line, column: position.column }
}

pub(crate) fn input(input: &Input) -> InputJson {
    let kind = match input.kind {
        InputKind::Bicep => "bicep",
        InputKind::Arm => "arm",
    };
    InputJson { path: input.path.clone(), kind, sha256: input.sha256.clone() }
}

pub(crate) fn diagnostic_json(diagnostic: &Diagnostic, sources: &Sources) -> DiagnosticJson {
    let place = place::of_span(diagnostic.span, String::new(), sources);
    DiagnosticJson {
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        code: diagnostic.code,
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        path: place.path,
        start: position(place.start),
        end: position(place.end),
    }
}

/// A verdict's name in the contract.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Fails => "fails",
        Verdict::Unknown => "unknown",
    }
}

/// A cause's name in the contract.
fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::NoValue => "no-value",
        Cause::RunTime => "run-time",
        Cause::NotInInput => "not-in-input",
        Cause::NotImplemented => "not-implemented",
        Cause::TooManyCases => "too-many-cases",
    }
}
