//! A finding in one line, for tables.

use ringfence_estate::{Estate, ResourceIndex};
use ringfence_prove::finding::{Finding, Outcome, Role};
use ringfence_testkit::EstateBuilder;
use serde_json::Value as Json;

/// A prover of settings.
pub(crate) type Prover = fn(&Estate) -> Vec<Finding>;

/// `fails properties.httpsOnly`: the verdict and the setting that decides. Several cases stand side by side, each after
/// its choice: `holds … when open is false | fails …`.
pub(crate) fn of(prover: Prover, builder: &EstateBuilder, index: ResourceIndex) -> String {
    match prover(&builder.estate).iter().find(|finding| finding.resource == index) {
        Some(finding) => line(finding),
        None => "no subject".into(),
    }
}

/// The same of a resource alone; the type may name an API version.
pub(crate) fn alone(prover: Prover, kind: &str, body: &Json) -> String {
    let mut builder = EstateBuilder::new();
    let index = builder.declare(kind, &names(kind), body);
    of(prover, &builder, index)
}

/// As many names as the type has parts.
pub(crate) fn names(kind: &str) -> String {
    let kind = kind.split('@').next().unwrap_or(kind);
    (1..kind.split('/').count()).map(|nth| format!("x{nth}")).collect::<Vec<_>>().join("/")
}

/// What an unknown case lacks, and what a case that holds rests on.
pub(crate) fn rests_on(prover: Prover, builder: &EstateBuilder, index: ResourceIndex) -> Vec<String> {
    let found = prover(&builder.estate).into_iter().find(|finding| finding.resource == index).expect("a subject");
    let texts = found.cases.into_iter().flat_map(|case| {
        let missing = match case.outcome {
            Outcome::Unknown(missing) => missing,
            _ => Vec::new(),
        };
        let missing: Vec<String> = missing.into_iter().map(|own| own.what).collect();
        missing.into_iter().chain(case.assumptions.into_iter().map(|own| own.id))
    });
    texts.collect()
}

fn line(finding: &Finding) -> String {
    let cases = finding.cases.iter().map(|case| {
        let decisive: Vec<_> = case.steps.iter().filter(|step| step.role == Role::Decisive).collect();
        let [decisive] = decisive.as_slice() else { panic!("one step decides: {:?}", case.steps) };
        let verdict = match &case.outcome {
            Outcome::Holds => "holds",
            Outcome::Fails => "fails",
            Outcome::Unknown(missing) => {
                assert!(!missing.is_empty(), "an unknown names what is missing");
                "unknown"
            }
        };
        let when = if case.when.is_always() { String::new() } else { format!(" when {}", case.when) };
        format!("{verdict} {}{when}", decisive.path)
    });
    cases.collect::<Vec<_>>().join(" | ")
}
