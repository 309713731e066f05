//! `private-only`: no packet from outside the boundary is let to a service's data plane.

use ringfence_estate::{Estate, Resource};
use ringfence_prove::exposure::{self, Exposure, ExposureCase, Packet, Source};
use ringfence_prove::finding::{Role, Step};

use crate::judgement::{Evidence, Exception, Hop, Judgement, Setting, Subject, Verdict};
use crate::verdict::{Decided, decide};
use crate::wording::{last, locations, mend, message, state};
use crate::{Applicability, Choices, Claim};

/// The claim.
pub(crate) const CLAIM: Claim = Claim {
    id: "private-only",
    statement: "no packet from an address outside the boundary is let to the data plane",
    page: include_str!("../pages/private-only.md"),
    rows: &["A1", "A2", "A12"],
    judge,
};

fn judge(estate: &Estate) -> Applicability {
    let judgements: Vec<Judgement> =
        exposure::exposures(estate).iter().filter_map(|exposure| judgement(exposure, estate)).collect();
    if judgements.is_empty() {
        return Applicability::NotApplicable("no service with a public data plane is deployed".into());
    }
    Applicability::Judged(judgements)
}

fn judgement(exposure: &Exposure, estate: &Estate) -> Option<Judgement> {
    let resource = estate.resource(exposure.resource)?;
    let decided = decide(&exposure.cases, &resource.present, |own| &own.case)?;
    let subject = Subject::of(exposure.resource, resource, exposure.service);
    let case = &decided.shown.case;
    let decisive = case.steps.iter().find(|step| step.role == Role::Decisive);
    let headline = headline(exposure, &decided, decisive);
    let says = if decided.verdict == Verdict::Holds { "is closed to the internet" } else { &headline };
    let message = message(&subject, says, decisive, decided.verdict, estate);
    Some(Judgement {
        claim: CLAIM.id,
        verdict: decided.verdict,
        message,
        headline,
        decisive: decisive.map(Setting::of),
        locations: locations(&case.steps),
        evidence: evidence(exposure, &decided, &subject, resource),
        fails_when: decided.fails_when.clone(),
        missing: decided.missing.clone(),
        mend: if decided.verdict == Verdict::Holds { None } else { mend(decisive, &subject, estate) },
        assumptions: decided.assumptions.clone(),
        rows: CLAIM.rows,
        deployment: resource.deployment,
        subject,
    })
}

fn headline(exposure: &Exposure, decided: &Decided<'_, ExposureCase>, decisive: Option<&Step>) -> String {
    let when = decided.opens.as_ref().map(|choices| format!(" when {choices}")).unwrap_or_default();
    let setting = decisive.map(|step| format!("{} is {}", last(&step.path), state(step)));
    match (decided.verdict, &decided.shown.packet) {
        (Verdict::Holds, _) => setting
            .map_or("is closed to the internet".into(), |setting| format!("is closed to the internet: {setting}")),
        (_, Some(packet)) if is_the_only_source(&packet.source, exposure) => {
            format!("is open to {}{when}", from(&packet.source))
        }
        (_, Some(_)) => format!("is open to addresses outside the boundary{when}"),
        (_, None) => format!("may be open to the internet{when}"),
    }
}

/// Whether the packets of all choices start there.
fn is_the_only_source(source: &Source, exposure: &Exposure) -> bool {
    exposure.cases.iter().filter_map(|own| own.packet.as_ref()).all(|packet| packet.source == *source)
}

fn evidence(
    exposure: &Exposure,
    decided: &Decided<'_, ExposureCase>,
    subject: &Subject,
    resource: &Resource,
) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    if let Some(packet) = &decided.shown.packet
        && decided.verdict != Verdict::Holds
    {
        evidence.push(way_in(packet, decided, subject, resource));
    }
    evidence.extend(exposure.exceptions.iter().map(|exception| {
        Evidence::Exception(Exception {
            who: exception.who.to_string(),
            path: exception.path.to_string(),
            at: exception.origin,
        })
    }));
    evidence
}

fn way_in(packet: &Packet, decided: &Decided<'_, ExposureCase>, subject: &Subject, resource: &Resource) -> Evidence {
    let on_the_way = decided.shown.case.steps.iter().filter(|step| step.role != Role::Related);
    let hops = on_the_way.map(|step| Hop {
        place: format!("`{}`", step.path),
        action: format!("{}: {}", state(step), step.effect),
        at: step.origin,
    });
    let when = resource.present.and(&decided.shown.case.when);
    Evidence::Packet {
        from: format!("{} ({})", from(&packet.source), example(&packet.source)),
        to: format!("{} of {}, tcp {}", packet.endpoint, subject.display, packet.port),
        hops: hops.collect(),
        when: (!when.is_always()).then(|| Choices::of(&when).to_string()),
    }
}

fn from(source: &Source) -> String {
    match source {
        Source::Internet => "the whole internet".into(),
        Source::Range { first, last } if first == last => format!("the public address {first}"),
        Source::Range { first, last } => format!("the public addresses {first} to {last}"),
        Source::Azure => "every Azure tenant".into(),
        Source::Subnet(subnet) => format!("a subnet outside the estate, {subnet}"),
    }
}

/// An address that the packet can start at. That of the internet is from the block for documentation, RFC 5737.
fn example(source: &Source) -> String {
    match source {
        Source::Internet => "for example 203.0.113.7".into(),
        Source::Range { first, .. } => format!("for example {first}"),
        Source::Azure => "for example a virtual machine of another tenant".into(),
        Source::Subnet(_) => "for example a virtual machine in it".into(),
    }
}
