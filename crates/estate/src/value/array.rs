//! Arrays, some elements of which may be there only under a choice, or in unknown number.

use super::{Term, Value};
use crate::Guard;

/// The elements of an array, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Array {
    /// The elements.
    pub elements: Vec<Element>,
}

/// An element of an array.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// When it is there.
    pub guard: Guard,
    /// Whether it stands for one element or for many.
    pub kind: ElementKind,
    /// Its value. For [`ElementKind::Rest`]: the term that is the array of further elements.
    pub value: Value,
}

/// What an element stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum ElementKind {
    /// One element.
    One,
    /// A loop of unknown count: from none to very many elements, one for each value of the index atom in `value`.
    Family {
        /// The index atom.
        index: Term,
    },
    /// From none to very many elements of which nothing is known.
    Rest,
}

impl Element {
    /// One element that is always there.
    pub fn one(value: Value) -> Self {
        Self { guard: Guard::Always, kind: ElementKind::One, value }
    }

    /// One element that is there under `guard`.
    pub fn when(guard: Guard, value: Value) -> Self {
        Self { guard, kind: ElementKind::One, value }
    }

    /// The elements of an array that is not known.
    pub fn rest(term: Term, value: &Value) -> Self {
        Self { guard: Guard::Always, kind: ElementKind::Rest, value: Value::new(super::Kind::Term(term), value.origin) }
    }
}

impl Array {
    /// The elements as plain values, if each is one that is always there.
    pub fn items(&self) -> Option<Vec<&Value>> {
        self.elements
            .iter()
            .map(|element| {
                (element.guard.is_always() && matches!(element.kind, ElementKind::One)).then_some(&element.value)
            })
            .collect()
    }

    /// How many elements there are, if that is known.
    pub fn count(&self) -> Option<usize> {
        self.items().map(|items| items.len())
    }

    /// The guard under which there is certainly no element, and the one under which there possibly is none.
    pub fn emptiness(&self) -> (Guard, Guard) {
        self.elements.iter().fold((Guard::Always, Guard::Always), |(must, may), element| {
            let there = &element.guard;
            match element.kind {
                ElementKind::One => (must.minus(there), may.minus(there)),
                ElementKind::Family { .. } | ElementKind::Rest => (must.minus(there), may),
            }
        })
    }
}
