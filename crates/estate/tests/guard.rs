//! Guards against brute force: every formula agrees with its truth table.

#![expect(clippy::indexing_slicing, reason = "helpers of tests fail as tests do")]

use proptest::prelude::*;
use ringfence_estate::{Atom, Cause, Domain, Guard, Kind, Term, Value};

fn terms() -> Vec<Term> {
    let bool_term = |name: &str| Term::atom(Atom::parameter(name, "main"), Domain::Bool);
    let tiers = ["Basic", "Standard", "Premium"].map(Value::text);
    let tier = Term::atom(Atom::parameter("tier", "main"), Domain::OneOf(tiers.into()));
    vec![bool_term("isolated"), tier, bool_term("zoned")]
}

#[derive(Clone, Debug)]
enum Formula {
    Constant(bool),
    Is(usize, usize),
    Not(Box<Formula>),
    And(Box<Formula>, Box<Formula>),
    Or(Box<Formula>, Box<Formula>),
}

impl Formula {
    fn guard(&self, terms: &[Term]) -> Guard {
        match self {
            Self::Constant(true) => Guard::Always,
            Self::Constant(false) => Guard::Never,
            Self::Is(term, value) => Guard::is(&terms[*term], *value % terms[*term].choices()),
            Self::Not(inner) => inner.guard(terms).not(),
            Self::And(left, right) => left.guard(terms).and(&right.guard(terms)),
            Self::Or(left, right) => left.guard(terms).or(&right.guard(terms)),
        }
    }

    fn truth(&self, terms: &[Term], choice: &[usize]) -> bool {
        match self {
            Self::Constant(value) => *value,
            Self::Is(term, value) => choice[*term] == *value % terms[*term].choices(),
            Self::Not(inner) => !inner.truth(terms, choice),
            Self::And(left, right) => left.truth(terms, choice) && right.truth(terms, choice),
            Self::Or(left, right) => left.truth(terms, choice) || right.truth(terms, choice),
        }
    }
}

fn formula() -> impl Strategy<Value = Formula> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Formula::Constant),
        (0..3usize, 0..3usize).prop_map(|(t, v)| Formula::Is(t, v))
    ];
    leaf.prop_recursive(5, 40, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|own| Formula::Not(Box::new(own))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Formula::And(Box::new(a), Box::new(b))),
            (inner.clone(), inner).prop_map(|(a, b)| Formula::Or(Box::new(a), Box::new(b))),
        ]
    })
}

/// Every choice of the three terms.
fn choices() -> Vec<[usize; 3]> {
    let mut all = Vec::new();
    for isolated in 0..2 {
        for tier in 0..3 {
            for zoned in 0..2 {
                all.push([isolated, tier, zoned]);
            }
        }
    }
    all
}

fn given(guard: &Guard, terms: &[Term], choice: &[usize; 3]) -> Guard {
    terms.iter().zip(choice).fold(guard.clone(), |guard, (term, value)| guard.given(term, *value))
}

proptest! {
    #[test]
    fn a_guard_is_its_truth_table(own in formula(), other in formula()) {
        let terms = terms();
        let (left, right) = (own.guard(&terms), other.guard(&terms));
        let mut equal = true;
        let mut implied = true;
        let mut excluded = true;
        for choice in choices() {
            let (a, b) = (own.truth(&terms, &choice), other.truth(&terms, &choice));
            prop_assert_eq!(given(&left, &terms, &choice).is_always(), a);
            prop_assert_eq!(given(&left, &terms, &choice).is_never(), !a);
            equal &= a == b;
            implied &= !a || b;
            excluded &= !(a && b);
        }
        // Canonical: equal formulas are equal guards, whatever their shape.
        prop_assert_eq!(left == right, equal);
        prop_assert_eq!(left.implies(&right), implied);
        prop_assert_eq!(left.excludes(&right), excluded);
    }

    #[test]
    fn witnesses_are_choices_that_make_it_true_smallest_first(own in formula()) {
        let terms = terms();
        let guard = own.guard(&terms);
        let witnesses = guard.witnesses(100);
        prop_assert_eq!(witnesses.is_empty(), guard.is_never());
        prop_assert!(witnesses.windows(2).all(|pair| pair[0].len() <= pair[1].len()));
        for way in witnesses {
            let left = way.iter().fold(guard.clone(), |guard, (term, value)| guard.given(term, *value));
            prop_assert!(left.is_always(), "{way:?}");
        }
    }
}

#[test]
fn two_values_of_one_parameter_exclude_each_other() {
    let terms = terms();
    let (basic, premium) = (Guard::is(&terms[1], 0), Guard::is(&terms[1], 2));
    assert!(basic.excludes(&premium));
    assert!(basic.or(&premium).or(&Guard::is(&terms[1], 1)).is_always());
}

#[test]
fn a_guard_reads_as_a_sentence() {
    let terms = terms();
    let guard = Guard::is(&terms[0], 0).and(&Guard::is(&terms[1], 2));
    assert_eq!(guard.to_string(), "isolated is false and tier is 'Premium'");
    assert_eq!(Guard::Always.to_string(), "always");
}

#[test]
fn a_formula_too_large_to_work_on_is_a_condition_of_its_own() {
    // Pairs (a0 and b0) or (a1 and b1) …, with every a before every b, need 2^n nodes.
    let term = |name: String| Term::atom(Atom::parameter(&name, "main"), Domain::Bool);
    let guard = (0..20).fold(Guard::Never, |sum, pair| {
        let both = Guard::when(&term(format!("a{pair:02}"))).and(&Guard::when(&term(format!("b{pair:02}"))));
        sum.or(&both)
    });
    assert!(!guard.is_never() && !guard.is_always());
    let opaque = guard.terms().iter().any(|term| term.causes() == [Cause::TooManyCases]);
    assert!(opaque, "{guard}");
}

#[test]
fn boolean_values_and_guards_are_two_forms_of_one_thing() {
    let terms = terms();
    let guard = Guard::is(&terms[1], 1);
    let value = Value::from_guard(&guard, ringfence_estate::OriginId::NONE);
    assert_eq!(value.truth(), (guard, Guard::Always));
    assert_eq!(Value::from_guard(&Guard::Always, ringfence_estate::OriginId::NONE).kind, Kind::Bool(true));
}

/// Whether an odd number of forty conditions hold: two nodes a condition, and as a tree 2^40.
#[test]
fn shared_nodes_are_walked_once() {
    let odd = || {
        (0..40).fold(Guard::Never, |odd, at| {
            let one = Guard::when(&Term::atom(Atom::parameter(&format!("p{at:02}"), "main"), Domain::Bool));
            odd.minus(&one).or(&one.minus(&odd))
        })
    };
    let (left, right) = (odd(), odd());
    assert_eq!(left, right);
    assert_ne!(left, right.not());
    let last = Term::atom(Atom::parameter("p39", "main"), Domain::Bool);
    assert_eq!(left.given(&last, 1), right.given(&last, 0).not());
}
