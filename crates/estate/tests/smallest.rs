//! The smallest choices that make a guard true, against brute force over every choice.

#![expect(clippy::indexing_slicing, reason = "helpers of tests fail as tests do")]

use proptest::prelude::*;
use ringfence_estate::{Atom, Domain, Guard, Term, Value};

/// How many values each of the terms has.
const SIZES: [usize; 6] = [2, 3, 2, 2, 3, 2];

fn terms() -> Vec<Term> {
    let tiers: Vec<Value> = ["Basic", "Premium", "Standard"].into_iter().map(Value::text).collect();
    let domain = |size| if size == 2 { Domain::Bool } else { Domain::OneOf(tiers.clone().into()) };
    (0..SIZES.len()).map(|nth| Term::atom(Atom::parameter(&format!("p{nth}"), "main"), domain(SIZES[nth]))).collect()
}

/// A value for some of the terms.
type Partial = Vec<Option<usize>>;

/// A formula as two lists of conjunctions, of which exactly one is true.
#[derive(Clone, Debug)]
struct Formula(Vec<Partial>, Vec<Partial>);

impl Formula {
    fn guard(&self, terms: &[Term]) -> Guard {
        let one = |partial: &Partial| {
            let parts = partial.iter().zip(terms).filter_map(|(value, term)| Some(Guard::is(term, (*value)?)));
            parts.fold(Guard::Always, |sum, part| sum.and(&part))
        };
        let sum = |list: &[Partial]| list.iter().fold(Guard::Never, |sum, partial| sum.or(&one(partial)));
        let (left, right) = (sum(&self.0), sum(&self.1));
        left.minus(&right).or(&right.minus(&left))
    }

    fn truth(&self, choice: &[usize]) -> bool {
        let any = |list: &[Partial]| list.iter().any(|partial| agrees(partial, choice));
        any(&self.0) != any(&self.1)
    }
}

fn agrees(partial: &Partial, choice: &[usize]) -> bool {
    partial.iter().zip(choice).all(|(value, chosen)| value.is_none_or(|value| value == *chosen))
}

fn formula() -> impl Strategy<Value = Formula> {
    let partial = || SIZES.map(|size| prop::option::of(0..size)).to_vec();
    let list = move |most| prop::collection::vec(partial(), 0..most);
    (list(7), list(3)).prop_map(|(left, right)| Formula(left, right))
}

fn every_choice() -> Vec<Vec<usize>> {
    SIZES.iter().fold(vec![Vec::new()], |known, size| {
        known.iter().flat_map(|own| (0..*size).map(move |value| [own.clone(), vec![value]].concat())).collect()
    })
}

fn every_partial() -> Vec<Partial> {
    SIZES.iter().fold(vec![Vec::new()], |known, size| {
        let values = || std::iter::once(None).chain((0..*size).map(Some));
        known.iter().flat_map(|own| values().map(move |value| [own.clone(), vec![value]].concat())).collect()
    })
}

/// The partial choices that imply the formula and have no part that does, by trying all.
fn by_force(formula: &Formula) -> Vec<Partial> {
    let failing: Vec<Vec<usize>> = every_choice().into_iter().filter(|choice| !formula.truth(choice)).collect();
    let implies = |partial: &Partial| !failing.iter().any(|choice| agrees(partial, choice));
    let smaller = |partial: &Partial, at: usize| {
        let mut smaller = partial.clone();
        smaller[at] = None;
        smaller
    };
    let is_minimal = |partial: &Partial| {
        let said = (0..partial.len()).filter(|at| partial[*at].is_some());
        said.into_iter().all(|at| !implies(&smaller(partial, at)))
    };
    every_partial().into_iter().filter(|partial| implies(partial) && is_minimal(partial)).collect()
}

fn partial_of(choice: &[(Term, usize)], terms: &[Term]) -> Partial {
    terms.iter().map(|term| choice.iter().find(|(own, _)| own == term).map(|(_, value)| *value)).collect()
}

fn len(partial: &Partial) -> usize {
    partial.iter().flatten().count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_smallest_choices_are_those_that_brute_force_finds(formula in formula(), limit in 1..5_usize) {
        let terms = terms();
        let guard = formula.guard(&terms);
        let mut expected = by_force(&formula);
        let found = guard.smallest(1000);
        let mut ours: Vec<Partial> = found.choices.iter().map(|choice| partial_of(choice, &terms)).collect();
        prop_assert!(found.choices.windows(2).all(|pair| pair[0].len() <= pair[1].len()));
        prop_assert_eq!(ours.first().map(len), expected.iter().map(len).min());
        prop_assert!(ours.iter().all(|own| expected.contains(own)), "{ours:?} {expected:?}");
        if found.complete {
            ours.sort();
            expected.sort();
            prop_assert_eq!(&ours, &expected);
        } else {
            prop_assert!(ours.len() < expected.len());
        }
        // A bound is said, and what is left is the start of the same list.
        let bounded = guard.smallest(limit);
        prop_assert_eq!(bounded.complete, expected.len() <= limit);
        prop_assert_eq!(&bounded.choices[..], &found.choices[..found.choices.len().min(limit)]);
    }

    #[test]
    fn a_choice_makes_it_true_if_every_way_to_complete_it_does(formula in formula(), partial in SIZES.map(|size| prop::option::of(0..size)).to_vec()) {
        let terms = terms();
        let choice: Vec<(Term, usize)> =
            terms.iter().zip(&partial).filter_map(|(term, value)| Some((term.clone(), (*value)?))).collect();
        let expected = every_choice().iter().filter(|own| agrees(&partial, own)).all(|own| formula.truth(own));
        prop_assert_eq!(formula.guard(&terms).is_true_under(&choice), expected);
    }
}

#[test]
fn a_formula_with_very_many_smallest_choices_is_cut_and_says_so() {
    // Of 40 switches, any 20: more than a hundred thousand million choices.
    let terms: Vec<Term> =
        (0..40).map(|nth| Term::atom(Atom::parameter(&format!("p{nth:02}"), "main"), Domain::Bool)).collect();
    let mut at_least = vec![Guard::Never; 21];
    at_least[0] = Guard::Always;
    for term in &terms {
        for count in (1..at_least.len()).rev() {
            at_least[count] = at_least[count].or(&Guard::when(term).and(&at_least[count - 1]));
        }
    }
    let found = at_least[20].smallest(8);
    assert_eq!(found.choices.len(), 8);
    assert!(!found.complete);
    assert!(found.choices.iter().all(|choice| choice.len() == 20 && at_least[20].is_true_under(choice)));
}

#[test]
fn switches_on_a_row_are_found_one_by_one() {
    let terms: Vec<Term> =
        (0..49).map(|nth| Term::atom(Atom::parameter(&format!("p{nth:02}"), "main"), Domain::Bool)).collect();
    let any = terms.iter().fold(Guard::Never, |sum, term| sum.or(&Guard::when(term).not()));
    let found = any.smallest(49);
    assert!(found.complete);
    assert_eq!(found.choices, terms.iter().map(|term| vec![(term.clone(), 0)]).collect::<Vec<_>>());
    let all = terms.iter().fold(Guard::Always, |sum, term| sum.and(&Guard::when(term)));
    assert_eq!(all.smallest(2).choices, [terms.iter().map(|term| (term.clone(), 1)).collect::<Vec<_>>()]);
    assert_eq!(Guard::Never.smallest(2).choices, Vec::<Vec<(Term, usize)>>::new());
    assert_eq!(Guard::Always.smallest(2).choices, [Vec::new()]);
}
