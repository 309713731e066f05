//! What is known of the size of a value, and of what a string is made of.

use ringfence_estate::{Array, Domain, Element, ElementKind, Kind, Object, Piece, Term, TermKind, Value};

use super::types::Types;

/// Bounds of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) min: u32,
    pub(super) max: Option<u32>,
}

impl Length {
    pub(super) const ANY: Self = Self { min: 0, max: None };

    pub(super) fn exactly(length: u32) -> Self {
        Self { min: length, max: Some(length) }
    }

    pub(super) fn exact(self) -> Option<u32> {
        self.max.filter(|max| *max == self.min)
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let max = self.max.and_then(|max| max.checked_add(other.max?));
        Self { min: self.min.saturating_add(other.min), max }
    }

    /// What is left after taking at most `count` away.
    pub(super) fn less(self, count: u32) -> Self {
        Self { min: self.min.saturating_sub(count), max: self.max.map(|max| max.saturating_sub(count)) }
    }

    /// At most `count`.
    pub(super) fn up_to(self, count: u32) -> Self {
        Self { min: self.min.min(count), max: Some(self.max.map_or(count, |max| max.min(count))) }
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self { min: self.min.min(other.min), max: self.max.and_then(|max| Some(max.max(other.max?))) }
    }

    pub(super) fn string(self, segment: bool) -> Domain {
        Domain::String { min: self.min, max: self.max, segment: segment && self.min > 0 }
    }

    pub(super) fn array(self) -> Domain {
        Domain::Array { min: self.min, max: self.max }
    }

    pub(super) fn int(self) -> Domain {
        Domain::Int { min: Some(i64::from(self.min)), max: self.max.map(i64::from) }
    }
}

