//! A value and the ways to look at it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::text::with_braces;
use super::{Array, Atom, Cause, Domain, Element, ElementKind, Member, Object, Term, TermKind};
use crate::{Guard, OriginId};

/// JSON in which any node may be unknown. Cloning is cheap.
///
/// Two values are equal when they are the same JSON and the same unknowns; where
/// they come from does not count.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it comes from.
    pub origin: OriginId,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// The explicit `null`.
    Null,
    /// `true`, `false`
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Any other number, as written.
    Number(Arc<str>),
    /// A string that is wholly known.
    String(Arc<str>),
    /// An array.
    Array(Arc<Array>),
    /// An object.
    Object(Arc<Object>),
    /// Something not known, or a string of which a part is not known.
    Term(Term),
    /// One value per choice.
    ///
    /// INVARIANT (cases): the guards exclude each other, none is never, no two values are equal, no value has cases
    /// itself, and there are from 2 to [`super::MAX_CASES`] of them.
    Cases(Arc<[(Guard, Value)]>),
    /// Nothing: the property was omitted. The origin is that of the object that lacks it.
    Omitted,
}

impl Value {
    /// A value with its place.
    pub fn new(kind: Kind, origin: OriginId) -> Self {
        Self { kind, origin }
    }

    /// A value that has no place in the input.
    pub fn synthetic(kind: Kind) -> Self {
        Self::new(kind, OriginId::NONE)
    }

    /// A string without a place.
    pub fn text(text: &str) -> Self {
        Self::synthetic(Kind::String(text.into()))
    }

    /// A string.
    pub fn string(text: impl Into<Arc<str>>, origin: OriginId) -> Self {
        Self::new(Kind::String(text.into()), origin)
    }

    /// `true` or `false`.
    pub fn bool(value: bool, origin: OriginId) -> Self {
        Self::new(Kind::Bool(value), origin)
    }

    /// An array whose elements are all known to be there.
    pub fn array(items: impl IntoIterator<Item = Value>, origin: OriginId) -> Self {
        let elements = items.into_iter().map(Element::one).collect();
        Self::new(Kind::Array(Arc::new(Array { elements })), origin)
    }

    /// An object of these members.
    pub fn object(members: Vec<Member>, origin: OriginId) -> Self {
        Self::new(Kind::Object(Arc::new(Object { members, rest: None })), origin)
    }

    /// A term as a value: one case per value if its domain is finite.
    pub fn term(term: Term, origin: OriginId) -> Self {
        if term.choices() == 0 {
            return Self::new(Kind::Term(term), origin);
        }
        let cases = (0..term.choices()).filter_map(|index| {
            let kind = term.choice(index)?;
            Some((Guard::is(&term, index), Self::new(kind, origin)))
        });
        Self::cases(cases.collect::<Vec<_>>(), origin)
    }

    /// Something of which nothing is known but why; `what` is part of its identity.
    pub fn unknown(what: &str, cause: Cause, domain: Domain, origin: OriginId) -> Self {
        Self::term(Term::atom(Atom::new(what, what, "", cause), domain), origin)
    }

    /// The boolean that is true exactly under `guard`.
    pub fn from_guard(guard: &Guard, origin: OriginId) -> Self {
        let case = |value| Self::bool(value, origin);
        Self::cases([(guard.clone(), case(true)), (guard.not(), case(false))], origin)
    }

    /// The same value with another place.
    #[must_use]
    pub fn at(&self, origin: OriginId) -> Self {
        Self { kind: self.kind.clone(), origin }
    }

