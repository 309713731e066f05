//! When two values are equal, as a guard.
//!
//! Sources: <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-comparison#equals>
//! (strings compare with regard to case); policy port (arrays and objects compare deeply).

use ringfence_estate::{Array, Case, Domain, Guard, Kind, Object, OriginId, Piece, Sameness, Term, Value};

use super::counting::empty_term;
use super::objects;
use super::types::Types;

/// How deep values are compared; what is deeper stays a term.
const MAX_DEPTH: usize = 60;

/// The most pairs of items that two arrays with choices are compared by.
const MAX_COMPARED: usize = 100_000;

/// In how many cases a comparison may open a choice of its own: a formula over many of them has no small diagram.
const MAX_NEW_CHOICES: usize = 12;

/// Under which choices two values are equal, by the function `equals`.
///
/// What cannot be decided becomes a choice of its own: the term `equals(…)`, whose arguments are in one order.
pub fn equality(left: &Value, right: &Value) -> Guard {
    compare(left, right, 0)
}

fn compare(left: &Value, right: &Value, depth: usize) -> Guard {
    let truth = |same: bool| if same { Guard::Always } else { Guard::Never };
    match (&left.kind, &right.kind) {
        (Kind::String(left), Kind::String(right)) => return truth(left == right),
        (Kind::Int(left), Kind::Int(right)) => return truth(left == right),
        (Kind::Bool(left), Kind::Bool(right)) => return truth(left == right),
        _ if left == right => return Guard::Always,
        _ => {}
    }
    if depth > MAX_DEPTH {
        return undecided(left, right);
    }
    match (&left.kind, &right.kind) {
        (Kind::Term(term), _) if term.choices() > 0 => compare(&Value::term(term.clone(), left.origin), right, depth),
        (_, Kind::Term(term)) if term.choices() > 0 => compare(left, &Value::term(term.clone(), right.origin), depth),
        (Kind::Cases(_), _) | (_, Kind::Cases(_)) => {
            let mut any = Guard::Never;
            let mut new_choices = 0;
            for (guard, one) in left.each_case() {
                for (other_guard, other) in right.each_case() {
                    let both = guard.and(other_guard);
                    if both.is_never() {
                        continue;
                    }
                    let same = compare(one, other, depth + 1);
                    new_choices += usize::from(matches!(same, Guard::Choice(_)));
                    if new_choices > MAX_NEW_CHOICES {
                        return undecided(left, right);
                    }
                    any = any.or(&both.and(&same));
                }
            }
            any
        }
        (Kind::Object(one), Kind::Object(other)) => compare_objects(one, other, left, right, depth),
        (Kind::Array(one), Kind::Array(other)) => compare_arrays(one, other, left, right, depth),
        // Numbers with and without a fraction compare by value, but not inside arrays and objects.
        (Kind::Int(_), Kind::Number(_)) | (Kind::Number(_), Kind::Int(_)) if depth > 0 => undecided(left, right),
        _ => compare_plain(left, right),
    }
}

fn compare_plain(left: &Value, right: &Value) -> Guard {
    let (left_types, right_types) = (Types::of(left), Types::of(right));
    let numbers = Types::INT.or(Types::NUMBER);
    let comparable = left_types.has(right_types) || (left_types.has(numbers) && right_types.has(numbers));
    if !comparable {
        return Guard::Never;
    }
    match left.same(right, Case::Sensitive) {
        Sameness::Same => Guard::Always,
        Sameness::Different => Guard::Never,
        Sameness::Maybe => {
            if left_types == Types::STRING && right_types == Types::STRING {
                compare_strings(left, right)
            } else {
                undecided(left, right)
            }
        }
    }
}

/// What both ends have in common is taken off, so that `equals(format('st{0}', b), 'stapp')` is `equals(b, 'app')`.
fn compare_strings(left: &Value, right: &Value) -> Guard {
    let (Some(mut left_pieces), Some(mut right_pieces)) = (left.pieces(), right.pieces()) else {
        return undecided(left, right);
    };
    strip_start(&mut left_pieces, &mut right_pieces);
    left_pieces.reverse();
    right_pieces.reverse();
    strip_end(&mut left_pieces, &mut right_pieces);
    left_pieces.reverse();
    right_pieces.reverse();
    let left = Value::concat(left_pieces, OriginId::NONE);
    let right = Value::concat(right_pieces, OriginId::NONE);
    let is_empty = |value: &Value| value.as_str().is_some_and(str::is_empty);
    match (&left.kind, &right.kind) {
        (Kind::Term(term), _) if is_empty(&right) => empty_term(term),
        (_, Kind::Term(term)) if is_empty(&left) => empty_term(term),
        (Kind::String(left), Kind::String(right)) => {
            if left == right {
                Guard::Always
            } else {
                Guard::Never
            }
        }
        _ => undecided(&left, &right),
    }
}

