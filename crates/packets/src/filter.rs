//! What a filter certainly lets through and what it possibly does.

use crate::Set;

/// A filter that may be half known.
///
/// INVARIANT (must within may): what certainly gets through possibly does. "Nothing gets through" needs `may` to be
/// empty; "something gets through" needs something in `must`; in between it is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filter<S> {
    must: S,
    may: S,
}

impl<S: Set> Filter<S> {
    /// A filter that is wholly known.
    pub fn exactly(set: S) -> Self {
        Self { must: set.clone(), may: set }
    }

    /// A filter that lets through nothing for certain, and of `set` possibly all.
    pub fn possibly(set: S) -> Self {
        Self { must: S::empty(), may: set }
    }

    /// A filter that lets through `must` for certain, and possibly `may`, too.
    pub fn between(must: S, may: &S) -> Self {
        let may = may.union(&must);
        Self { must, may }
    }

    /// A filter that lets nothing through.
    pub fn nothing() -> Self {
        Self::exactly(S::empty())
    }

    /// A filter that lets everything through.
    pub fn everything() -> Self {
        Self::exactly(S::all())
    }

    /// What certainly gets through.
    pub fn must(&self) -> &S {
        &self.must
    }

    /// What possibly gets through.
    pub fn may(&self) -> &S {
        &self.may
    }

    /// What one of the two lets through.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self { must: self.must.union(&other.must), may: self.may.union(&other.may) }
    }

    /// What both let through.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        Self { must: self.must.intersect(&other.must), may: self.may.intersect(&other.may) }
    }

    /// What this lets through and `denied` does not stop. The parts cross: what is possibly stopped does not
    /// certainly get through, and only what is certainly stopped does not possibly get through.
    #[must_use]
    pub fn subtract(&self, denied: &Self) -> Self {
        Self { must: self.must.subtract(&denied.may), may: self.may.subtract(&denied.must) }
    }
}
