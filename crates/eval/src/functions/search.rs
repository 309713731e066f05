//! `contains`, `indexOf`, `lastIndexOf`, `startsWith`, `endsWith`, `like`.
//!
//! Sources: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string> and
//! `-functions-array`: strings are searched by `contains` with regard to case, by the others without; array elements
//! and members are compared as by `equals` and without regard to case.

use std::sync::Arc;

use ringfence_estate::{Array, Domain, Element, ElementKind, Guard, Kind, Object, Piece, Term, Value};

use super::bounds::{self, may_hold};
use super::equality::equality;
use super::objects::presence;
use super::spec::{Answer, Problem, Site, refused};
use super::strings::pieces_of;
use super::types::Types;
use crate::pure;

/// `contains(container, item)`
pub(super) fn contains(site: &Site<'_>, args: &[Value]) -> Answer {
    let [container, item] = args else { return Err(Problem::Open) };
    match &container.kind {
        Kind::Array(array) => {
            let there = array.elements.iter().fold(Guard::Never, |there, element| {
                if there.is_always() {
                    return there;
                }
                there.or(&element_guard(element, item, site).and(&element.guard))
            });
            site.guard(&there)
        }
        Kind::Object(object) => object_contains(site, object, item),
        _ if Types::of(container) == Types::STRING => string_contains(site, container, item),
        Kind::Term(_) => Err(Problem::Open),
        _ => refused(format!("`contains` takes a string, an array or an object, not {container}")),
    }
}

/// Under which choices an element, if it is there, is `item` or holds it among its many.
pub(super) fn element_guard(element: &Element, item: &Value, site: &Site<'_>) -> Guard {
    match element.kind {
        ElementKind::One => equality(&element.value, item),
        ElementKind::Rest => holds(element.value.clone(), item),
        ElementKind::Family { .. } => {
            // An item of another type is not among them.
            if !Types::of(&element.value).has(Types::of(item)) {
                return Guard::Never;
            }
            let alone = Element { guard: Guard::Always, ..element.clone() };
            holds(site.value(Kind::Array(Arc::new(Array { elements: vec![alone] }))), item)
        }
    }
}

fn holds(container: Value, item: &Value) -> Guard {
    let cases = item.each_case().map(|(guard, item)| {
        let call = Term::call("contains", [container.clone(), item.clone()], Domain::Bool);
        guard.and(&Guard::when(&call))
    });
    cases.fold(Guard::Never, |any, guard| any.or(&guard))
}

fn object_contains(site: &Site<'_>, object: &Object, item: &Value) -> Answer {
    let Kind::String(name) = &item.kind else {
        if Types::of(item).has(Types::STRING) {
            let nothing = object.members.is_empty() && object.rest.is_none();
            return if nothing { site.bool(false) } else { Err(Problem::Open) };
        }
        return refused("`contains` takes the name of a member as its argument 2");
    };
    let own = object.member(name).map_or(Guard::Never, |member| presence(&member.value));
    match &object.rest {
        Some(rest) if !own.is_always() => site.guard(&own.or(&holds(Value::synthetic(Kind::Term(rest.clone())), item))),
        _ => site.guard(&own),
    }
}

fn string_contains(site: &Site<'_>, container: &Value, item: &Value) -> Answer {
    if let (Kind::String(text), Kind::String(part)) = (&container.kind, &item.kind) {
        return site.bool(pure::text::contains(text, part));
    }
    if Types::of(item) != Types::STRING {
        return Err(Problem::Open);
    }
    let (text, part) = (pieces_of(container)?, pieces_of(item)?);
    if part.is_empty() || text.windows(part.len().max(1)).any(|window| window == part.as_slice()) {
        return site.bool(true);
    }
    if let Kind::String(wanted) = &item.kind {
        let found = |piece: &Piece| matches!(piece, Piece::Literal(text) if pure::text::contains(text, wanted));
        if text.iter().any(found) {
            return site.bool(true);
        }
        // A character that no piece can hold is not in the whole.
        let absent = |c: char| {
            text.iter().all(|piece| match piece {
                Piece::Literal(text) => !text.contains(c),
                Piece::Term(term) => !may_hold(term, c),
            })
        };
        if wanted.chars().any(absent) {
            return site.bool(false);
        }
    }
    let (whole, wanted) = (bounds::of_value(container), bounds::of_value(item));
    if whole.max.is_some_and(|max| max < wanted.min) {
        return site.bool(false);
    }
    Err(Problem::Open)
}

/// `indexOf(container, item)`
pub(super) fn index_of(site: &Site<'_>, args: &[Value]) -> Answer {
    let [container, item] = args else { return Err(Problem::Open) };
    match &container.kind {
        Kind::Array(array) => array_index(site, array, item, false),
        Kind::String(text) => match &item.kind {
            Kind::String(part) => site.int(pure::text::index_of(text, part)?),
            _ => Err(Problem::Open),
        },
        Kind::Term(_) if Types::of(container) == Types::STRING => match (pieces_of(container)?.first(), &item.kind) {
            // What is found in the known start is found first.
            (Some(Piece::Literal(start)), Kind::String(part)) => match pure::text::index_of(start, part)? {
                -1 => Err(Problem::Open),
                found => site.int(found),
            },
            _ => Err(Problem::Open),
        },
        _ => Err(Problem::Open),
    }
}

