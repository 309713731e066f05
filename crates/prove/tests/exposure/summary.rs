//! A finding in one line, for tables.

use ringfence_estate::ResourceIndex;
use ringfence_prove::exposure::{Exposure, Source, exposures};
use ringfence_prove::finding::{Outcome, Role};
use ringfence_testkit::EstateBuilder;
use serde_json::Value as Json;

/// `fails internet properties.publicNetworkAccess`: the verdict, from where, and the setting that decides. Several
/// cases stand side by side, each after its choice: `holds … when open is false | fails …`.
pub(crate) fn of(builder: &EstateBuilder, index: ResourceIndex) -> String {
    match exposures(&builder.estate).iter().find(|exposure| exposure.resource == index) {
        Some(exposure) => of_exposure(exposure),
        None => "no subject".into(),
    }
}

/// The same of a resource alone.
pub(crate) fn alone(kind: &str, body: &Json) -> String {
    let mut builder = EstateBuilder::new();
    let index = builder.declare(kind, &names(kind), body);
    of(&builder, index)
}

/// The verdict alone: `holds`, `fails`, `unknown`, or several with `|`.
pub(crate) fn verdict(kind: &str, body: &Json) -> String {
    verdicts(&alone(kind, body))
}

/// The first word of each case.
pub(crate) fn verdicts(summary: &str) -> String {
    let words = summary.split(" | ").map(|case| case.split(' ').next().unwrap_or_default());
    words.collect::<Vec<_>>().join("|")
}

/// As many names as the type has parts.
pub(crate) fn names(kind: &str) -> String {
    let kind = kind.split('@').next().unwrap_or(kind);
    (1..kind.split('/').count()).map(|nth| format!("x{nth}")).collect::<Vec<_>>().join("/")
}

/// The finding of a resource.
pub(crate) fn exposure(builder: &EstateBuilder, index: ResourceIndex) -> Exposure {
    let found = exposures(&builder.estate).into_iter().find(|exposure| exposure.resource == index);
    found.expect("the resource is a subject")
}

/// What an unknown case lacks, as text.
pub(crate) fn missing(builder: &EstateBuilder, index: ResourceIndex) -> String {
    let missing = exposure(builder, index).cases.into_iter().filter_map(|case| match case.case.outcome {
        Outcome::Unknown(missing) => Some(missing),
        _ => None,
    });
    let texts: Vec<String> =
        missing.flatten().map(|missing| format!("{} -> {}", missing.what, missing.settle)).collect();
    texts.join("; ")
}

fn of_exposure(exposure: &Exposure) -> String {
    let cases = exposure.cases.iter().map(|case| {
        let decisive: Vec<_> = case.case.steps.iter().filter(|step| step.role == Role::Decisive).collect();
        let [decisive] = decisive.as_slice() else { panic!("one step decides: {:?}", case.case.steps) };
        let verdict = match (&case.case.outcome, &case.packet) {
            (Outcome::Holds, None) => "holds".to_owned(),
            (Outcome::Unknown(missing), None) => {
                assert!(!missing.is_empty(), "an unknown names what is missing");
                "unknown".into()
            }
            (Outcome::Fails, Some(packet)) => format!("fails {}", source(&packet.source)),
            other => panic!("a packet exactly where it fails: {other:?}"),
        };
        let when = &case.case.when;
        let when = if when.is_always() { String::new() } else { format!(" when {when}") };
        format!("{verdict} {}{when}", decisive.path)
    });
    cases.collect::<Vec<_>>().join(" | ")
}

fn source(source: &Source) -> String {
    match source {
        Source::Internet => "internet".into(),
        Source::Azure => "azure".into(),
        Source::Range { first, last } => format!("{first}-{last}"),
        Source::Subnet(subnet) => format!("subnet {subnet}"),
    }
}