/// The length of a string in UTF-16 units.
pub(super) fn of_text(text: &str) -> u32 {
    let units = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// The length of a piece of a string.
pub(super) fn of_piece(piece: &Piece) -> Length {
    match piece {
        Piece::Literal(text) => Length::exactly(of_text(text)),
        Piece::Term(term) => of_string_term(term),
    }
}

/// The length of a row of pieces.
pub(super) fn of_pieces(pieces: &[Piece]) -> Length {
    pieces.iter().fold(Length::exactly(0), |sum, piece| sum.plus(of_piece(piece)))
}

fn of_string_term(term: &Term) -> Length {
    match term.domain() {
        Domain::String { min, max, .. } => Length { min: *min, max: *max },
        _ => Length::ANY,
    }
}

/// The length of an array.
pub(super) fn of_array(array: &Array) -> Length {
    array.elements.iter().fold(Length::exactly(0), |sum, element| {
        let own = match element.kind {
            ElementKind::One => Length::exactly(1),
            ElementKind::Family { .. } => Length::ANY,
            ElementKind::Rest => match element.value.as_term().map(Term::domain) {
                Some(Domain::Array { min, max }) => Length { min: *min, max: *max },
                _ => Length::ANY,
            },
        };
        let own = if element.guard.is_always() { own } else { Length { min: 0, ..own } };
        sum.plus(own)
    })
}

/// How many members an object has, if each of them is there for certain.
pub(super) fn of_object(object: &Object) -> Length {
    let count = u32::try_from(object.members.len()).unwrap_or(u32::MAX);
    let min = object.members.iter().filter(|member| super::objects::presence(&member.value).is_always()).count();
    let min = u32::try_from(min).unwrap_or(u32::MAX);
    Length { min, max: object.rest.is_none().then_some(count) }
}

/// What `length` and `empty` count in a value without cases.
pub(super) fn of_value(value: &Value) -> Length {
    match &value.kind {
        Kind::String(text) => Length::exactly(of_text(text)),
        Kind::Array(array) => of_array(array),
        Kind::Object(object) => of_object(object),
        Kind::Term(term) => match term.domain() {
            Domain::String { min, max, .. } | Domain::Array { min, max } => Length { min: *min, max: *max },
            _ => Length::ANY,
        },
        _ => Length::ANY,
    }
}

/// The least and the greatest value of an integer.
pub(super) fn of_int(value: &Value) -> (Option<i64>, Option<i64>) {
    match &value.kind {
        Kind::Int(int) => (Some(*int), Some(*int)),
        Kind::Term(term) => match term.domain() {
            Domain::Int { min, max } => (*min, *max),
            _ => (None, None),
        },
        _ => (None, None),
    }
}

/// Whether a string holds no `/` and is not empty, for certain.
pub(super) fn is_segment(value: &Value) -> bool {
    match &value.kind {
        Kind::String(text) => !text.is_empty() && !text.contains('/'),
        Kind::Term(term) => matches!(term.domain(), Domain::String { segment: true, .. }),
        _ => false,
    }
}

/// The function that a term is a call of, with its arguments.
pub(super) fn called(term: &Term) -> Option<(&str, &[Value])> {
    match term.kind() {
        TermKind::Call { function, args } => Some((function, args)),
        _ => None,
    }
}

/// What is known of each element of an array that is not known.
pub(super) fn of_items(array: &Term) -> Domain {
    match called(array) {
        Some(("split" | "objectKeys", _)) => Domain::STRING,
        Some(("range", _)) => Domain::INT,
        Some(("items", _)) => Domain::Object,
        Some(("skip" | "take" | "distinct" | "filter" | "sort", [array, ..])) => match &array.kind {
            Kind::Term(inner) => of_items(inner),
            Kind::Array(array) => array.elements.iter().map(of_element).reduce(common).unwrap_or(Domain::Any),
            _ => Domain::Any,
        },
        _ => Domain::Any,
    }
}

fn of_element(element: &Element) -> Domain {
    match (&element.kind, &element.value.kind) {
        (ElementKind::Rest, Kind::Term(rest)) => of_items(rest),
        _ => match Types::of(&element.value) {
            Types::STRING => Domain::STRING,
            Types::INT => Domain::INT,
            Types::OBJECT => Domain::Object,
            Types::ARRAY => Domain::ARRAY,
            _ => Domain::Any,
        },
    }
}

fn common(one: Domain, other: Domain) -> Domain {
    if one == other { one } else { Domain::Any }
}

/// An element of an array that is not known.
pub(super) fn item(array: &Term, index: Value) -> Term {
    array.index(index).within(of_items(array))
}

/// Whether the string that a term stands for may hold the character.
pub(super) fn may_hold(term: &Term, wanted: char) -> bool {
    if wanted == '/' && matches!(term.domain(), Domain::String { segment: true, .. }) {
        return false;
    }
    match called(term) {
        Some(("uniqueString", _)) => matches!(wanted, 'a'..='z' | '2'..='7'),
        Some(("guid", _)) => wanted.is_ascii_digit() || matches!(wanted, 'a'..='f' | '-'),
        Some(("string", [arg])) if is_int(arg) => wanted.is_ascii_digit() || wanted == '-',
        Some(("toLower", [Value { kind: Kind::Term(inner), .. }])) => {
            !wanted.is_ascii_uppercase() && (may_hold(inner, wanted) || may_hold(inner, wanted.to_ascii_uppercase()))
        }
        Some(("toUpper", [Value { kind: Kind::Term(inner), .. }])) => {
            !wanted.is_ascii_lowercase() && (may_hold(inner, wanted) || may_hold(inner, wanted.to_ascii_lowercase()))
        }
        Some(("take" | "skip" | "substring" | "trim", [Value { kind: Kind::Term(inner), .. }, ..])) => {
            match inner.kind() {
                TermKind::Concat(_) => true,
                _ => may_hold(inner, wanted),
            }
        }
        _ => true,
    }
}

fn is_int(value: &Value) -> bool {
    matches!(&value.kind, Kind::Term(term) if matches!(term.domain(), Domain::Int { .. }))
}
