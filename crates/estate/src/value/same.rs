//! Whether two values are the same: yes, no, or that is not known. Nothing is proved through a maybe.

use super::text::{length, piece_length};
use super::{Array, Domain, Kind, Object, Piece, Value};
use crate::Guard;

/// Whether case counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `a` and `A` differ: the function `equals`.
    Sensitive,
    /// `a` and `A` are the same: types, property values, resource ids (docs/facts/exposure.md, rule 2).
    Insensitive,
}

/// The answer of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sameness {
    /// The same under every choice.
    Same,
    /// Different under every choice.
    Different,
    /// Not known.
    Maybe,
}

impl Sameness {
    /// Same if both are; different if one is.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Different, _) | (_, Self::Different) => Self::Different,
            (Self::Same, Self::Same) => Self::Same,
            _ => Self::Maybe,
        }
    }
}

impl Value {
    /// Whether this is the same JSON as `other`.
    pub fn same(&self, other: &Self, case: Case) -> Sameness {
        use Sameness::{Different, Maybe, Same};
        if self == other {
            return Same;
        }
        let truth = |same: bool| if same { Same } else { Different };
        match (&self.kind, &other.kind) {
            (Kind::Cases(left), Kind::Cases(right)) => same_cases(left, right, case),
            (Kind::Cases(cases), _) => fold_cases(cases.iter().map(|(_, value)| value.same(other, case))),
            (_, Kind::Cases(cases)) => fold_cases(cases.iter().map(|(_, value)| self.same(value, case))),
            (Kind::String(left), Kind::String(right)) => truth(equal(left, right, case)),
            (Kind::Bool(left), Kind::Bool(right)) => truth(left == right),
            (Kind::Int(left), Kind::Int(right)) => truth(left == right),
            (Kind::Number(left), Kind::Number(right)) => truth(number(left) == number(right)),
            (Kind::Int(int), Kind::Number(text)) | (Kind::Number(text), Kind::Int(int)) => {
                truth(number(text) == Some(*int as f64))
            }
            (Kind::Null | Kind::Omitted, Kind::Null | Kind::Omitted) => Same,
            (Kind::Array(left), Kind::Array(right)) => same_arrays(left, right, case),
            (Kind::Object(left), Kind::Object(right)) => same_objects(left, right, case),
            (Kind::Term(_), _) | (_, Kind::Term(_)) => {
                if excluded(self, other) {
                    return Different;
                }
                match (self.string_pieces(), other.string_pieces()) {
                    (Some(left), Some(right)) => same_strings(left, right, case),
                    _ => Maybe,
                }
            }
            _ => Different,
        }
    }

    /// The pieces if this is a string for certain.
    fn string_pieces(&self) -> Option<Vec<Piece>> {
        match &self.kind {
            Kind::String(_) => self.pieces(),
            Kind::Term(term) if matches!(term.domain(), Domain::String { .. }) => self.pieces(),
            _ => None,
        }
    }
}

/// The same if it is in each pair of cases that can occur together.
fn same_cases(left: &[(Guard, Value)], right: &[(Guard, Value)], case: Case) -> Sameness {
    let mut found = None;
    for (guard, own) in left {
        for (other_guard, other) in right {
            let answer = own.same(other, case);
            // Whether the guards exclude each other takes longer to say than most comparisons.
            if found == Some(answer) || guard.excludes(other_guard) {
                continue;
            }
            if answer == Sameness::Maybe || found.is_some() {
                return Sameness::Maybe;
            }
            found = Some(answer);
        }
    }
    found.unwrap_or(Sameness::Maybe)
}

fn fold_cases(answers: impl Iterator<Item = Sameness>) -> Sameness {
    let mut answers = answers.peekable();
    let Some(first) = answers.peek().copied() else { return Sameness::Maybe };
    if answers.all(|answer| answer == first) { first } else { Sameness::Maybe }
}

