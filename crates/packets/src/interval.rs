//! Sets of numbers, as intervals.

use std::fmt::Debug;

use crate::Set;

/// A number that intervals can be made of.
pub trait Bound: Copy + Ord + Debug {
    /// The least.
    const MIN: Self;
    /// The greatest.
    const MAX: Self;
    /// The next greater one; none above [`Bound::MAX`].
    fn next(self) -> Option<Self>;
    /// The next smaller one; none below [`Bound::MIN`].
    fn previous(self) -> Option<Self>;
}

macro_rules! bound {
    ($($number:ty),*) => {$(
        impl Bound for $number {
            const MIN: Self = <$number>::MIN;
            const MAX: Self = <$number>::MAX;
            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }
            fn previous(self) -> Option<Self> {
                self.checked_sub(1)
            }
        }
    )*};
}

bound!(u8, u16, u32, u128);

/// A set of numbers.
///
/// INVARIANT (canonical intervals): ordered, disjoint, and no two touch. Both ends of an interval are in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Intervals<B> {
    parts: Vec<(B, B)>,
}

impl<B: Bound> Intervals<B> {
    /// The numbers from `first` to `last`, both included; none if `last` is before `first`.
    pub fn range(first: B, last: B) -> Self {
        Self { parts: if first <= last { vec![(first, last)] } else { Vec::new() } }
    }

    /// The intervals, smallest first.
    pub fn parts(&self) -> &[(B, B)] {
        &self.parts
    }

    /// Whether a number is in it.
    pub fn contains(&self, number: B) -> bool {
        let after = self.parts.partition_point(|(first, _)| *first <= number);
        after.checked_sub(1).and_then(|at| self.parts.get(at)).is_some_and(|(_, last)| number <= *last)
    }

    /// What is not in it.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut parts = Vec::with_capacity(self.parts.len() + 1);
        let mut from = Some(B::MIN);
        for (first, last) in &self.parts {
            if let (Some(start), Some(end)) = (from, first.previous())
                && start <= end
            {
                parts.push((start, end));
            }
            from = last.next();
        }
        if let Some(start) = from {
            parts.push((start, B::MAX));
        }
        Self { parts }
    }

    /// Puts intervals in any order into the canonical form.
    fn canonical(mut parts: Vec<(B, B)>) -> Self {
        parts.sort_unstable();
        let mut merged: Vec<(B, B)> = Vec::with_capacity(parts.len());
        for (first, last) in parts {
            match merged.last_mut() {
                Some((_, end)) if end.next().is_none_or(|next| first <= next) => *end = (*end).max(last),
                _ => merged.push((first, last)),
            }
        }
        Self { parts: merged }
    }
}

impl<B: Bound> FromIterator<(B, B)> for Intervals<B> {
    fn from_iter<I: IntoIterator<Item = (B, B)>>(parts: I) -> Self {
        Self::canonical(parts.into_iter().filter(|(first, last)| first <= last).collect())
    }
}

impl<B: Bound> Set for Intervals<B> {
    fn empty() -> Self {
        Self { parts: Vec::new() }
    }

    fn all() -> Self {
        Self::range(B::MIN, B::MAX)
    }

    fn union(&self, other: &Self) -> Self {
        self.parts.iter().chain(&other.parts).copied().collect()
    }

    fn intersect(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.parts.iter().peekable(), other.parts.iter().peekable());
        let mut parts = Vec::new();
        while let (Some((first, last)), Some((other_first, other_last))) = (left.peek(), right.peek()) {
            let (start, end) = (*first.max(other_first), *last.min(other_last));
            if start <= end {
                parts.push((start, end));
            }
            if last <= other_last {
                left.next();
            } else {
                right.next();
            }
        }
        Self { parts }
    }

    fn subtract(&self, other: &Self) -> Self {
        self.intersect(&other.complement())
    }

    fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}
