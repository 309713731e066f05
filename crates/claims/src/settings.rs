//! Judgements about the settings of one resource, the same for every claim that is about such.

use ringfence_estate::Estate;
use ringfence_prove::finding::{Case, Finding, Outcome, Role, Step};

use crate::judgement::{Evidence, Judgement, Setting, Subject, Verdict};
use crate::verdict::{Decided, decide};
use crate::wording::{last, locations, mend, message, of_other, shown, state};
use crate::{Applicability, Claim};

/// How a claim speaks, each after the subject's name.
pub(crate) struct Words {
    /// `is closed to anonymous readers`
    pub holds: &'static str,
    /// `is open to anonymous readers`
    pub fails: &'static str,
    /// `may be open to anonymous readers`
    pub unknown: &'static str,
    /// Why the claim does not apply to an estate without a subject.
    pub none: &'static str,
}

/// The judgements of a claim.
pub(crate) fn judgements(claim: &Claim, words: &Words, findings: &[Finding], estate: &Estate) -> Applicability {
    let judged: Vec<Judgement> =
        findings.iter().filter_map(|finding| judgement(claim, words, finding, estate)).collect();
    if judged.is_empty() {
        return Applicability::NotApplicable(words.none.into());
    }
    Applicability::Judged(judged)
}

fn judgement(claim: &Claim, words: &Words, finding: &Finding, estate: &Estate) -> Option<Judgement> {
    let resource = estate.resource(finding.resource)?;
    let decided = decide(&finding.cases, &resource.present, |case| case)?;
    let subject = Subject::of(finding.resource, resource, finding.service);
    let steps = &decided.shown.steps;
    let decisive = steps.iter().find(|step| step.role == Role::Decisive);
    let headline = headline(words, &decided, decisive);
    let says = if decided.verdict == Verdict::Holds { words.holds } else { &headline };
    Some(Judgement {
        claim: claim.id,
        verdict: decided.verdict,
        message: message(&subject, says, decisive, decided.verdict, estate),
        headline,
        decisive: decisive.map(Setting::of),
        locations: locations(steps),
        evidence: evidence(&decided, &subject, estate),
        fails_when: decided.fails_when.clone(),
        missing: decided.missing.clone(),
        mend: if decided.verdict == Verdict::Holds { None } else { mend(decisive, &subject, estate) },
        assumptions: decided.assumptions.clone(),
        rows: claim.rows,
        deployment: resource.deployment,
        subject,
    })
}

fn headline(words: &Words, decided: &Decided<'_, Case>, decisive: Option<&Step>) -> String {
    let when = decided.opens.as_ref().map(|choices| format!(" when {choices}")).unwrap_or_default();
    let is_failing = decided.shown.outcome == Outcome::Fails;
    match (decided.verdict, decisive) {
        (Verdict::Holds, Some(step)) => format!("{}: {} is {}", words.holds, last(&step.path), state(step)),
        (Verdict::Holds, None) => words.holds.into(),
        _ if is_failing => format!("{}{when}", words.fails),
        _ => format!("{}{when}", words.unknown),
    }
}

/// What was looked at besides what decides.
fn evidence(decided: &Decided<'_, Case>, subject: &Subject, estate: &Estate) -> Vec<Evidence> {
    let others = decided.shown.steps.iter().filter(|step| step.role != Role::Decisive);
    let evidence = others.map(|step| Evidence::Attribute {
        path: format!("{}{}", step.path, of_other(step, subject, estate)),
        actual: shown(&step.actual),
        effect: step.effect.to_string(),
        at: step.origin,
    });
    evidence.collect()
}