/// `lastIndexOf(container, item)`
pub(super) fn last_index_of(site: &Site<'_>, args: &[Value]) -> Answer {
    let [container, item] = args else { return Err(Problem::Open) };
    match (&container.kind, &item.kind) {
        (Kind::Array(array), _) => array_index(site, array, item, true),
        (Kind::String(text), Kind::String(part)) => site.int(pure::text::last_index_of(text, part)?),
        _ => Err(Problem::Open),
    }
}

/// Of an array whose elements are there for certain.
fn array_index(site: &Site<'_>, array: &Array, item: &Value, last: bool) -> Answer {
    let items = array.items().ok_or(Problem::Open)?;
    let mut left = Guard::Always;
    let mut cases = Vec::new();
    let count = items.len();
    for at in 0..count {
        let place = if last { count - 1 - at } else { at };
        let Some(own) = items.get(place) else { break };
        let here = left.and(&equality(own, item));
        if !here.is_never() {
            left = left.minus(&here);
            cases.push((here, site.value(Kind::Int(i64::try_from(place).unwrap_or(i64::MAX)))));
        }
        if left.is_never() {
            break;
        }
    }
    if !left.is_never() {
        cases.push((left, site.value(Kind::Int(-1))));
    }
    Ok(Value::cases(cases, site.origin))
}

/// What is known of a position.
pub(super) fn position_domain(args: &[Value]) -> Domain {
    let max = args.first().and_then(|container| bounds::of_value(container).max).map(i64::from);
    Domain::Int { min: Some(-1), max }
}

/// `startsWith(text, start)`: ordinal, without regard to case.
pub(super) fn starts_with(site: &Site<'_>, args: &[Value]) -> Answer {
    at_end(site, args, false)
}

/// `endsWith(text, end)`: ordinal, without regard to case.
pub(super) fn ends_with(site: &Site<'_>, args: &[Value]) -> Answer {
    at_end(site, args, true)
}

/// Takes common pieces off until they decide, or one side is not known.
fn at_end(site: &Site<'_>, args: &[Value], end: bool) -> Answer {
    let [text, part] = args else { return Err(Problem::Open) };
    if let (Kind::String(text), Kind::String(part)) = (&text.kind, &part.kind) {
        return site.bool(matches_at(text, part, end)?);
    }
    let (mut pieces, mut wanted) = (pieces_of(text)?, pieces_of(part)?);
    if end {
        pieces.reverse();
        wanted.reverse();
    }
    loop {
        let lengths = (bounds::of_pieces(&pieces), bounds::of_pieces(&wanted));
        if lengths.0.max.is_some_and(|max| max < lengths.1.min) {
            return site.bool(false);
        }
        match (pieces.first(), wanted.first()) {
            (_, None) => return site.bool(true),
            (Some(one), Some(other)) if one == other => {
                pieces.remove(0);
                wanted.remove(0);
            }
            (Some(Piece::Literal(one)), Some(Piece::Literal(other))) => {
                // Equal but for case, character by character, as far as the shorter one goes.
                let (shorter, longer) =
                    if one.chars().count() <= other.chars().count() { (one, other) } else { (other, one) };
                if !matches_at(longer, shorter, end)? {
                    return site.bool(false);
                }
                let count = shorter.chars().count();
                let cut = |text: &str| -> Arc<str> {
                    if end {
                        let keep = text.chars().count().saturating_sub(count);
                        text.chars().take(keep).collect::<String>().into()
                    } else {
                        text.chars().skip(count).collect::<String>().into()
                    }
                };
                let (one, other) = (cut(one), cut(other));
                replace_first(&mut pieces, one);
                replace_first(&mut wanted, other);
            }
            _ => break,
        }
    }
    if end {
        pieces.reverse();
        wanted.reverse();
    }
    let args = [Value::concat(pieces, site.origin), Value::concat(wanted, site.origin)];
    site.call(site.spec.name, args, Domain::Bool)
}

fn matches_at(text: &str, part: &str, end: bool) -> Result<bool, Problem> {
    let result = if end { pure::text::ends_with(text, part) } else { pure::text::starts_with(text, part) };
    Ok(result?)
}

fn replace_first(pieces: &mut Vec<Piece>, text: Arc<str>) {
    if text.is_empty() {
        pieces.remove(0);
    } else if let Some(first) = pieces.first_mut() {
        *first = Piece::Literal(text);
    }
}

/// `like(text, pattern)`: `*` stands for any text; without regard to case
/// (<https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-string>).
pub(super) fn like(site: &Site<'_>, args: &[Value]) -> Answer {
    let [text, pattern] = args else { return Err(Problem::Open) };
    let (Kind::String(text), Kind::String(pattern)) = (&text.kind, &pattern.kind) else { return Err(Problem::Open) };
    let (text, pattern) = (pure::text::to_upper(text)?, pure::text::to_upper(pattern)?);
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return site.bool(false) };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return site.bool(rest.is_empty()) };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return site.bool(false),
        }
    }
    site.bool(rest.ends_with(last))
}
