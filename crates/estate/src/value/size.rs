//! How large a value is, written out. Parts that are shared count each time they stand there.
//!
//! A value may be shared by each of its successors, so that `[x, x]` forty times over is a short program and a value
//! that no walk ever ends. What is larger than the bounds here is not walked: a term becomes an atom, and who builds
//! values in a loop asks [`Value::is_too_large`].

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Kind, Piece, Term, TermKind, Value};

/// The size of a value, as far as it was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    /// How many nodes it has, up to [`Size::MAX_HASHED`].
    pub(super) nodes: u32,
    /// How deep it is.
    pub(super) depth: u32,
    /// What was seen of it.
    pub(super) digest: u64,
}

impl Size {
    /// The largest term that keeps its structure.
    const MAX_NODES: u32 = 20_000;
    /// The deepest one.
    pub(super) const MAX_DEPTH: u32 = 150;
    /// The largest one that is told apart from every other.
    pub(super) const MAX_HASHED: u32 = 200_000;

    pub(super) fn is_kept(self) -> bool {
        self.nodes <= Self::MAX_NODES && self.depth <= Self::MAX_DEPTH
    }

    pub(super) fn of_kind(kind: &TermKind) -> Self {
        let mut count = Count { hasher: Some(DefaultHasher::new()), ..Count::default() };
        match kind {
            TermKind::Atom(_) => {}
            TermKind::Concat(pieces) => pieces.iter().for_each(|piece| match piece {
                Piece::Literal(_) => count.node(),
                Piece::Term(term) => count.term(term, 0),
            }),
            TermKind::Call { args, .. } => args.iter().for_each(|arg| count.value(arg, 0)),
            TermKind::Property { base, .. } => count.term(base, 0),
            TermKind::Index { base, index } => {
                count.term(base, 0);
                count.value(index, 0);
            }
        }
        count.finish()
    }
}

impl Value {
    /// Whether this, written out, is too large or too deep to be worked on.
    pub fn is_too_large(&self) -> bool {
        let mut count = Count::default();
        count.value(self, 0);
        let size = count.finish();
        size.nodes >= Size::MAX_HASHED || size.depth > Size::MAX_DEPTH
    }
}

#[derive(Default)]
struct Count {
    nodes: u32,
    depth: u32,
    /// What is seen is hashed, if it is wanted.
    hasher: Option<DefaultHasher>,
}

impl Count {
    fn finish(self) -> Size {
        let digest = self.hasher.map_or(0, |hasher| hasher.finish());
        Size { nodes: self.nodes.saturating_add(1), depth: self.depth.saturating_add(1), digest }
    }

    fn node(&mut self) {
        self.nodes = self.nodes.saturating_add(1);
    }

    fn see(&mut self, part: impl Hash) {
        if let Some(hasher) = &mut self.hasher {
            part.hash(hasher);
        }
    }

    /// A term knows its own size.
    fn term(&mut self, term: &Term, depth: u32) {
        let size = term.size();
        self.nodes = self.nodes.saturating_add(size.nodes);
        self.depth = self.depth.max(depth.saturating_add(size.depth));
        self.see(term);
    }

    fn value(&mut self, value: &Value, depth: u32) {
        self.node();
        self.depth = self.depth.max(depth);
        if self.nodes >= Size::MAX_HASHED || depth > Size::MAX_DEPTH {
            return;
        }
        match &value.kind {
            Kind::Term(term) => self.term(term, depth),
            Kind::Array(array) => array.elements.iter().for_each(|element| self.value(&element.value, depth + 1)),
            Kind::Object(object) => {
                object.members.iter().for_each(|member| self.value(&member.value, depth + 1));
                object.rest.iter().for_each(|rest| self.term(rest, depth + 1));
            }
            Kind::Cases(cases) => cases.iter().for_each(|(_, value)| self.value(value, depth + 1)),
            Kind::String(text) => self.see(text),
            Kind::Number(text) => self.see(text),
            Kind::Int(int) => self.see(int),
            Kind::Bool(bool) => self.see(bool),
            Kind::Null | Kind::Omitted => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Atom, Domain, OriginId};

    fn atom() -> Value {
        Value::term(Term::atom(Atom::parameter("s", "main"), Domain::STRING), OriginId::NONE)
    }

    #[test]
    fn what_doubles_again_and_again_ends() {
        let mut value = atom();
        let mut doubled = 0;
        while !value.is_too_large() {
            value = Value::array([value.clone(), value], OriginId::NONE);
            doubled += 1;
        }
        assert!((10..30).contains(&doubled), "{doubled}");
    }

    #[test]
    fn terms_that_grow_without_end_become_atoms_that_differ() {
        let grown = |last: &str| {
            let mut value = atom();
            for _ in 0..10_000 {
                value = Value::term(Term::call("trim", [value], Domain::STRING), OriginId::NONE);
            }
            Term::call(last, [value.clone(), value], Domain::STRING)
        };
        assert_eq!(grown("a"), grown("a"));
        assert_ne!(grown("a"), grown("b"));
        assert!(grown("a").text().len() < 10_000);
    }
}
