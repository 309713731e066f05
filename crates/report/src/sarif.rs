//! The report for code hosts and result viewers: SARIF 2.1.0.
//!
//! Every claim is a rule, and every judgement that asks for action a result: `fail`, or `open` for what is unknown
//! (§3.27.9). What holds is left out: GitHub's code scanning makes an alert of every result, whatever its kind, `pass`
//! included (<https://github.com/microsoft/PSRule/issues/955>). Diagnostics are notifications of the invocation. Nothing
//! depends on the machine: `%SRCROOT%` is named, but not where it is (§3.14.14).

mod format;
mod locations;
mod rule;
mod uri;

use std::collections::BTreeMap;

use ringfence_claims::{CLAIMS, Evidence, Judgement, Verdict};
use ringfence_source::{Diagnostic, Severity, Sources};

use crate::{Input, InputKind, Judged, Run, brief, fingerprint, json, place};
use format::{
    Artifact, ArtifactLocation, Assumption, DescriptorReference, Invocation, Kind, Level, Location, Message, Missing,
    Notification, ResultObject, ResultProperties, RunObject, SarifLog, Subject, Tool, ToolComponent,
};
use locations::Locations;

/// Where the program is described.
const INFORMATION: &str = "https://github.com/ringfence/ringfence";
/// The schema that the report is valid against.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The report as SARIF text, ending in a line break.
pub fn render(run: &Run<'_>) -> Result<String, serde_json::Error> {
    let log = SarifLog { schema: SCHEMA, version: "2.1.0", runs: vec![run_object(run)] };
    let mut text = serde_json::to_string_pretty(&log)?;
    text.push('\n');
    Ok(text)
}

fn run_object<'a>(run: &Run<'a>) -> RunObject<'a> {
    let root = Message::plain("The working directory.");
    let root = ArtifactLocation { uri: None, uri_base_id: None, index: None, description: Some(root) };
    let results = run.estates.iter().flat_map(|judged| results(judged, run));
    RunObject {
        tool: Tool {
            driver: ToolComponent {
                name: "ringfence",
                semantic_version: run.version,
                information_uri: INFORMATION,
                rules: CLAIMS.iter().map(|claim| rule::descriptor(claim)).collect(),
            },
        },
        invocations: vec![Invocation {
            execution_successful: !run.has_errors(),
            tool_execution_notifications: run
                .diagnostics
                .iter()
                .map(|diagnostic| notification(diagnostic, run.sources, &run.inputs))
                .collect(),
        }],
        original_uri_base_ids: BTreeMap::from([(uri::BASE, root)]),
        artifacts: run.inputs.iter().enumerate().map(|(index, input)| artifact(index, input)).collect(),
        column_kind: "utf16CodeUnits",
        results: results.collect(),
    }
}

fn artifact(index: usize, input: &Input) -> Artifact {
    Artifact {
        location: ArtifactLocation { index: Some(index), ..uri::location(&input.path) },
        roles: ["analysisTarget"],
        source_language: match input.kind {
            InputKind::Bicep => "bicep",
            InputKind::Arm => "json",
        },
        hashes: BTreeMap::from([("sha-256", input.sha256.clone())]),
    }
}

fn notification(diagnostic: &Diagnostic, sources: &Sources, inputs: &[Input]) -> Notification {
    let at = |span, message: Option<&str>| Location {
        physical_location: Some(locations::physical(&place::of_span(span, String::new(), sources), inputs)),
        message: message.map(Message::plain),
        ..Location::default()
    };
    let related = diagnostic.related.iter().map(|related| at(related.span, Some(&related.message)));
    Notification {
        descriptor: DescriptorReference { id: diagnostic.code },
        level: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: match &diagnostic.help {
            Some(help) => Message::plain(&format!("{}; {help}", diagnostic.message)),
            None => Message::plain(&diagnostic.message),
        },
        locations: std::iter::once(at(diagnostic.span, None)).chain(related).collect(),
    }
}

fn results<'r>(judged: &'r Judged, run: &'r Run<'_>) -> impl Iterator<Item = ResultObject> + 'r {
    let locations = Locations { estate: &judged.estate, sources: run.sources, inputs: &run.inputs };
    judged.judgements.iter().filter_map(move |judgement| result(judgement, &judged.title, locations))
}

fn result(judgement: &Judgement, title: &str, locations: Locations<'_>) -> Option<ResultObject> {
    let (kind, level) = match judgement.verdict {
        Verdict::Fails => (Kind::Fail, Level::Error),
        Verdict::Unknown => (Kind::Open, Level::None),
        Verdict::Holds => return None,
    };
    let flows = judgement.evidence.iter().filter_map(|evidence| match evidence {
        Evidence::Packet { from, to, hops, when } => {
            Some(locations.code_flow(judgement, from, to, hops, when.as_deref()))
        }
        Evidence::Resolution { name, from, to, hops, when } => {
            Some(locations.code_flow(judgement, &format!("{name} in {from}"), to, hops, when.as_deref()))
        }
        Evidence::Attribute { .. } | Evidence::Exception(_) => None,
    });
    Some(ResultObject {
        rule_id: judgement.claim,
        rule_index: rule_index(judgement.claim),
        kind,
        level,
        message: message(judgement),
        locations: vec![locations.decisive(judgement)],
        related_locations: locations.related(judgement),
        code_flows: flows.collect(),
        // Two entry points may declare what has one id, as far as anybody knows: `{resourceGroup().name}` is any.
        partial_fingerprints: BTreeMap::from([
            ("ringfence/v1", fingerprint::of(judgement)),
            ("ringfenceEntryPoint/v1", title.to_owned()),
        ]),
        properties: Some(properties(judgement)),
    })
}

/// What is so, what would settle it, and what to do, as sentences of one line each.
fn message(judgement: &Judgement) -> Message {
    let judgement = brief::judgement(judgement);
    let missing = judgement.missing.iter().map(|missing| format!("missing: {}; {}", missing.what, missing.settle));
    let mend = judgement.mend.iter().map(|mend| format!("mend: {mend}"));
    let lines: Vec<String> = std::iter::once(judgement.message).chain(missing).chain(mend).collect();
    Message::plain(&lines.join("\n"))
}

fn properties(judgement: &Judgement) -> ResultProperties {
    let missing =
        |missing: &ringfence_claims::Missing| Missing { what: missing.what.clone(), settle: missing.settle.clone() };
    let assumption = |assumption: &ringfence_claims::Assumption| Assumption {
        id: assumption.id.clone(),
        text: assumption.text.clone(),
    };
    ResultProperties {
        verdict: json::verdict(judgement.verdict),
        subject: Subject {
            id: judgement.subject.id.clone(),
            kind: judgement.subject.kind.to_string(),
            display: judgement.subject.display.clone(),
        },
        mend: judgement.mend.clone(),
        missing: judgement.missing.iter().map(missing).collect(),
        assumptions: judgement.assumptions.iter().map(assumption).collect(),
        rows: judgement.rows.to_vec(),
    }
}

fn rule_index(id: &str) -> Option<usize> {
    CLAIMS.iter().position(|claim| claim.id == id)
}
