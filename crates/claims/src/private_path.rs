//! `private-path`: a sub-resource in use has an approved private endpoint in a subnet of the estate.

use ringfence_estate::Estate;
use ringfence_prove::finding::{Case, Role, Step};
use ringfence_prove::private_link::{PrivatePath, private_paths};

use crate::judgement::{Evidence, Judgement, Setting, Subject, Verdict};
use crate::verdict::{Decided, decide};
use crate::wording::{locations, message, of_other, state};
use crate::{Applicability, Claim};

/// The claim.
pub(crate) const CLAIM: Claim = Claim {
    id: "private-path",
    statement: "an approved private endpoint for exactly the sub-resource in use exists in a subnet of the estate",
    page: include_str!("../pages/private-path.md"),
    rows: &["A1", "A12"],
    judge,
};

fn judge(estate: &Estate) -> Applicability {
    let judgements: Vec<Judgement> = private_paths(estate).iter().filter_map(|path| judgement(path, estate)).collect();
    if judgements.is_empty() {
        return Applicability::NotApplicable(
            "nothing names a sub-resource of a service that private endpoints can lead to".into(),
        );
    }
    Applicability::Judged(judgements)
}

fn judgement(path: &PrivatePath, estate: &Estate) -> Option<Judgement> {
    let resource = estate.resource(path.resource)?;
    let decided = decide(&path.cases, &path.present, |own| own)?;
    let subject = Subject::of_part(path.resource, resource, &path.service, &path.group);
    let decisive = decided.shown.steps.iter().find(|step| step.role == Role::Decisive);
    let headline = headline(&decided);
    let message = message(&subject, &headline, decisive, decided.verdict, estate);
    Some(Judgement {
        claim: CLAIM.id,
        verdict: decided.verdict,
        message,
        headline,
        decisive: decisive.map(Setting::of),
        locations: locations(&decided.shown.steps),
        evidence: evidence(&decided.shown.steps),
        missing: decided.missing.clone(),
        fails_when: decided.fails_when.clone(),
        mend: mend(path, decided.verdict, decisive, &subject, estate),
        assumptions: decided.assumptions.clone(),
        rows: CLAIM.rows,
        deployment: resource.deployment,
        subject,
    })
}

fn headline(decided: &Decided<'_, Case>) -> String {
    let when = decided.opens.as_ref().map(|choices| format!(" when {choices}")).unwrap_or_default();
    match decided.verdict {
        Verdict::Holds => "has a private endpoint".into(),
        Verdict::Fails => "has no private path".into(),
        Verdict::Unknown => format!("may have no private path{when}"),
    }
}

/// The next step; none if it holds, and none of an endpoint of which something is missing: that settles it.
fn mend(
    path: &PrivatePath,
    verdict: Verdict,
    decisive: Option<&Step>,
    subject: &Subject,
    estate: &Estate,
) -> Option<String> {
    let step = decisive?;
    let setting = format!("`{}`{}", step.path, of_other(step, subject, estate));
    let is_endpoint = estate.resource(step.resource).is_some_and(|own| own.is("Microsoft.Network/privateEndpoints"));
    if verdict == Verdict::Holds || (verdict == Verdict::Unknown && is_endpoint) {
        return None;
    }
    Some(match (is_endpoint, step.path.starts_with("properties.manual")) {
        (true, true) => format!(
            "move the connection of {setting} to `privateLinkServiceConnections`, where it asks for approval by itself, or join an export that says that it is approved"
        ),
        (true, false) => format!("change {setting}: there must be {}", step.required),
        (false, _) => format!(
            "declare a private endpoint whose `groupIds` is ['{}'], for what {setting} names, in a subnet of its clients' network",
            path.group
        ),
    })
}

/// What was looked at besides what decides: who uses the sub-resource, where the endpoint stands, which endpoints there
/// are for other sub-resources.
fn evidence(steps: &[Step]) -> Vec<Evidence> {
    let attribute = |step: &Step| Evidence::Attribute {
        path: step.path.to_string(),
        actual: state(step),
        effect: step.effect.to_string(),
        at: step.origin,
    };
    steps.iter().filter(|step| step.role == Role::Related).map(attribute).collect()
}