fn strip_start(left: &mut Vec<Piece>, right: &mut Vec<Piece>) {
    loop {
        match (left.first(), right.first()) {
            (Some(Piece::Term(a)), Some(Piece::Term(b))) if a == b => {
                left.remove(0);
                right.remove(0);
            }
            (Some(Piece::Literal(a)), Some(Piece::Literal(b))) => {
                let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
                if common == 0 {
                    return;
                }
                let rest = |text: &str| text.get(common..).unwrap_or_default().into();
                let (a, b) = (rest(a), rest(b));
                replace_first(left, a);
                replace_first(right, b);
            }
            _ => return,
        }
    }
}

/// For pieces from last to first.
fn strip_end(left: &mut Vec<Piece>, right: &mut Vec<Piece>) {
    loop {
        match (left.first(), right.first()) {
            (Some(Piece::Term(a)), Some(Piece::Term(b))) if a == b => {
                left.remove(0);
                right.remove(0);
            }
            (Some(Piece::Literal(a)), Some(Piece::Literal(b))) => {
                let pairs = a.chars().rev().zip(b.chars().rev());
                let common: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
                if common == 0 {
                    return;
                }
                let rest = |text: &str| text.get(..text.len() - common).unwrap_or_default().into();
                let (a, b) = (rest(a), rest(b));
                replace_first(left, a);
                replace_first(right, b);
            }
            _ => return,
        }
    }
}

fn replace_first(pieces: &mut Vec<Piece>, text: std::sync::Arc<str>) {
    if text.is_empty() {
        pieces.remove(0);
    } else if let Some(first) = pieces.first_mut() {
        *first = Piece::Literal(text);
    }
}

fn compare_objects(one: &Object, other: &Object, left: &Value, right: &Value, depth: usize) -> Guard {
    if one.rest.is_some() || other.rest.is_some() {
        return match left.same(right, Case::Sensitive) {
            Sameness::Different if !optional(one) && !optional(other) => Guard::Never,
            _ => undecided(left, right),
        };
    }
    let mut all = Guard::Always;
    for member in &one.members {
        let there = objects::presence(&member.value);
        let same = match other.member(&member.name) {
            // Whether the case of names counts is not documented.
            Some(found) if found.name != member.name => return undecided(left, right),
            Some(found) => {
                let other_there = objects::presence(&found.value);
                let both = there.and(&other_there);
                let neither = there.not().minus(&other_there);
                if both.is_never() {
                    neither
                } else {
                    neither.or(&both.and(&compare(&member.value.under(&both), &found.value.under(&both), depth + 1)))
                }
            }
            None => there.not(),
        };
        all = all.and(&same);
        if all.is_never() {
            return all;
        }
    }
    for member in &other.members {
        if one.member(&member.name).is_none() {
            all = all.minus(&objects::presence(&member.value));
        }
    }
    all
}

fn optional(object: &Object) -> bool {
    object.members.iter().any(|member| !objects::presence(&member.value).is_always())
}

fn compare_arrays(one: &Array, other: &Array, left: &Value, right: &Value, depth: usize) -> Guard {
    let cases = |array: &Array| super::arrays::plain_cases(array, false);
    let (one_length, other_length) = (super::bounds::of_array(one), super::bounds::of_array(other));
    let apart = |max: Option<u32>, min: u32| max.is_some_and(|max| max < min);
    if apart(one_length.max, other_length.min) || apart(other_length.max, one_length.min) {
        return Guard::Never;
    }
    let (Some(one), Some(other)) = (cases(one), cases(other)) else { return undecided(left, right) };
    let items = one.first().map_or(0, |(_, items)| items.len());
    if one.len().saturating_mul(other.len()).saturating_mul(items) > MAX_COMPARED {
        return undecided(left, right);
    }
    let mut any = Guard::Never;
    for (guard, left) in &one {
        for (other_guard, right) in &other {
            let both = guard.and(other_guard);
            if both.is_never() || left.len() != right.len() {
                continue;
            }
            let same = left.iter().zip(right).try_fold(both, |all, (left, right)| {
                let all = all.and(&compare(left, right, depth + 1));
                if all.is_never() { Err(()) } else { Ok(all) }
            });
            any = any.or(&same.unwrap_or(Guard::Never));
        }
    }
    any
}

/// The choice whether two values are equal.
fn undecided(left: &Value, right: &Value) -> Guard {
    let rank = |value: &Value| match &value.kind {
        Kind::Term(term) => (0, term.text()),
        _ => (1, Term::call("", [value.clone()], Domain::Any).text()),
    };
    let (left, right) = if rank(left) <= rank(right) { (left, right) } else { (right, left) };
    Guard::when(&Term::call("equals", [left.clone(), right.clone()], Domain::Bool))
}
