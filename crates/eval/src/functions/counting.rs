//! `length` and `empty`.
//!
//! Sources: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-array>; `empty(null)`
//! is true by <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-object#empty>.

use std::sync::Arc;

use ringfence_estate::{Array, Domain, Element, ElementKind, Guard, Kind, MAX_CASES, Object, Term, TermKind, Value};

use super::bounds;
use super::numbers;
use super::objects::presence;
use super::spec::{Answer, Problem, Site};

/// `length(value)`
pub(super) fn length(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    if let Some(exact) = bounds::of_value(value).exact() {
        return site.int(i64::from(exact));
    }
    match &value.kind {
        Kind::Array(array) => array_length(site, array),
        Kind::Object(object) if object.rest.is_none() => {
            let there = object.members.iter().map(|member| presence(&member.value));
            counts(there).map(|counts| count_value(counts, site)).ok_or(Problem::Open)
        }
        _ => Err(Problem::Open),
    }
}

/// What is known of a length.
pub(super) fn length_domain(args: &[Value]) -> Domain {
    args.first().map_or(Domain::INT, |value| bounds::of_value(value).int())
}

/// The elements that are told apart, and the lengths of the others.
fn array_length(site: &Site<'_>, array: &Array) -> Answer {
    let told_apart = |element: &&Element| matches!(element.kind, ElementKind::One);
    let known = array.elements.iter().filter(told_apart).map(|element| element.guard.clone());
    let known = count_value(counts(known).ok_or(Problem::Open)?, site);
    let mut sum = known;
    for element in array.elements.iter().filter(|element| !told_apart(element)) {
        let more = match (&element.kind, &element.value.kind) {
            (ElementKind::Rest, Kind::Term(term)) => {
                let own = Value::synthetic(Kind::Term(term.clone()));
                let domain = bounds::of_value(&own).int();
                site.call("length", [own], domain)?
            }
            _ => site.call("length", [alone(element, site)], Domain::Int { min: Some(0), max: None })?,
        };
        let there = Value::from_guard(&element.guard, site.origin);
        let more = match there.as_bool() {
            Some(_) => more,
            None => Value::cases(
                [(element.guard.clone(), more), (element.guard.not(), site.value(Kind::Int(0)))],
                site.origin,
            ),
        };
        sum = numbers::add_values(&sum, &more, site.origin);
    }
    Ok(sum)
}

/// An array of nothing but this element, there for certain.
fn alone(element: &Element, site: &Site<'_>) -> Value {
    let element = Element { guard: Guard::Always, ..element.clone() };
    site.value(Kind::Array(Arc::new(Array { elements: vec![element] })))
}

/// Under which choices how many of the guards hold; none if too many numbers are possible.
pub(super) fn counts(mut guards: impl Iterator<Item = Guard>) -> Option<Vec<(Guard, usize)>> {
    guards.try_fold(vec![(Guard::Always, 0)], |counts, guard| counts_after(counts, &guard, usize::MAX))
}

/// The numbers with one guard more; those from `limit` on count as `limit`.
pub(super) fn counts_after(
    mut counts: Vec<(Guard, usize)>,
    guard: &Guard,
    limit: usize,
) -> Option<Vec<(Guard, usize)>> {
    if guard.is_always() {
        counts.iter_mut().for_each(|(_, count)| *count = (*count + 1).min(limit));
        return Some(counts);
    }
    let mut next: Vec<(Guard, usize)> = Vec::with_capacity(counts.len() + 1);
    let mut add = |guard: Guard, count: usize| match next.iter_mut().find(|(_, known)| *known == count) {
        _ if guard.is_never() => {}
        Some((known, _)) => *known = known.or(&guard),
        None => next.push((guard, count)),
    };
    for (own, count) in &counts {
        add(own.minus(guard), *count);
        add(own.and(guard), (*count + 1).min(limit));
    }
    (next.len() <= MAX_CASES).then_some(next)
}

fn count_value(counts: Vec<(Guard, usize)>, site: &Site<'_>) -> Value {
    let value = |count: usize| site.value(Kind::Int(i64::try_from(count).unwrap_or(i64::MAX)));
    Value::cases(counts.into_iter().map(|(guard, count)| (guard, value(count))), site.origin)
}

/// `empty(value)`
pub(super) fn empty(site: &Site<'_>, args: &[Value]) -> Answer {
    let [value] = args else { return Err(Problem::Open) };
    if matches!(value.kind, Kind::Null | Kind::Omitted) {
        return site.bool(true);
    }
    site.guard(&emptiness(value, site))
}

/// Under which choices a value without cases is empty.
pub(super) fn emptiness(value: &Value, site: &Site<'_>) -> Guard {
    let length = bounds::of_value(value);
    if length.min > 0 {
        return Guard::Never;
    }
    if length.max == Some(0) {
        return Guard::Always;
    }
    match &value.kind {
        Kind::Array(array) => array.elements.iter().fold(Guard::Always, |all, element| {
            let none = match (&element.kind, &element.value.kind) {
                (ElementKind::One, _) => Guard::Never,
                (ElementKind::Rest, Kind::Term(term)) => empty_term(term),
                _ => Guard::when(&Term::call("empty", [alone(element, site)], Domain::Bool)),
            };
            all.and(&element.guard.not().or(&none))
        }),
        Kind::Object(object) => object_emptiness(object),
        Kind::Term(term) => empty_term(term),
        _ => Guard::Never,
    }
}

fn object_emptiness(object: &Object) -> Guard {
    let own = object.members.iter().fold(Guard::Always, |all, member| all.minus(&presence(&member.value)));
    match &object.rest {
        // Members that win over the rest are there, unless they are optional.
        Some(rest) => own.and(&empty_term(rest)),
        None => own,
    }
}

/// Under which choices a term is empty; a string is if each of its parts is.
pub(super) fn empty_term(term: &Term) -> Guard {
    let value = Value::synthetic(Kind::Term(term.clone()));
    if bounds::of_value(&value).min > 0 {
        return Guard::Never;
    }
    match term.kind() {
        TermKind::Concat(pieces) => pieces.iter().fold(Guard::Always, |all, piece| match piece {
            ringfence_estate::Piece::Literal(_) => Guard::Never,
            ringfence_estate::Piece::Term(term) => all.and(&empty_term(term)),
        }),
        _ => {
            let inner = match bounds::called(term) {
                // Case does not change the length.
                Some(("toLower" | "toUpper", [Value { kind: Kind::Term(inner), .. }])) => inner.clone(),
                _ => term.clone(),
            };
            Guard::when(&Term::call("empty", [Value::synthetic(Kind::Term(inner))], Domain::Bool))
        }
    }
}