fn equal(left: &str, right: &str, case: Case) -> bool {
    match case {
        Case::Sensitive => left == right,
        Case::Insensitive => left.eq_ignore_ascii_case(right) || left.to_lowercase() == right.to_lowercase(),
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Whether the domain of one side excludes the other side.
fn excluded(left: &Value, right: &Value) -> bool {
    let one_way = |term: &Value, other: &Value| {
        let Kind::Term(term) = &term.kind else { return false };
        let other_domain = match &other.kind {
            Kind::Term(other) => other.domain().clone(),
            Kind::String(_) => Domain::STRING,
            Kind::Bool(_) => Domain::Bool,
            Kind::Int(value) => Domain::Int { min: Some(*value), max: Some(*value) },
            Kind::Array(array) => {
                let length = array.count().and_then(|length| u32::try_from(length).ok());
                Domain::Array { min: length.unwrap_or(0), max: length }
            }
            Kind::Object(_) => Domain::Object,
            _ => return false,
        };
        domains_exclude(term.domain(), &other_domain)
    };
    one_way(left, right) || one_way(right, left)
}

fn domains_exclude(left: &Domain, right: &Domain) -> bool {
    fn apart<T: PartialOrd>(min: Option<T>, max: Option<T>) -> bool {
        matches!((min, max), (Some(min), Some(max)) if min > max)
    }
    match (left, right) {
        (Domain::Any | Domain::OneOf(_), _) | (_, Domain::Any | Domain::OneOf(_)) => false,
        (Domain::Int { min, max }, Domain::Int { min: other_min, max: other_max }) => {
            apart(*min, *other_max) || apart(*other_min, *max)
        }
        (Domain::Array { min, max }, Domain::Array { min: other_min, max: other_max }) => {
            apart(Some(*min), *other_max) || apart(Some(*other_min), *max)
        }
        (Domain::String { .. }, Domain::String { .. })
        | (Domain::Bool, Domain::Bool)
        | (Domain::Object, Domain::Object) => false,
        _ => true,
    }
}

fn same_arrays(left: &Array, right: &Array, case: Case) -> Sameness {
    let (Some(left), Some(right)) = (left.items(), right.items()) else { return Sameness::Maybe };
    if left.len() != right.len() {
        return Sameness::Different;
    }
    left.iter().zip(right).fold(Sameness::Same, |answer, (left, right)| answer.and(left.same(right, case)))
}

fn same_objects(left: &Object, right: &Object, case: Case) -> Sameness {
    let mut answer = Sameness::Same;
    for member in &left.members {
        match right.member(&member.name) {
            Some(other) => answer = answer.and(member.value.same(&other.value, case)),
            None if right.rest.is_some() => answer = answer.and(Sameness::Maybe),
            None => return Sameness::Different,
        }
    }
    let lacks = |name: &str| left.member(name).is_none();
    if right.members.iter().any(|member| lacks(&member.name)) {
        answer = answer.and(if left.rest.is_some() { Sameness::Maybe } else { Sameness::Different });
    }
    if left.rest.is_some() || right.rest.is_some() { answer.and(Sameness::Maybe) } else { answer }
}

/// Compares two concatenations: common ends are taken off, then literals and lengths decide what they can.
fn same_strings(mut left: Vec<Piece>, mut right: Vec<Piece>, case: Case) -> Sameness {
    fn before(text: &str, shared: usize) -> &str {
        prefix(text, text.len() - shared)
    }
    if !strip_common(&mut left, &mut right, |a, b| common_suffix(a, b, case), before) {
        return Sameness::Different;
    }
    left.reverse();
    right.reverse();
    // The first pieces are now last; the text of each still reads forwards.
    if !strip_common(&mut left, &mut right, |a, b| common_prefix(a, b, case), suffix) {
        return Sameness::Different;
    }
    if left.is_empty() && right.is_empty() {
        return Sameness::Same;
    }
    let apart = |left: &[Piece], right: &[Piece]| {
        let ((left_min, left_max), (right_min, right_max)) = (length(left), length(right));
        left_max.is_some_and(|max| max < right_min) || right_max.is_some_and(|max| max < left_min)
    };
    if apart(&left, &right) || different_lengths(&left, &right) || different_segments(&left, &right) {
        return Sameness::Different;
    }
    Sameness::Maybe
}

/// Takes equal pieces off the ends of both lists; false if they contradict each other. `common` is how much of two texts
/// is shared where they stand at the end, and `rest` a text without so much.
fn strip_common(
    left: &mut Vec<Piece>,
    right: &mut Vec<Piece>,
    common: impl Fn(&str, &str) -> usize,
    rest: impl Fn(&str, usize) -> &str,
) -> bool {
    loop {
        match (left.last(), right.last()) {
            (Some(Piece::Term(a)), Some(Piece::Term(b))) if a == b => {
                left.pop();
                right.pop();
            }
            (Some(Piece::Literal(a)), Some(Piece::Literal(b))) => {
                let shared = common(a, b);
                if shared < a.len().min(b.len()) {
                    return false;
                }
                let (a_rest, b_rest) = (rest(a, shared).into(), rest(b, shared).into());
                replace_last(left, a_rest);
                replace_last(right, b_rest);
            }
            _ => return true,
        }
    }
}

/// The two sides hold the same unknown pieces, each as often, but not as much literal text.
fn different_lengths(left: &[Piece], right: &[Piece]) -> bool {
    let split = |pieces: &[Piece]| {
        let mut terms = Vec::new();
        let mut literal = 0;
        for piece in pieces {
            match piece {
                Piece::Term(term) => terms.push(term.clone()),
                literal_piece => literal += piece_length(literal_piece).0,
            }
        }
        terms.sort();
        (terms, literal)
    };
    let ((left_terms, left_literal), (right_terms, right_literal)) = (split(left), split(right));
    left_terms == right_terms && left_literal != right_literal
}

/// One side has more `/` than the other can have.
fn different_segments(left: &[Piece], right: &[Piece]) -> bool {
    let slashes = |pieces: &[Piece]| {
        pieces.iter().fold((0usize, true), |(count, exact), piece| match piece {
            Piece::Literal(text) => (count + text.matches('/').count(), exact),
            Piece::Term(term) => (count, exact && matches!(term.domain(), Domain::String { segment: true, .. })),
        })
    };
    let ((left_count, left_exact), (right_count, right_exact)) = (slashes(left), slashes(right));
    (left_exact && right_count > left_count) || (right_exact && left_count > right_count)
}

fn replace_last(pieces: &mut Vec<Piece>, rest: std::sync::Arc<str>) {
    pieces.pop();
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
}

fn prefix(text: &str, end: usize) -> &str {
    text.get(..end).unwrap_or("")
}

fn suffix(text: &str, start: usize) -> &str {
    text.get(start..).unwrap_or("")
}

/// How many bytes two texts have in common at their start; whole characters only.
fn common_prefix(left: &str, right: &str, case: Case) -> usize {
    left.chars().zip(right.chars()).take_while(|(a, b)| same_char(*a, *b, case)).map(|(a, _)| a.len_utf8()).sum()
}

fn common_suffix(left: &str, right: &str, case: Case) -> usize {
    let pairs = left.chars().rev().zip(right.chars().rev());
    pairs.take_while(|(a, b)| same_char(*a, *b, case)).map(|(a, _)| a.len_utf8()).sum()
}

/// Characters fold only onto others of the same size, so that both sides keep the same number of bytes.
fn same_char(left: char, right: char, case: Case) -> bool {
    let folded = || left.len_utf8() == right.len_utf8() && left.to_lowercase().eq(right.to_lowercase());
    left == right || (case == Case::Insensitive && folded())
}
