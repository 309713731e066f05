//! From an estate to its judgements.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ringfence_claims::{Applicability, CLAIMS, Judgement, Verdict};
use ringfence_estate::Estate;
use ringfence_report::Judged;

/// The kinds of assumptions that a judgement may name: a closed list.
pub(crate) const ASSUMPTIONS: [&str; 4] = ["as-declared", "complete", "auto-approved", "default"];

/// Which claims to judge, and what not to take for granted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    /// The claims by name; all if empty.
    pub claims: Vec<String>,
    /// Assumptions that are switched off: exact ids, or a kind such as `complete`.
    pub refused: BTreeSet<String>,
}

/// Judges an estate.
pub(crate) fn judge(estate: Estate, title: String, selection: &Selection) -> Judged {
    let mut judgements = Vec::new();
    let mut not_applicable = Vec::new();
    for claim in CLAIMS {
        if !selection.claims.is_empty() && !selection.claims.iter().any(|id| id == claim.id) {
            continue;
        }
        match claim.judge(&estate) {
            Applicability::Judged(own) => judgements.extend(own),
            Applicability::NotApplicable(why) => not_applicable.push((claim.id, why)),
        }
    }
    judgements.iter_mut().for_each(|judgement| refuse(judgement, &selection.refused));
    let not_modelled = not_modelled(&estate);
    Judged { estate, title, judgements, not_applicable, not_modelled }
}

/// Whether what is switched off, an exact id or a kind, is or covers an assumption.
pub(crate) fn covers(refused: &str, id: &str) -> bool {
    refused == id || refused == kind_of(id)
}

/// The kind of an assumption: what stands before its colon.
pub(crate) fn kind_of(id: &str) -> &str {
    id.split(':').next().unwrap_or(id)
}

/// A judgement that holds on an assumption that is switched off is unknown.
fn refuse(judgement: &mut Judgement, refused: &BTreeSet<String>) {
    if judgement.verdict != Verdict::Holds {
        return;
    }
    let missing: Vec<_> = judgement
        .assumptions
        .iter()
        .filter(|assumption| refused.iter().any(|own| covers(own, &assumption.id)))
        .map(|assumption| ringfence_claims::Missing {
            cause: ringfence_estate::Cause::NotInInput,
            what: assumption.text.clone(),
            settle: format!("add what settles it to the input, or drop `--assume {}=off`", assumption.id),
        })
        .collect();
    if !missing.is_empty() {
        judgement.verdict = Verdict::Unknown;
        judgement.headline = format!("{}, but only on an assumption that is switched off", judgement.headline);
        judgement.message = format!("{}; this rests on an assumption that is switched off", judgement.message);
        judgement.missing = missing;
    }
}

/// The types of deployed resources that no table knows, with how many there are.
fn not_modelled(estate: &Estate) -> Vec<(Arc<str>, usize)> {
    let mut counts: BTreeMap<String, (Arc<str>, usize)> = BTreeMap::new();
    for resource in estate.declared().filter(|resource| !ringfence_claims::is_modelled(&resource.id.kind)) {
        let entry = counts.entry(resource.id.kind_key()).or_insert_with(|| (resource.id.kind.clone(), 0));
        entry.1 += 1;
    }
    counts.into_values().collect()
}
