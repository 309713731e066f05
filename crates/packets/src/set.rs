//! What every set can do.

/// A set with an exact algebra and a canonical form: equality is structural.
pub trait Set: Clone + PartialEq {
    /// The set of nothing.
    fn empty() -> Self;

    /// The set of everything.
    fn all() -> Self;

    /// What is in at least one of them.
    #[must_use]
    fn union(&self, other: &Self) -> Self;

    /// What is in both.
    #[must_use]
    fn intersect(&self, other: &Self) -> Self;

    /// What is in this one only.
    #[must_use]
    fn subtract(&self, other: &Self) -> Self;

    /// Whether nothing is in it.
    fn is_empty(&self) -> bool;

    /// Whether all of it is in `other`.
    fn is_subset(&self, other: &Self) -> bool {
        self.subtract(other).is_empty()
    }
}
