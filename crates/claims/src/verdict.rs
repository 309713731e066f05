//! From the cases of a finding to one verdict.

use ringfence_estate::{Guard, Term};
use ringfence_prove::finding::{Case, Missing, Outcome};

use crate::Verdict;

/// The verdict over all choices, and the case that shows it.
pub(crate) struct Decided<'a, C> {
    pub verdict: Verdict,
    /// The case that decides: the first that fails, else the first that is unknown, else the first.
    pub shown: &'a C,
    /// For an unknown verdict: the facts without which there is no answer.
    pub missing: Vec<Missing>,
    /// The choices that open it, if only some do.
    pub opens: Option<Guard>,
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
    let failing = first(|outcome| matches!(outcome, Outcome::Fails));
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
            (Verdict::Unknown, case, Some(fails))
        }
        (None, Some(case)) => (Verdict::Unknown, case, (!unknown.is_always()).then_some(unknown)),
        (None, None) => (Verdict::Holds, reachable().next()?, None),
    };
    missing.sort();
    missing.dedup();
    if verdict != Verdict::Unknown {
        missing.clear();
    }
    Some(Decided { verdict, shown, missing, opens })
}

/// The terms whose value decides, as facts that are missing.
fn choices(guard: &Guard) -> Vec<Missing> {
    guard.terms().iter().map(missing_choice).collect()
}

fn missing_choice(term: &Term) -> Missing {
    let cause = term.causes().first().copied().unwrap_or(ringfence_estate::Cause::NoValue);
    let label = term.label();
    Missing {
        cause,
        what: format!("the value of `{label}`"),
        settle: match cause {
            ringfence_estate::Cause::NoValue => format!("give `{label}` a value (--parameters)"),
            ringfence_estate::Cause::RunTime => "join an export of the deployed resources".into(),
            ringfence_estate::Cause::NotInInput => "add the template that declares it, or an export of it".into(),
            ringfence_estate::Cause::NotImplemented => "ringfence does not evaluate this yet".into(),
            ringfence_estate::Cause::TooManyCases => "give the parameters it depends on a value".into(),
        },
    }
}