    /// The cases of this value: itself, always, if it has none.
    pub fn each_case(&self) -> impl Iterator<Item = (&Guard, &Value)> {
        let (one, many) = match &self.kind {
            Kind::Cases(cases) => (None, Some(cases.iter().map(|(guard, value)| (guard, value)))),
            _ => (Some((&Guard::Always, self)), None),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }

    /// A member of this value, case by case.
    ///
    /// [`Kind::Omitted`] where there is none, or where this is `null`, omitted or not an object; a term where it is
    /// not known. Names compare without regard to ASCII case.
    #[must_use]
    pub fn get(&self, name: &str) -> Self {
        match &self.kind {
            Kind::Object(object) => object.get(name, self.origin),
            Kind::Term(term) => match term.domain() {
                Domain::Any | Domain::Object => Self::new(Kind::Term(term.property(name)), self.origin),
                _ => Self::new(Kind::Omitted, self.origin),
            },
            Kind::Cases(cases) => {
                Self::cases(cases.iter().map(|(guard, value)| (guard.clone(), value.get(name))), self.origin)
            }
            _ => Self::new(Kind::Omitted, self.origin),
        }
    }

    /// A member at a dotted path, such as `properties.networkAcls.defaultAction`.
    #[must_use]
    pub fn path(&self, path: &str) -> Self {
        path.split('.').fold(self.clone(), |value, name| value.get(name))
    }

    /// The string, if it is wholly known.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if it is known.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.kind {
            Kind::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The integer, if it is known.
    pub fn as_int(&self) -> Option<i64> {
        match &self.kind {
            Kind::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// The elements, if this is an array.
    pub fn as_array(&self) -> Option<&Array> {
        match &self.kind {
            Kind::Array(array) => Some(array),
            _ => None,
        }
    }

    /// The members, if this is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The term, if this is one.
    pub fn as_term(&self) -> Option<&Term> {
        match &self.kind {
            Kind::Term(term) => Some(term),
            _ => None,
        }
    }

    /// Whether the property was left out.
    pub fn is_omitted(&self) -> bool {
        matches!(self.kind, Kind::Omitted)
    }

    /// Whether this is `null` or was left out.
    pub fn is_null_or_omitted(&self) -> bool {
        matches!(self.kind, Kind::Null | Kind::Omitted)
    }

    /// Whether no part of this, at any depth, is unknown or depends on a choice.
    pub fn is_known(&self) -> bool {
        match &self.kind {
            Kind::Term(_) | Kind::Cases(_) => false,
            Kind::Array(array) => array.elements.iter().all(|element| {
                element.guard.is_always() && matches!(element.kind, ElementKind::One) && element.value.is_known()
            }),
            Kind::Object(object) => {
                object.rest.is_none() && object.members.iter().all(|member| member.value.is_known())
            }
            _ => true,
        }
    }

    /// The atoms that this depends on at any depth, its guards included; each once.
    pub fn atoms(&self) -> Vec<Atom> {
        let mut atoms = Vec::new();
        self.visit_terms(&mut |term| term.collect_atoms(&mut atoms, 0));
        atoms
    }

    /// Visits every outermost term in this value, those of its guards included.
    pub fn visit_terms(&self, visit: &mut dyn FnMut(&Term)) {
        match &self.kind {
            Kind::Term(term) => visit(term),
            Kind::Array(array) => array.elements.iter().for_each(|element| {
                element.guard.terms().iter().for_each(&mut *visit);
                element.value.visit_terms(visit);
            }),
            Kind::Object(object) => {
                object.members.iter().for_each(|member| member.value.visit_terms(visit));
                object.rest.iter().for_each(&mut *visit);
            }
            Kind::Cases(cases) => cases.iter().for_each(|(guard, value)| {
                guard.terms().iter().for_each(&mut *visit);
                value.visit_terms(visit);
            }),
            _ => {}
        }
    }

    /// As an argument of an ARM expression: `'text'`, `42`, `createArray('a')`.
    pub(super) fn as_argument(&self) -> String {
        match &self.kind {
            Kind::Null | Kind::Omitted => "null()".into(),
            Kind::Bool(value) => format!("{value}()"),
            Kind::Int(value) => value.to_string(),
            Kind::Number(text) => text.to_string(),
            Kind::String(text) => format!("'{}'", text.replace('\'', "''")),
            Kind::Term(term) => term.text().to_string(),
            Kind::Array(array) => {
                // Two arrays that differ in their guards only are two texts.
                let items = array.elements.iter().map(|element| match &element.guard {
                    Guard::Always => element.value.as_argument(),
                    guard => format!("if({guard}, {}, none)", element.value.as_argument()),
                });
                format!("createArray({})", items.collect::<Vec<_>>().join(", "))
            }
            Kind::Object(object) => {
                let members: Vec<String> = object
                    .members
                    .iter()
                    .map(|member| format!("'{}', {}", member.name.replace('\'', "''"), member.value.as_argument()))
                    .chain(object.rest.iter().map(|rest| rest.text().to_string()))
                    .collect();
                format!("createObject({})", members.join(", "))
            }
            Kind::Cases(cases) => cases.iter().rev().fold(String::new(), |rest, (guard, value)| {
                if rest.is_empty() {
                    value.as_argument()
                } else {
                    format!("if({guard}, {}, {rest})", value.as_argument())
                }
            }),
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(&self.kind).hash(state);
        match &self.kind {
            Kind::Null | Kind::Omitted => {}
            Kind::Bool(value) => value.hash(state),
            Kind::Int(value) => value.hash(state),
            Kind::Number(text) | Kind::String(text) => text.hash(state),
            Kind::Array(array) => array.elements.iter().for_each(|element| {
                element.guard.hash(state);
                element.value.hash(state);
            }),
            Kind::Object(object) => {
                object.members.iter().for_each(|member| {
                    member.name.hash(state);
                    member.value.hash(state);
                });
                object.rest.hash(state);
            }
            Kind::Term(term) => term.hash(state),
            Kind::Cases(cases) => cases.iter().for_each(|(guard, value)| {
                guard.hash(state);
                value.hash(state);
            }),
        }
    }
}

/// As a person reads it: strings bare, atoms in braces, `{baseName}`.
impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Null => out.write_str("null"),
            Kind::Omitted => out.write_str("(left out)"),
            Kind::Bool(value) => write!(out, "{value}"),
            Kind::Int(value) => write!(out, "{value}"),
            Kind::Number(text) | Kind::String(text) => out.write_str(text),
            Kind::Term(term) => match term.kind() {
                TermKind::Concat(pieces) => out.write_str(&with_braces(pieces)),
                _ => write!(out, "{{{}}}", term.label()),
            },
            Kind::Array(array) => {
                out.write_str("[")?;
                for (index, element) in array.elements.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    let many = if matches!(element.kind, ElementKind::One) { "" } else { "…" };
                    write!(out, "{comma}{}{many}", element.value)?;
                }
                out.write_str("]")
            }
            Kind::Object(object) => {
                out.write_str("{")?;
                for (index, member) in object.members.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(out, "{comma}{}: {}", member.name, member.value)?;
                }
                out.write_str(if object.rest.is_some() { ", …}" } else { "}" })
            }
            Kind::Cases(cases) => {
                for (index, (guard, value)) in cases.iter().enumerate() {
                    let or = if index > 0 { " | " } else { "" };
                    write!(out, "{or}{value} if {guard}")?;
                }
                Ok(())
            }
        }
    }
}
