//! From the cases of a finding to one verdict.

use ringfence_estate::{Guard, Term};
use ringfence_prove::finding::{Assumption, Case, Missing, Outcome};
use ringfence_prove::missing_of_term;

use crate::choices::MAX_LISTED;
use crate::{Choices, Verdict};

/// The verdict over all choices, and the case that shows it.
pub(crate) struct Decided<'a, C> {
    pub verdict: Verdict,
    /// The case that decides: the first that fails, else the first that is unknown, else the first.
    pub shown: &'a C,
    /// For an unknown verdict: the facts without which there is no answer.
    pub missing: Vec<Missing>,
    /// The smallest choices under which it certainly fails.
    pub fails_when: Choices,
    /// The smallest choices that open it, or that may, if only some do.
    pub opens: Option<Choices>,
    /// What the verdict rests on: if it holds, what any of the cases rests on.
    pub assumptions: Vec<Assumption>,
}

/// `holds` if every choice holds, `fails` if every choice fails, else `unknown` naming the choice that opens it.
///
/// `present` is the guard under which the subject exists: where it does not, nothing fails.
pub(crate) fn decide<'a, C>(cases: &'a [C], present: &Guard, of: impl Fn(&'a C) -> &'a Case) -> Option<Decided<'a, C>> {
    let reachable = || cases.iter().filter(|case| !of(case).when.excludes(present));
    let union = |wanted: fn(&Outcome) -> bool| {
        reachable()
            .filter(|case| wanted(&of(case).outcome))
            .fold(Guard::Never, |sum, case| sum.or(&of(case).when.and(present)))
    };
    let fails = union(|outcome| matches!(outcome, Outcome::Fails));
    let unknown = union(|outcome| matches!(outcome, Outcome::Unknown(_)));
    let first = |wanted: fn(&Outcome) -> bool| reachable().find(|case| wanted(&of(case).outcome));
    // Of the failing cases the one that the smallest choice leads to.
    let smallest = fails.smallest(MAX_LISTED);
    let way = smallest.choices.first().map(|way| guard_of(way)).unwrap_or(Guard::Never);
    let failing = reachable()
        .filter(|case| matches!(of(case).outcome, Outcome::Fails))
        .min_by_key(|case| of(case).when.excludes(&way));
    let fails_when = Choices::from(&smallest);
    let undecided = first(|outcome| matches!(outcome, Outcome::Unknown(_)));
    let mut missing: Vec<Missing> = reachable()
        .filter_map(|case| match &of(case).outcome {
            Outcome::Unknown(missing) => Some(missing.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    let (verdict, shown, opens) = match (failing, undecided) {
        (Some(case), _) if fails.is_always() => (Verdict::Fails, case, None),
        (Some(case), _) => {
            missing.splice(0..0, choices(&fails));
            (Verdict::Unknown, case, Some(fails_when.clone()))
        }
        (None, Some(case)) => (Verdict::Unknown, case, (!unknown.is_always()).then(|| Choices::of(&unknown))),
        (None, None) => (Verdict::Holds, reachable().next()?, None),
    };
    missing.sort();
    missing.dedup();
    if verdict != Verdict::Unknown {
        missing.clear();
    }
    let mut assumptions: Vec<Assumption> = match verdict {
        Verdict::Holds => reachable().flat_map(|case| of(case).assumptions.iter().cloned()).collect(),
        _ => of(shown).assumptions.clone(),
    };
    assumptions.sort();
    assumptions.dedup_by(|later, earlier| later.id == earlier.id);
    Some(Decided { verdict, shown, fails_when, missing, opens, assumptions })
}

fn guard_of(way: &[(Term, usize)]) -> Guard {
    way.iter().fold(Guard::Always, |sum, (term, index)| sum.and(&Guard::is(term, *index)))
}

/// The terms whose value decides, as facts that are missing.
fn choices(guard: &Guard) -> Vec<Missing> {
    guard.terms().iter().flat_map(missing_of_term).collect()
}
