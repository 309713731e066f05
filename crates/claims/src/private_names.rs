//! `private-names`: from every network with a client, the public name of a service leads to its private endpoint.

use ringfence_estate::Estate;
use ringfence_prove::finding::{Outcome, Role};
use ringfence_prove::names::{self, Resolution, ResolutionCase};

use crate::judgement::{Evidence, Hop, Judgement, Setting, Subject, Verdict};
use crate::verdict::{Decided, decide};
use crate::wording::{locations, mend, message};
use crate::{Applicability, Choices, Claim};

/// The claim.
pub(crate) const CLAIM: Claim = Claim {
    id: "private-names",
    statement: "from every network with a client, the name of a service with a private endpoint leads to that endpoint",
    page: include_str!("../pages/private-names.md"),
    rows: &["A5", "A1"],
    judge,
};

fn judge(estate: &Estate) -> Applicability {
    let judgements: Vec<Judgement> =
        names::resolutions(estate).iter().filter_map(|resolution| judgement(resolution, estate)).collect();
    if judgements.is_empty() {
        let why = "no service has a private endpoint that somebody in a network of the input uses";
        return Applicability::NotApplicable(why.into());
    }
    Applicability::Judged(judgements)
}

fn judgement(resolution: &Resolution, estate: &Estate) -> Option<Judgement> {
    let resource = estate.resource(resolution.resource)?;
    let decided = decide(&resolution.cases, &resolution.present, |own| &own.case)?;
    let subject = subject(resolution, estate)?;
    let headline = headline(resolution, &decided);
    let decisive = decided.shown.case.steps.iter().find(|step| step.role == Role::Decisive);
    let code = decided.shown.code.filter(|_| decided.verdict != Verdict::Holds && decisive.is_some());
    let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
    let message = message(&subject, &headline, decisive, decided.verdict, estate) + &code;
    let when = resolution.present.and(&decided.shown.case.when);
    let evidence = Evidence::Resolution {
        name: resolution.host.clone(),
        from: resolution.network.clone(),
        to: decided.shown.end.clone(),
        hops: hops(decided.shown),
        when: (!when.is_always()).then(|| Choices::of(&when).to_string()),
    };
    Some(Judgement {
        claim: CLAIM.id,
        verdict: decided.verdict,
        message,
        headline,
        decisive: decisive.map(Setting::of),
        locations: locations(&decided.shown.case.steps),
        evidence: vec![evidence],
        fails_when: decided.fails_when.clone(),
        missing: decided.missing.clone(),
        // Where something is missing, that is the next step.
        mend: match decided.shown.case.outcome {
            Outcome::Fails => mend(decisive, &subject, estate),
            Outcome::Holds | Outcome::Unknown(_) => None,
        },
        assumptions: decided.assumptions.clone(),
        rows: CLAIM.rows,
        deployment: resource.deployment,
        subject,
    })
}

/// The service, and the question that is asked about it.
fn subject(resolution: &Resolution, estate: &Estate) -> Option<Subject> {
    let resource = estate.resource(resolution.resource)?;
    let subject = Subject::of(resolution.resource, resource, resolution.service);
    let asked = format!("({}, from {})", resolution.host, resolution.network);
    Some(Subject {
        id: format!("{} {asked}", subject.id),
        name: format!("{} {asked}", subject.name),
        display: format!("{} {asked}", subject.display),
        ..subject
    })
}

fn headline(resolution: &Resolution, decided: &Decided<'_, ResolutionCase>) -> String {
    let end = &decided.shown.end;
    let when = decided.opens.as_ref().map(|guard| format!(" when {guard}")).unwrap_or_default();
    match decided.verdict {
        Verdict::Holds | Verdict::Fails => format!("leads to {end}"),
        Verdict::Unknown if decided.opens.is_some() => format!("leads to {end}{when}"),
        Verdict::Unknown => format!("may not lead to its endpoint from {}", resolution.network),
    }
}

fn hops(case: &ResolutionCase) -> Vec<Hop> {
    let hop = |hop: &names::Hop| Hop { place: hop.place.clone(), action: hop.action.clone(), at: hop.origin };
    case.hops.iter().map(hop).collect()
}
